"""/gestion/veille/imports/: files of references, and the site before this one."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from observatoire.library.actions import intake as verbs
from observatoire.library.forms.veille import FileForm, MappingForm
from observatoire.library.models import Intake
from observatoire.library.presenters.intake import report
from observatoire.library.queries import watching
from observatoire.library.views.screens import attempt, form_screen, page_of, question, screen

LIST = {"url": "/gestion/veille/imports/", "label": "Imports"}


def index(request):
    return screen(request, "intakes", "imports", page_of(request, watching.intakes()), LIST)


def deposit(request, takeover=False):
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        read = {"name": file.name, "data": file.read(), "takeover": takeover}
        made = attempt(request, verbs.open_intake, "", **read)
        if made:
            return redirect("veille:import", made.pk)
    title = "Reprendre l’ancien site" if takeover else "Importer des références"
    lead = (
        "L’export XML de WordPress (Outils, Exporter, Tout le contenu), une page "
        "enregistrée, ou une "
        "archive ZIP de pages. Rien n’est écrit avant d’avoir été montré."
        if takeover
        else "Un fichier RIS, BibTeX, CSV ou XLSX. Rien n’est écrit avant d’avoir été montré."
    )
    here = {"url": request.path, "label": "Déposer"}
    return form_screen(
        request, "imports", form, LIST, here, title=title, submit="Lire le fichier", lead=lead
    )


def one(request, key):
    intake = get_object_or_404(Intake.objects.select_related("made_by"), pk=key)
    mapping = None
    if intake.sheet and intake.state == Intake.State.READ:
        mapping = MappingForm(request.POST or None, sheet=intake.sheet)
    if request.method == "POST" and mapping is not None and mapping.is_valid():
        chosen = {"intake": intake, "mapping": mapping.mapping()}
        attempt(request, verbs.map_columns, "Les colonnes sont comprises ainsi.", **chosen)
        return redirect(request.path)
    shown = report(intake) | {"intake": intake, "mapping": mapping}
    here = {"url": request.path, "label": intake.name}
    return screen(request, "intake", "imports", shown, LIST, here)


@require_POST
def confirm(request, key):
    intake = get_object_or_404(Intake, pk=key)
    chosen = {"without_refused": "sans" in request.POST, "publish": "publier" in request.POST}
    try:
        made = verbs.confirm_intake(by=request.user, intake=intake, **chosen)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        ending = "s" if made > 1 else ""
        messages.success(request, f"{made} notice{ending} ajoutée{ending}.")
    return redirect("veille:import", intake.pk)


def undo(request, key):
    intake = get_object_or_404(Intake, pk=key)
    if request.method == "POST":
        done = attempt(request, verbs.undo_intake, "", intake=intake)
        if done:
            kept = f" {done[1]} modifiées depuis sont gardées." if done[1] else ""
            messages.success(request, f"L’import est annulé.{kept}")
        return redirect("veille:import", intake.pk)
    points = [
        "Les notices que cet import a faites sont supprimées.",
        "Celles qui ont été modifiées depuis restent.",
        "Les anciennes adresses qui y menaient ne mènent plus nulle part.",
    ]
    here = {"url": f"/gestion/veille/imports/{intake.pk}/", "label": intake.name}
    title = f"Annuler l’import de «\u00a0{intake.name}\u00a0»\u00a0?"
    return question(
        request, "imports", LIST, here, title=title, points=points, submit="Annuler cet import"
    )
