"""What the law asks for: texts, register of processing, purges."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from observatoire.directory.actions.consent import publish_text
from observatoire.directory.actions.retention import purge
from observatoire.directory.forms.privacy import TextForm
from observatoire.directory.models import PurgeReport, Purpose, Tombstone
from observatoire.directory.presenters.privacy import REGISTER_HEADER, present_texts, register_rows
from observatoire.directory.queries import processing
from observatoire.directory.queries.retention import idle_accounts, idle_people
from observatoire.directory.views.screens import attempt, form_screen, saved, screen, spreadsheet

TAB = "donnees"
STEP = {"url": "/gestion/annuaire/donnees-personnelles/", "label": "Données personnelles"}


def index(request):
    now = timezone.now()
    context = {
        "texts": present_texts(),
        "idle_people": idle_people(now).count(),
        "idle_accounts": idle_accounts(now).count(),
        "tombstones": Tombstone.objects.count(),
        "reports": PurgeReport.objects.select_related("actor")[:10],
    }
    return screen(request, "privacy", TAB, context)


def register(request):
    """On the screen; with `format`, as a file to join to the body's own register."""
    lines = [*processing.purposes(), *processing.holdings()]
    if kind := request.GET.get("format"):
        return spreadsheet(kind, "registre-des-traitements", REGISTER_HEADER, register_rows(lines))
    context = {
        "purposes": processing.purposes(),
        "holdings": processing.holdings(),
        "controller": processing.controller(),
        "processors": processing.processors(),
    }
    return screen(request, "register", TAB, context, STEP)


def text(request, purpose):
    """A new version: the former ones stay, since the ledger quotes them."""
    if purpose not in Purpose.values:
        raise Http404
    form = TextForm(request.POST or None, purpose=purpose)
    if request.method == "POST" and form.is_valid():
        done = "La nouvelle version est enregistrée."
        if saved(request, form, publish_text, done, purpose=purpose, **form.cleaned_data):
            return redirect("annuaire:privacy")
    title = f"Nouvelle version\u00a0: {Purpose(purpose).label}"
    lead = "Les décisions déjà prises restent attachées au texte qu’elles visaient."
    return form_screen(request, TAB, form, STEP, title=title, submit="Publier", lead=lead)


def purge_now(request):
    """The nightly work, at once; done twice, it finds nothing the second time."""
    if request.method == "POST":
        attempt(request, purge, "La purge est faite\u00a0: voici son compte rendu.")
    return redirect("annuaire:privacy")
