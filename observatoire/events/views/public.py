"""Events as visitors see them: to come, past, one, and the replays."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from observatoire.directory.queries.rights import groups_of
from observatoire.events.models import Event
from observatoire.events.presenters.programme import lines_of
from observatoire.events.queries import events as queries
from observatoire.events.rules import may_see_event

TRAIL = [{"label": "Événements", "address": "/evenements/"}]


def index(request):
    coming, past = queries.coming_and_past(groups_of(request.user))
    return render(request, "events/index.html", {"coming": coming, "past": past})


def event(request, slug):
    found = seen_event(request, slug)
    lines = lines_of(found, queries.programme_of(found))
    context = {"event": found, "lines": lines, "trail": TRAIL}
    return render(request, "events/event.html", context)


def replays(request):
    context = {"events": queries.with_replay(), "trail": TRAIL}
    return render(request, "events/replays.html", context)


def seen_event(request, slug) -> Event:
    """The event of an address, for who may see it; for nobody else is it there."""
    found = get_object_or_404(Event.objects.select_related("group", "access_plan"), slug=slug)
    if not may_see_event(request.user, found):
        raise Http404
    return found
