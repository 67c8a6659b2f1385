"""Events to try things on. The clock of the tests stands on 17 March 2026, nine o'clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile

from observatoire.base.models import Document
from observatoire.directory.models import Institution
from observatoire.directory.rules import COORDINATION
from observatoire.events.actions import satisfaction
from observatoire.events.models import Channel, Event, Intervention, Registration, Session
from tests.observatoire.directory.signing import account, signed
from tests.observatoire.events.past import YESTERDAY

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


@pytest.fixture
def past(make_event):
    """A matinale held yesterday, its survey armed, with four registrants from two roads."""
    event = make_event(
        starts_at=YESTERDAY, ends_at=YESTERDAY + timedelta(hours=2), stage=Event.Stage.LIVE
    )
    satisfaction.followup_of(event)
    road = Channel.objects.create(event=event, name="Contacts", kind="liste", invited=250)
    institution = Institution.objects.create(name="Service d’essai", slug="essai", kind="etat")
    names = [("Ada", "Un"), ("Blaise", "Deux"), ("Chloé", "Trois"), ("Denis", "Quatre")]
    for rank, (first, last) in enumerate(names, start=1):
        Registration.objects.create(
            event=event,
            rank=rank,
            state="confirmee",
            first_name=first,
            last_name=last,
            email=f"{first.lower()}@example.org".replace("é", "e"),
            channel=road if rank < 3 else None,
            institution=institution if rank == 1 else None,
            is_newcomer=rank == 4,
            confirmed_at=YESTERDAY - timedelta(days=20),
        )
    return event


@pytest.fixture
def keeper(db):
    return account("coordination@example.org", COORDINATION)


@pytest.fixture
def browser(keeper):
    return signed(keeper)


VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nBonjour à toutes et tous.\n"


@pytest.fixture
def recorded(past):
    """With a link, captions and a transcript; its two speakers agree."""
    session = Session.objects.create(event=past, title="Une étude", order=1)
    for number in (1, 2):
        Intervention.objects.create(
            session=session,
            institution_name=f"Institut {number}",
            may_record=True,
            may_broadcast=True,
        )
    captions = Document.objects.create(title="vtt", file=ContentFile(VTT.encode(), "v.vtt"))
    past.replay_address, past.replay_captions = "https://video.example.org/a", captions
    past.replay_transcript = "Bonjour à toutes et tous."
    past.save()
    return past
