"""What the screens of the base share in the administration: its trail and its tabs."""

from __future__ import annotations

from django.shortcuts import render

from observatoire.base.screens import (
    attempt,
    form_context,
    only_for,
    page_of,
    question_context,
)
from observatoire.library.rules import may_keep

__all__ = [
    "attempt",
    "DESK",
    "for_keepers",
    "form_screen",
    "page_of",
    "question",
    "ROOT",
    "screen",
    "TABS",
]

DESK = {"url": "/gestion/", "label": "Bureau", "icon": "doc-full-inverse"}
ROOT = {"url": "/gestion/base-documentaire/", "label": "Base documentaire"}
# A screen adds its tab here: (words, name of the address, key).
TABS = (
    ("Notices", "base_documentaire:notices", "notices"),
    ("Dépôts", "base_documentaire:deposits", "depots"),
    ("Veille", "veille:queue", "veille"),
    ("Imports", "veille:imports", "imports"),
    ("Liens", "veille:links", "liens"),
)
for_keepers = only_for(may_keep)


def screen(request, template: str, tab: str, context: dict, *above: dict):
    """A screen of the base, under its tabs."""
    trail = [DESK, ROOT, *above] if above or tab != "notices" else [DESK]
    shown = {"trail": trail, "tabs": TABS, "tab": tab} | context
    return render(request, f"library/gestion/{template}.html", shown)


def form_screen(request, tab: str, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; `above` is the trail, whose last address is where giving up leads."""
    back = above[-1]["url"] if above else ROOT["url"]
    context = form_context(form, back, title=title, submit=submit, lead=lead)
    return screen(request, "form", tab, context, *above)


def question(request, tab: str, *above: dict, title: str, points: list[str], submit: str):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = question_context(above[-1]["url"], title=title, points=points, submit=submit)
    return screen(request, "question", tab, context, *above)
