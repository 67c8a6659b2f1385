"""The replays: all of them, one with its chapters and its words; the code shown at the door."""

from __future__ import annotations

import qrcode
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from qrcode.image.svg import SvgPathImage

from observatoire.events.actions.replay import count_view
from observatoire.events.presenters.programme import lines_of
from observatoire.events.presenters.replay import chapters_of
from observatoire.events.queries import events as queries
from observatoire.events.queries.after import published_answers
from observatoire.events.queries.links import registration_of
from observatoire.events.views.public import TRAIL, seen_event


def index(request):
    context = {"events": queries.with_replay(), "trail": TRAIL}
    return render(request, "events/replays.html", context)


def page(request, slug):
    event = _published(request, slug)
    trail = [*TRAIL, {"label": event.title, "address": event.get_absolute_url()}]
    context = {
        "event": event,
        "chapters": chapters_of(event),
        "lines": lines_of(event, queries.programme_of(event)),
        "answers": published_answers(event),
        "trail": trail,
    }
    return render(request, "events/replay.html", context)


@never_cache
def watch(request, slug):
    """One more view is counted, and nothing of who sees; a player asks for a file in pieces."""
    event = _published(request, slug)
    if request.method == "GET" and request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        count_view(event=event)
    return redirect(event.replay_address or event.replay_file.url)


@never_cache
def code(request, token):
    """The code that whoever welcomes reads with a telephone: it leads to the administration."""
    found = registration_of(token)
    if found is None:
        raise Http404
    address = f"{settings.SITE_ADDRESS}{reverse('evenements:scan', args=[token])}"
    drawn = qrcode.make(address, image_factory=SvgPathImage, border=2)
    return HttpResponse(drawn.to_string(), content_type="image/svg+xml")


def _published(request, slug):
    event = seen_event(request, slug)
    if event.replay_published_at is None:
        raise Http404
    return event
