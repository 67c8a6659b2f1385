"""Events to try things on. The clock of the tests stands on 17 March 2026, nine o'clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from observatoire.events.models import Event, Intervention, Session

PARIS = ZoneInfo("Europe/Paris")
STARTS = datetime(2026, 4, 7, 9, 30, tzinfo=PARIS)


@pytest.fixture
def make_event(db):
    """A matinale in three weeks, registrations open, unless told otherwise."""
    numbers = count(1)

    def make(**given) -> Event:
        number = next(numbers)
        first = {
            "slug": f"matinale-{number}",
            "title": f"Matinale {number}",
            "summary": "Deux études, puis vos questions.",
            "stage": Event.Stage.REGISTERING,
            "starts_at": STARTS,
            "ends_at": STARTS + timedelta(hours=2),
        }
        return Event.objects.create(**first | given)

    return make


@pytest.fixture
def event(make_event):
    return make_event()


@pytest.fixture
def with_programme(event):
    """Two studies of half an hour, then questions."""
    for number, title in enumerate(["Première étude", "Deuxième étude"], start=1):
        session = Session.objects.create(event=event, order=number, title=title, minutes=30)
        Intervention.objects.create(session=session, institution_name=f"Institut {number}")
    kind = Session.Kind.EXCHANGE
    Session.objects.create(event=event, order=3, kind=kind, title="Vos questions", minutes=30)
    return event
