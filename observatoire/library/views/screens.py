"""What the screens of the base share in the administration."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render

from observatoire.library.actions.refusal import Refused
from observatoire.library.rules import may_keep

ON_A_PAGE = 25
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


def for_keepers(view):
    """The view, for those who keep the base; for nobody else."""

    @wraps(view)
    def checked(request, *given, **named):
        if not may_keep(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


def screen(request, template: str, tab: str, context: dict, *above: dict):
    """A screen of the base, under its tabs."""
    trail = [DESK, ROOT, *above] if above or tab != "notices" else [DESK]
    shown = {"trail": trail, "tabs": TABS, "tab": tab} | context
    return render(request, f"library/gestion/{template}.html", shown)


def form_screen(request, tab: str, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; `above` is the trail, whose last address is where giving up leads."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "back": above[-1]["url"] if above else ROOT["url"],
    }
    return screen(request, "form", tab, context, *above)


def question(request, tab: str, *above: dict, title: str, points: list[str], submit: str):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = {"title": title, "points": points, "submit": submit, "back": above[-1]["url"]}
    return screen(request, "question", tab, context, *above)


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result, or None when it was refused."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    if done:
        messages.success(request, done)
    return result if result is not None else True


def page_of(request, found) -> dict:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "elided": page.paginator.get_elided_page_range(page.number)}
