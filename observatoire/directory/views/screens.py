"""What the screens of the directory share: its trail and its tabs."""

from __future__ import annotations

from django.shortcuts import redirect, render

from observatoire.base.screens import (
    attempt,
    form_context,
    only_for,
    page_of,
    question_context,
    saved,
    spreadsheet,
)
from observatoire.directory.rules import may_manage_people

__all__ = [
    "attempt",
    "DESK",
    "for_keepers",
    "form_screen",
    "only_posted",
    "page_of",
    "question",
    "ROOT",
    "saved",
    "screen",
    "spreadsheet",
    "TABS",
]

DESK = {"url": "/gestion/", "label": "Bureau", "icon": "group"}
ROOT = {"url": "/gestion/annuaire/", "label": "Annuaire"}
TABS = (
    ("Personnes", "annuaire:people", "personnes"),
    ("Institutions", "annuaire:institutions", "institutions"),
    ("Groupes", "annuaire:groups", "groupes"),
    ("Listes", "annuaire:lists", "listes"),
    ("Successions", "annuaire:successions", "successions"),
    ("Imports", "annuaire:imports", "imports"),
    ("Doublons", "annuaire:duplicates", "doublons"),
    ("Données personnelles", "annuaire:privacy", "donnees"),
)
for_keepers = only_for(may_manage_people)


def screen(request, template: str, tab: str, context: dict, *above: dict):
    """A screen of the directory, under its tabs."""
    trail = [DESK, ROOT, *above] if above or tab != "personnes" else [DESK]
    shown = {"trail": trail, "tabs": TABS, "tab": tab} | context
    return render(request, f"directory/gestion/{template}.html", shown)


def form_screen(request, tab: str, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; `above` is the trail, whose last address is where giving up leads."""
    back = above[-1]["url"] if above else ROOT["url"]
    context = form_context(form, back, title=title, submit=submit, lead=lead)
    return screen(request, "form", tab, context, *above)


def question(request, tab: str, *above: dict, title: str, points: list[str], submit: str):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = question_context(above[-1]["url"], title=title, points=points, submit=submit)
    return screen(request, "question", tab, context, *above)


def only_posted(request, back: str):
    """Where a GET on an action leads: back to its object; None when it is posted."""
    return None if request.method == "POST" else redirect(back)
