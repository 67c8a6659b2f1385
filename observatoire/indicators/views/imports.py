"""Figures are deposited, read, compared, published, undone."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render

from observatoire.indicators.actions import imports as actions
from observatoire.indicators.actions import publishing
from observatoire.indicators.forms.imports import DepositForm, HistoryFilter
from observatoire.indicators.models import Import, ImportFile
from observatoire.indicators.presenters import imports as presenter
from observatoire.indicators.presenters.doubts import present_doubts
from observatoire.indicators.presenters.secrecy import present_secrecy
from observatoire.indicators.queries import doubts
from observatoire.indicators.queries import imports as queries
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.rules import may_publish
from observatoire.indicators.tasks import prepare_figures, publish_import, read_import
from stats.store import Difference

ON_A_PAGE = 20
# What is above each screen: its own title stands in its text.
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "table"}
ROOT = {"url": "/gestion/chiffres/", "label": "Chiffres"}


def index(request):
    form = HistoryFilter(request.GET, sources=queries.deposited_sources(request.user))
    asked = form.asked()
    found = queries.listed_imports(request.user, **asked)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "trail": [DESK],
        "form": form,
        "page": page,
        "elided": page.paginator.get_elided_page_range(page.number),
        "is_filtered": any(asked.values()),
    }
    return render(request, "indicators/gestion/imports.html", context)


def deposit(request):
    sources = queries.readable_sources(engine().catalogue)
    form = DepositForm(request.POST or None, request.FILES or None, sources=sources)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():  # the deposit and the demand to read it, or neither
            imported = actions.deposit_files(
                by=request.user,
                source=given["source"],
                title=form.titles[given["source"]],
                files=given["files"],
                replaces=given["replaces"],
            )
            read_import.enqueue(str(imported.pk))
        return redirect(imported)
    context = {"trail": [DESK, ROOT], "form": form, "sources": sources}
    return render(request, "indicators/gestion/deposit.html", context)


def detail(request, pk):
    imported = _visible(request, pk)
    context = {
        "trail": [DESK, ROOT],
        "imported": imported,
        "files": imported.files.given(),
        "history": presenter.present_history(queries.history_of(imported)),
        "may_publish": may_publish(request.user),
    }
    context |= _report_context(imported) | _difference_context(imported)
    context |= _secrecy_context(imported)
    context["doubts"] = present_doubts(imported, doubts.waivers_of(imported), engine().catalogue)
    return render(request, "indicators/gestion/import.html", context)


def publish(request, pk):
    imported = _publishable(request, pk)
    if request.method == "POST":
        return _publish(request, imported)
    if imported.state != Import.State.READ:
        return redirect(imported)
    found = Difference.from_json(imported.difference)
    context = {
        "trail": _trail(imported),
        "imported": imported,
        "promise": presenter.promise_of(imported, found),
        "gone": found.total("gone"),
    }
    return render(request, "indicators/gestion/publish.html", context)


def undo(request, pk):
    imported = _publishable(request, pk)
    if request.method == "POST":
        done = "La publication est annulée\u00a0: le site montre de nouveau les chiffres d’avant."
        with transaction.atomic():
            prepare_figures.enqueue()
            return _do(request, actions.undo_publication, imported, done)
    if imported.state != Import.State.PUBLISHED:
        return redirect(imported)
    context = {"trail": _trail(imported), "imported": imported}
    return render(request, "indicators/gestion/undo.html", context)


def abandon(request, pk):
    imported = _visible(request, pk)
    if request.method == "POST":
        done = "Le dépôt est abandonné et ses fichiers sont effacés."
        return _do(request, actions.abandon_import, imported, done)
    if imported.state in actions.KEPT:
        return redirect(imported)
    context = {"trail": _trail(imported), "imported": imported}
    return render(request, "indicators/gestion/abandon.html", context)


def read_again(request, pk):
    imported = _visible(request, pk)
    if request.method != "POST":
        return redirect(imported)
    with transaction.atomic():
        answer = _do(request, actions.ask_again, imported, "")
        read_import.enqueue(str(imported.pk))
    return answer


def download(request, pk, file_pk):
    """A file as it was given, or the whole report; never the table that the engine keeps."""
    offered = _visible(request, pk).files.exclude(kind=ImportFile.Kind.TABLE)
    kept = get_object_or_404(offered, pk=file_pk)
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=kept.name)


def _visible(request, pk) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("by"), pk=pk)


def _publishable(request, pk) -> Import:
    imported = _visible(request, pk)
    if not may_publish(request.user):
        raise PermissionDenied
    return imported


def _publish(request, imported):
    """At once, or by the worker when a page would keep its reader waiting."""
    with transaction.atomic():
        if publishing.is_long(imported):
            publish_import.enqueue(str(imported.pk), str(request.user.pk))
            return _do(request, publishing.ask_publication, imported, "")
        prepare_figures.enqueue()
        done = "Les chiffres sont publiés\u00a0: les pages du site les montrent."
        return _do(request, actions.publish_import, imported, done)


def _do(request, action, imported, done):
    """One action; what it says goes above the page of the deposit."""
    try:
        action(by=request.user, imported=imported)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(imported)


def _report_context(imported: Import) -> dict:
    if imported.is_waiting or not imported.rows:
        return {"report": None}
    is_listed = imported.refused or imported.unmatched  # else there is no such file
    listing = is_listed and imported.files.filter(kind=ImportFile.Kind.REPORT).first()
    return {"report": presenter.present_report(imported), "listing": listing}


def _secrecy_context(imported: Import) -> dict:
    told, nothing = imported.report.get("secret"), {"secret": None, "secret_listing": None}
    if imported.is_waiting or not told:
        return nothing
    listing = imported.files.filter(kind=ImportFile.Kind.SECRECY).first()
    if listing is None:
        return nothing
    with listing.file.open("rb") as file:
        content = file.read()
    now = engine()
    found = present_secrecy(told, content, now.catalogue, now.territories)
    return {"secret": found, "secret_listing": listing}


def _difference_context(imported: Import) -> dict:
    if imported.is_waiting or not imported.difference:
        return {"difference": None, "is_stale": False, "is_hidden": False}
    now, found = engine(), Difference.from_json(imported.difference)
    is_published = imported.state == Import.State.PUBLISHED
    live = {one.id for one in now.store.imports()}
    return {
        "difference": presenter.present_difference(found, now.catalogue, now.territories),
        "is_stale": imported.state == Import.State.READ and found.fingerprint != now.fingerprint,
        "is_hidden": is_published and imported.engine_import not in live,
    }


def _trail(imported: Import) -> list[dict]:
    return [DESK, ROOT, {"url": imported.get_absolute_url(), "label": imported.source_title}]
