"""Themes proposed for the events of a year, in the administration."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from observatoire.events.actions import keeping
from observatoire.events.forms.gestion import ThemeForm
from observatoire.events.models import ThemeProposal
from observatoire.events.views.screens import ROOT, attempt, form_screen, page_of, saved, screen

STEP = {"url": "/gestion/evenements/themes/", "label": "Thèmes proposés"}


def index(request):
    rows = ThemeProposal.objects.select_related("event", "institution", "proposed_by")
    return screen(request, "themes", page_of(request, rows) | {"tab": "themes"}, ROOT)


def add(request):
    year = timezone.localdate().year + 1
    return _edited(request, ThemeProposal(year=year), title="Proposer un thème", submit="Proposer")


def edit(request, pk):
    found = get_object_or_404(ThemeProposal, pk=pk)
    return _edited(request, found, title=f"Modifier «\u00a0{found}\u00a0»", submit="Enregistrer")


def _edited(request, proposal: ThemeProposal, *, title: str, submit: str):
    form = ThemeForm(request.POST or None, instance=proposal)
    if request.method == "POST" and form.is_valid():
        given = form.save(commit=False)
        if saved(request, form, keeping.save_theme, "Le thème est noté.", proposal=given):
            return redirect("evenements:themes")
    return form_screen(request, form, ROOT, STEP, title=title, submit=submit)


@require_POST
def make_event(request, pk):
    found = get_object_or_404(ThemeProposal.objects.select_related("event"), pk=pk)
    done = "Le thème est devenu un événement, à son premier stade."
    event = attempt(request, keeping.make_event, done, proposal=found)
    return redirect(event.admin_address if event else "evenements:themes")
