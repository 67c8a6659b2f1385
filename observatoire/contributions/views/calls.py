"""/gestion/appels/: calls are written, published, closed."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from observatoire.contributions import actions
from observatoire.contributions.actions.calls import NOBODY
from observatoire.contributions.forms.calls import CallForm
from observatoire.contributions.models import Call, Proposal
from observatoire.contributions.rules import may_manage_calls
from observatoire.directory.actions.refusal import Refused

TRAIL = (
    {"url": "/gestion/", "label": "Bureau", "icon": "comment"},
    {"url": "/gestion/appels/", "label": "Appels à contribution"},
)
ON_A_PAGE = 25
VERBS = {
    "publier": (actions.publish_call, "L’appel est publié."),
    "fermer": (actions.close_call, "L’appel est fermé\u00a0: plus rien n’y entre."),
    "supprimer": (actions.delete_call, "L’appel est supprimé."),
}


def for_managers(view):
    """The view, for those who keep the calls; for nobody else."""

    @wraps(view)
    def checked(request, *given, **named):
        if not may_manage_calls(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


def index(request):
    standing = ~Q(proposals__status=Proposal.Status.WITHDRAWN)
    rows = Call.objects.annotate(
        received=Count("proposals", filter=standing),
        waiting=Count("proposals", filter=standing & Q(proposals__answered_at=None)),
    ).order_by("-closes_at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "contributions/gestion/calls.html", {"page": page, "trail": TRAIL[:1]})


def add(request):
    return _edited(request, Call(), title="Nouvel appel", submit="Créer le brouillon")


def edit(request, pk):
    found = get_object_or_404(Call, pk=pk)
    return _edited(request, found, title=f"Modifier «\u00a0{found}\u00a0»", submit="Enregistrer")


def _edited(request, call: Call, *, title: str, submit: str):
    first = {"serves": request.GET.get("pour", "")} if call._state.adding else {}
    form = CallForm(request.POST or None, instance=call, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        given = {name: told[name] for name in ("criteria", "reviewers")}
        given["owner"] = told["serves"] or NOBODY
        actions.save_call(by=request.user, call=form.save(commit=False), **given)
        messages.success(request, "L’appel est enregistré.")
        return redirect("appels:index")
    context = {"form": form, "title": title, "submit": submit, "trail": TRAIL, "call": call}
    return render(request, "contributions/gestion/call.html", context)


def do(request, pk, verb):
    found = get_object_or_404(Call, pk=pk)
    if verb not in VERBS:
        raise Http404
    if request.method == "POST":
        action, done = VERBS[verb]
        try:
            action(by=request.user, call=found)
            messages.success(request, done)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("appels:index")
