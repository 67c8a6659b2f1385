"""What the screens of a conference share: who comes in, the event, one action and its words."""

from __future__ import annotations

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from observatoire.directory.actions.refusal import Refused as DirectoryRefused
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event
from observatoire.events.rules import may_keep_events

TABS = (
    ("Programme", "steering"),
    ("Intervenants", "steering_guests"),
    ("Accueil", "steering_door"),
    ("Journée et suites", "steering_day"),
)


def steered(view):
    """The view, with the event, for those who keep events; for nobody else."""

    @wraps(view)
    @login_required
    @never_cache
    def checked(request, pk, **named):
        if not may_keep_events(request.user):
            raise PermissionDenied
        return view(request, get_object_or_404(Event, pk=pk), **named)

    return checked


def screen(request, template: str, tab: str, event: Event, context: dict):
    trail = [
        {"label": "Événements", "address": "/evenements/"},
        {"label": event.title, "address": event.get_absolute_url()},
    ]
    shown = {"event": event, "tabs": TABS, "tab": tab, "trail": trail} | context
    return render(request, f"events/conference/{template}.html", shown)


def attempt(request, action, done: str, /, **named):
    """One action and what it says; its result, or None when it was refused."""
    try:
        result = action(by=request.user, **named)
    except (Refused, DirectoryRefused) as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return True if result is None else result
