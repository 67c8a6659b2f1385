"""/gestion/parutions/: batches that wait for their hour, and errata."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from observatoire.indicators.actions import releases as actions
from observatoire.indicators.actions.imports import Refused
from observatoire.indicators.forms.releases import ErratumForm, ReleaseForm
from observatoire.indicators.models import Release
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.queries.errata import all_errata
from observatoire.indicators.queries.releases import waiting_imports
from observatoire.indicators.rules import may_publish

ON_A_PAGE = 20
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "table"}
ROOT = {"url": "/gestion/parutions/", "label": "Parutions"}


def for_publishers(view):
    """Only who may publish figures decides of their hour."""

    @wraps(view)
    def guarded(request, *args, **named):
        if not may_publish(request.user):
            raise PermissionDenied
        return view(request, *args, **named)

    return guarded


@for_publishers
def index(request):
    found = Release.objects.prefetch_related("items__imported").select_related("by")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {"trail": [DESK], "page": page, "errata": all_errata(10)}
    return render(request, "indicators/gestion/releases.html", context)


@for_publishers
def prepare(request):
    form = ReleaseForm(request.POST or None, waiting=waiting_imports())
    if request.method == "POST" and form.is_valid():
        try:
            release = actions.prepare_release(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(release)
    context = {"trail": [DESK, ROOT], "form": form, "title": "Préparer une parution"}
    return render(request, "indicators/gestion/release_form.html", context)


@for_publishers
def detail(request, pk):
    release = get_object_or_404(Release, pk=pk)
    context = {
        "trail": [DESK, ROOT],
        "release": release,
        "items": release.items.select_related("imported"),
    }
    return render(request, "indicators/gestion/release.html", context)


@require_POST
@for_publishers
def cancel(request, pk):
    release = get_object_or_404(Release, pk=pk)
    try:
        actions.cancel_release(by=request.user, release=release)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La parution est annulée\u00a0: ses dépôts restent lus.")
    return redirect(release)


@for_publishers
def erratum(request):
    form = ErratumForm(request.POST or None, catalogue=engine().catalogue)
    if request.method == "POST" and form.is_valid():
        actions.publish_erratum(by=request.user, **form.cleaned_data)
        messages.success(request, "L’erratum est publié\u00a0: les pages concernées le montrent.")
        return redirect("parutions:releases")
    context = {"trail": [DESK, ROOT], "form": form, "title": "Publier un erratum"}
    return render(request, "indicators/gestion/release_form.html", context)
