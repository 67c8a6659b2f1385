"""The catalogue is edited, its history read, a change undone."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from observatoire.base.models import Revision
from observatoire.indicators.actions import catalogue as actions
from observatoire.indicators.forms.catalogue import IndicatorForm
from observatoire.indicators.presenters import catalogue as presenter
from observatoire.indicators.presenters.index import CYCLES, Filter
from observatoire.indicators.queries import catalogue as queries
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.rules import may_write_catalogue
from stats.catalogue import Theme

ON_A_PAGE = 50
# What is above each screen: its own title stands in its text.
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "list-ul"}
ROOT = {"url": "/gestion/catalogue/", "label": "Catalogue"}


def for_writers(view):
    """Only who may write the catalogue."""

    @wraps(view)
    def guarded(request, *given, **named):
        if not may_write_catalogue(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return guarded


@for_writers
def index(request):
    catalogue, edited = engine().catalogue, queries.edited_codes()
    chosen = Filter.from_query(request.GET)
    # Here a level is one that the sheet declares, with figures or without.
    declared = {code: frozenset(one.levels) for code, one in catalogue.indicators.items()}
    found = chosen.select(catalogue, declared)
    only_edited = request.GET.get("modifies") == "oui"
    if only_edited:
        found = [one for one in found if one.code in edited]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "trail": [DESK],
        "page": page,
        "elided": page.paginator.get_elided_page_range(page.number),
        "lines": presenter.present_lines(page.object_list, edited),
        "wanted": chosen,
        "only_edited": only_edited,
        "themes": [(str(theme), theme.label) for theme in Theme],
        "cycles": [(str(cycle), label) for cycle, label in CYCLES.items()],
        "edited": len(edited),
    }
    return render(request, "indicators/gestion/catalogue.html", context)


@for_writers
def edit(request, code):
    sheet = _sheet(code)
    form = IndicatorForm.of(sheet.keys, sheet.version)
    if request.method == "POST":
        form = IndicatorForm(request.POST)
        if form.is_valid() and _save(request, form, sheet):
            return redirect("catalogue:indicator", code=code)
    steps = presenter.present_steps(queries.revisions_of(code), IndicatorForm.labels())
    context = {
        "trail": [DESK, ROOT],
        "sheet": sheet,
        "form": form,
        "steps": steps,
    }
    return render(request, "indicators/gestion/indicator.html", context)


@for_writers
def restore(request, code):
    sheet = _sheet(code)
    if request.method == "POST" and actions.restore_shipped(by=request.user, code=sheet.code):
        messages.success(request, "La version livrée est rétablie.")
    return redirect("catalogue:indicator", code=code)


@for_writers
def undo(request, code, pk):
    _sheet(code)
    revision = get_object_or_404(Revision, kind=queries.KIND, key=code, pk=pk)
    if request.method == "POST":
        try:
            done = actions.undo_revision(by=request.user, revision=revision)
        except actions.CatalogueRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request,
                "L’état d’avant ce changement est rétabli."
                if done
                else "La fiche est déjà dans l’état d’avant ce changement.",
            )
    return redirect("catalogue:indicator", code=code)


@for_writers
def export(request):
    name = f"catalogue-{timezone.localdate():%Y-%m-%d}.zip"
    return HttpResponse(
        actions.export_overlays(),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _sheet(code: str) -> queries.Sheet:
    """A code names a file: only those of the catalogue are looked for."""
    if code not in engine().catalogue.indicators:
        raise Http404
    return queries.sheet_of(code)


def _save(request, form: IndicatorForm, sheet: queries.Sheet) -> bool:
    """Whether the sheet is as typed; what the engine refuses is said in the form."""
    try:
        changed = actions.save_indicator(
            by=request.user,
            code=sheet.code,
            keys=form.keys_over(sheet.keys),
            version=form.cleaned_data["version"],
        )
    except actions.CatalogueRefused as refused:
        form.take(refused.problems)
        return False
    if changed:
        messages.success(request, "La fiche est enregistrée\u00a0: le site la montre.")
    else:
        messages.info(request, "Rien n’a changé.")
    return True
