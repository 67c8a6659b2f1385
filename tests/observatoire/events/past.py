"""A matinale that was held yesterday: its file of attendance, and what its letters say."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.events.models import Event, Registration
from observatoire.events.queries.after import settlements_of
from tests.observatoire.events.letters import letters_to, links_in

PARIS = ZoneInfo("Europe/Paris")
YESTERDAY = datetime(2026, 3, 16, 9, 30, tzinfo=PARIS)  # the clock stands the day after, at nine
CSV = """Nom;Courriel;Durée (minutes)
Ada Un;ada@example.org;100
Blaise DEUX;;60
C. Trois;;30
Visiteuse Inconnue;ailleurs@example.org;45
"""


def registrant(event: Event, first: str) -> Registration:
    return event.registrations.get(first_name=first)


def subjects(address: str) -> list[str]:
    return [one.subject for one in letters_to(address)]


def survey_links(address: str) -> set[str]:
    """Those of the only letter that an address received."""
    (letter,) = letters_to(address)
    return {one for one in links_in(letter) if "/enquetes/" in one}


def states(event: Event) -> dict[str, str]:
    return {one.subject: one.state for one in settlements_of(event)}


def file(text: str = CSV) -> SimpleUploadedFile:
    return SimpleUploadedFile("presences.csv", text.encode(), content_type="text/csv")
