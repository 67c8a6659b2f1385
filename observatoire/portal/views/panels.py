"""What the portal gives to the registry: blocks of the home page, its light on the desk.

A block that has nothing to show gives nothing, rather than an empty frame.
"""

from __future__ import annotations

from django.utils import timezone

from observatoire.base.registry import LETTER, NOTE, STUDY, Light, Panel
from observatoire.directory.queries.rights import groups_of
from observatoire.portal.presenters.desk import background_light
from observatoire.portal.queries.cards import agenda_for, cards_about, latest_of
from observatoire.portal.queries.health import background_facts
from observatoire.portal.queries.news import latest_news

SHOWN = 3
STYLES = ("portal/portal.css",)


def studies(*, request) -> Panel | None:
    cards = latest_of(STUDY, groups=groups_of(request.user), limit=SHOWN)
    return _cards("Dernières études", cards, "/base-documentaire/", "Toute la base documentaire")


def events(*, request) -> Panel | None:
    cards = agenda_for(groups_of(request.user)).coming[:SHOWN]
    if not cards:
        return None
    return Panel("portal/home/events.html", {"cards": cards}, styles=STYLES)


def letter(*, request) -> Panel | None:
    cards = latest_of(LETTER, groups=groups_of(request.user), limit=1)
    return _cards("La dernière lettre", cards, "/lettres/", "Toutes les lettres")


def note(*, request) -> Panel | None:
    cards = latest_of(NOTE, groups=groups_of(request.user), limit=1)
    return _cards("La note de conjoncture", cards, "/notes/", "Toutes les notes")


def news(*, request) -> Panel | None:
    pages = latest_news()
    if not pages:
        return None
    section = pages[0].get_parent().get_url(request)
    return Panel("portal/home/news.html", {"pages": pages, "section": section}, styles=STYLES)


def about_territory(*, request, territory, around) -> Panel | None:
    """For the profile of a territory: what the library and the calendar hold about it."""
    found = cards_about(territory, around, groups=groups_of(request.user), limit=2 * SHOWN)
    if not found:
        return None
    cards = [{"card": card, "is_wider": is_wider} for card, is_wider in found]
    return Panel("portal/territory_cards.html", {"cards": cards}, styles=STYLES)


def background_work() -> Light:
    beat, failed = background_facts()
    return background_light(beat=beat, failed=failed, now=timezone.now())


def today() -> str:
    """A kept page says what is to come: it is stale the next day."""
    return timezone.localdate().isoformat()


def _cards(title: str, cards, address: str, all_of_them: str) -> Panel | None:
    if not cards:
        return None
    context = {"title": title, "cards": cards, "address": address, "all": all_of_them}
    return Panel("portal/home/cards.html", context, styles=STYLES)
