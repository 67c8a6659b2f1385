"""What is published when: the change log and its feed, the calendar and its file, the errata."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from observatoire.indicators.presenters import releases as presenter
from observatoire.indicators.queries import releases as queries
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.queries.errata import all_errata
from stats.releases.ics import write_calendar

ON_A_PAGE, IN_THE_FEED = 30, 50
TRAIL = [{"label": "Données ouvertes", "address": "/donnees/"}]


def journal(request):
    page = Paginator(_lines(), ON_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "indicators/journal.html", {"page": page, "trail": TRAIL})


def journal_feed(request):
    site = f"{request.scheme}://{request.get_host()}"
    lines = _lines()[:IN_THE_FEED]
    feed = Atom1Feed(
        title=f"{settings.PLATFORM_NAME}\u00a0: journal des changements",
        link=f"{site}/donnees/journal/",
        feed_url=f"{site}/donnees/journal.atom",
        description="Ce qui a été publié, corrigé, rectifié.",
        language="fr",
    )
    for line in lines:
        feed.add_item(
            title=line.title,
            link=f"{site}/donnees/journal/#{line.key}",
            description=" ".join(filter(None, (f"{line.text}.", line.revised))),
            unique_id=f"tag:{request.get_host()},2026:{line.key}",
            updateddate=line.stamp,
            pubdate=line.stamp,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def calendar(request):
    now = timezone.now()
    lines = presenter.present_calendar(
        queries.expectations(engine()),
        queries.coming_releases(now),
        timezone.localdate(now),
    )
    context = {
        "lines": lines,
        "late": sum(bool(line.late) for line in lines),
        "past": queries.past_releases(),
        "trail": TRAIL,
        "file": f"{request.get_host()}/donnees/calendrier.ics",
    }
    return render(request, "indicators/calendar.html", context)


def calendar_file(request):
    now = timezone.now()
    site = f"{request.scheme}://{request.get_host()}"
    entries = presenter.calendar_entries(
        queries.expectations(engine()), queries.coming_releases(now), site
    )
    name = f"{settings.PLATFORM_NAME}, parutions"
    content = write_calendar(entries, name=name, host=request.get_host(), now=now)
    disposition = 'inline; filename="parutions.ics"'
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def errata(request):
    now = engine()
    context = {
        "errata": all_errata(),
        "corrections": presenter.present_corrections(now.catalogue, queries.corrected(now)),
        "trail": TRAIL,
    }
    return render(request, "indicators/errata.html", context)


def _lines():
    now = engine()
    return presenter.present_journal(now.catalogue, queries.changes(now), all_errata())
