"""A file of contacts: deposited, its columns named, looked at, taken in, taken out."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from observatoire.directory.actions import imports as actions
from observatoire.directory.forms.imports import ColumnsForm, DepositForm
from observatoire.directory.models import ContactImport
from observatoire.directory.queries.imports import plan_of
from observatoire.directory.views.screens import attempt, form_screen, page_of, saved, screen

TAB = "imports"
STEP = {"url": "/gestion/annuaire/imports/", "label": "Imports"}
State = ContactImport.State
SAMPLES = 3
LEAD = (
    "Un fichier CSV ou XLSX dont la première ligne nomme les colonnes. Rien n’entre dans "
    "l’annuaire avant que vous ayez vu ce qui serait fait."
)


def index(request):
    rows = ContactImport.objects.select_related("by").defer("rows")
    return screen(request, "imports", TAB, page_of(request, rows))


def deposit(request):
    form = DepositForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = saved(
            request,
            form,
            actions.deposit_contacts,
            "Le fichier est lu. Vérifier ce qu’est chaque colonne.",
            content=file.read(),
            name=file.name,
            source=form.cleaned_data["source"],
        )
        if made:
            return redirect("annuaire:import_columns", pk=made.pk)
    title = "Déposer un fichier de contacts"
    return form_screen(request, TAB, form, STEP, title=title, submit="Lire le fichier", lead=LEAD)


def columns(request, pk):
    imported = _found(pk)
    if imported.state not in {State.DEPOSITED, State.MAPPED}:
        return redirect(imported)
    form = ColumnsForm(request.POST or None, imported=imported)
    if request.method == "POST" and form.is_valid():
        done = "Voici ce qui serait fait."
        given = {"imported": imported, "mapping": form.mapping()}
        if saved(request, form, actions.name_columns, done, **given):
            return redirect(imported)
    samples = [[row[number] for row in imported.rows[:SAMPLES]] for number in range(form.width)]
    pairs = [
        {"field": field, "samples": [value for value in values if value]}
        for field, values in zip(form, samples, strict=True)
    ]
    context = {"imported": imported, "form": form, "pairs": pairs}
    return screen(request, "columns", TAB, context, STEP, _step(imported))


def detail(request, pk):
    imported = _found(pk)
    if imported.state == State.DEPOSITED:
        return redirect("annuaire:import_columns", pk=pk)
    context = {"imported": imported, "plan": None}
    if imported.state == State.MAPPED:
        plan = plan_of(imported)
        context |= page_of(request, plan.lines) | {
            "plan": plan,
            "counts": plan.counts(),
            "unknown": plan.unknown_institutions(),
        }
    return screen(request, "import", TAB, context, STEP)


def do(request, pk, verb):
    """Take in, take out, give up."""
    imported = _found(pk)
    if verb not in {"prendre", "annuler", "abandonner"}:
        raise Http404
    if request.method != "POST":
        return redirect(imported)
    if verb == "prendre":
        done, makes = "Les contacts sont dans l’annuaire.", "institutions" in request.POST
        given = {"imported": imported, "makes_institutions": makes}
        attempt(request, actions.take_in, done, **given)
    elif verb == "annuler":
        done = "L’import est annulé\u00a0: ce qu’il avait ajouté est retiré."
        attempt(request, actions.take_out, done, imported=imported)
    else:
        attempt(request, actions.give_up, "Le fichier est oublié.", imported=imported)
    return redirect(imported)


def _found(pk) -> ContactImport:
    return get_object_or_404(ContactImport.objects.select_related("by"), pk=pk)


def _step(imported: ContactImport) -> dict:
    return {"url": imported.get_absolute_url(), "label": imported.name}
