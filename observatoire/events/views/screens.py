"""What the screens of the administration share: who comes in, one form, one question."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event
from observatoire.events.rules import may_keep_events

ON_A_PAGE = 25
DESK = {"url": "/gestion/", "label": "Bureau", "icon": "date"}
ROOT = {"url": "/gestion/evenements/", "label": "Événements"}


def for_keepers(view):
    """The view, for those who keep events; for nobody else."""

    @wraps(view)
    def checked(request, *given, **named):
        if not may_keep_events(request.user):
            raise PermissionDenied
        return view(request, *given, **named)

    return checked


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
    context = {"form": form, "title": title, "lead": lead, "submit": submit}
    return screen(request, "form", context | {"back": above[-1]["url"]}, *above)


def question(request, *above: dict, title: str, points: list[str], submit: str, form=None):
    """« Voulez-vous vraiment… »: what will happen, yes, or back."""
    context = {"title": title, "points": points, "submit": submit, "form": form}
    return screen(request, "question", context | {"back": above[-1]["url"]}, *above)


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result, or None when it was refused."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result if result is not None else True


def saved(request, form, action, done: str, /, **named):
    """Save what a valid form holds; a refusal is shown above the form. The result, or None."""
    try:
        result = action(by=request.user, **named)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return result


def back_to(event: Event):
    return redirect(event.admin_address)


def page_of(request, found) -> dict:
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"page": page, "elided": page.paginator.get_elided_page_range(page.number)}


def step_of(event: Event) -> dict:
    return {"url": event.admin_address, "label": event.title}
