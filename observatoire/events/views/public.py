"""Events as visitors see them: to come, past, one, and the replays."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from observatoire.base.calendars import TYPE
from observatoire.base.registry import Ref
from observatoire.contributions.queries.ideas import calls_of
from observatoire.directory.queries.rights import groups_of
from observatoire.events.actions.registering import why_closed
from observatoire.events.models import Conference, Event
from observatoire.events.presenters.poster import poster_pdf
from observatoire.events.presenters.programme import lines_of
from observatoire.events.queries import after, calendar
from observatoire.events.queries import events as queries
from observatoire.events.queries.places import places_left
from observatoire.events.rules import may_keep_events, may_see_event

TRAIL = [{"label": "Événements", "address": "/evenements/"}]


def index(request):
    coming, past = queries.coming_and_past(groups_of(request.user))
    context = {
        "coming": coming,
        "past": past,
        "feed": f"{request.get_host()}/evenements/agenda.ics",
    }
    return render(request, "events/index.html", context)


def event(request, slug):
    found = seen_event(request, slug)
    context = {
        "event": found,
        "lines": lines_of(found, queries.programme_of(found)),
        "closed": why_closed(found),
        "left": places_left(found),
        "channel": request.GET.get("par", ""),
        "may_keep": may_keep_events(request.user),
        "answers": after.published_answers(found),
        "bilan": after.settled_bilan(found),
        "trail": TRAIL,
    } | _kept(found)
    answer = render(request, "events/event.html", context)
    if not found.is_over:
        # Seats left, and whether one may still register, change without any publication.
        answer["Cache-Control"] = "no-store"
    return answer


def _kept(found: Event) -> dict:
    """What a conference leaves, and the call that prepares it."""
    if found.kind != Event.Kind.CONFERENCE:
        return {"conference": None, "photographs": [], "calls": []}
    return {
        "conference": Conference.objects.filter(event=found).first(),
        "photographs": found.photographs.select_related("image"),
        "calls": calls_of(Ref("evenement", str(found.pk))),
    }


def poster(request, slug):
    """One sheet to be printed and put on a wall."""
    found = seen_event(request, slug)
    lines = lines_of(found, queries.programme_of(found))
    return render(request, "events/poster.html", {"event": found, "lines": lines})


def poster_file(request, slug):
    """The same sheet, as a file that a partner prints or forwards."""
    found = seen_event(request, slug)
    content = poster_pdf(found, lines_of(found, queries.programme_of(found)))
    disposition = {"Content-Disposition": f'inline; filename="affiche-{found.slug}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


def calendar_file(request, slug):
    found = seen_event(request, slug)
    if found.starts_at is None:
        raise Http404
    return _calendar(calendar.file_of(found), f"{found.slug}.ics")


def feed(request):
    """All public events, for programs that ask again every few hours."""
    return _calendar(calendar.feed(), "evenements.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=TYPE, headers=disposition)


def seen_event(request, slug) -> Event:
    """The event of an address, for who may see it; for nobody else is it there."""
    found = get_object_or_404(Event.objects.select_related("group", "access_plan"), slug=slug)
    if not may_see_event(request.user, found):
        raise Http404
    return found
