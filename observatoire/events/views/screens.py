"""What the screens of the administration share here: the trail, the tabs of an event."""

from __future__ import annotations

from django.shortcuts import redirect, render

from observatoire.base.screens import (
    attempt,
    form_context,
    only_for,
    page_of,
    question_context,
    saved,
)
from observatoire.events.models import Event
from observatoire.events.rules import may_keep_events

__all__ = [
    "attempt",
    "back_to",
    "DESK",
    "event_screen",
    "for_keepers",
    "form_screen",
    "page_of",
    "question",
    "ROOT",
    "saved",
    "screen",
    "step_of",
]

DESK = {"url": "/gestion/", "label": "Bureau", "icon": "date"}
ROOT = {"url": "/gestion/evenements/", "label": "Événements"}
for_keepers = only_for(may_keep_events)


def screen(request, template: str, context: dict, *above: dict):
    shown = {"trail": [DESK, *above]} | context
    return render(request, f"events/gestion/{template}.html", shown)


def event_screen(request, template: str, event: Event, tab: str, context: dict, *above: dict):
    """One screen of an event, under its tabs."""
    shown = {"event": event, "tab": tab} | context
    step = {"url": event.admin_address, "label": event.title}
    trail = (ROOT, step, *above) if tab else (ROOT,)
    return screen(request, template, shown, *trail)


def form_screen(request, form, *above: dict, title: str, submit: str, lead: str = ""):
    """One form; the last of the trail is where giving up leads."""
    context = form_context(form, above[-1]["url"], title=title, submit=submit, lead=lead)
    return screen(request, "form", context, *above)


def question(request, *above: dict, title: str, points: list[str], submit: str, form=None):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = question_context(
        above[-1]["url"], title=title, points=points, submit=submit, form=form
    )
    return screen(request, "question", context, *above)


def back_to(event: Event):
    return redirect(event.admin_address)


def step_of(event: Event) -> dict:
    return {"url": event.admin_address, "label": event.title}
