"""What events hold of a person: shown, exported, erased, and purged when its time has come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from observatoire.events.models import Intervention, Registration, RoomReport

# Long enough to send the replay and the survey, and to invite to the next one who wished it.
KEPT = timedelta(days=400)


def export_registrations(email: str) -> list[dict]:
    rows = Registration.objects.filter(email=email.strip().lower()).select_related("event")
    return [
        {
            "événement": str(one.event),
            "inscrit le": one.created_at.isoformat(),
            "état": one.get_state_display(),
            "nom": str(one),
            "structure": one.institution_words,
            "repas": one.get_meal_display() if one.meal else "",
            "besoins particuliers": one.needs,
            "questions posées": [question.text for question in one.questions.all()],
        }
        for one in rows.order_by("created_at", "id")
    ]


@transaction.atomic
def erase_registrations(email: str) -> int:
    """The row stays, without a name: the counts of a bilan do not change."""
    return _forget(Registration.objects.filter(email=email.strip().lower()))


def purge_registrations(now: datetime) -> int:
    limit = now - KEPT
    over = Q(event__ends_at__lt=limit) | Q(event__ends_at=None, event__around__lt=limit.date())
    return _forget(Registration.objects.filter(over, purged_at=None))


def held_in_registrations() -> Iterable[tuple[str, datetime]]:
    rows = Registration.objects.exclude(email="").order_by("pk")
    yield from rows.values_list("email", "created_at")


def _forget(rows) -> int:
    return rows.update(
        email="",
        first_name="",
        last_name="",
        needs="",
        meal="",
        institution_name="",
        person=None,
        wants_news=False,
        purged_at=timezone.now(),
    )


def export_interventions(email: str) -> list[dict]:
    rows = Intervention.objects.filter(_spoken_by(email)).select_related("session__event")
    return [
        {
            "événement": str(one.session.event),
            "séance": one.session.title,
            "nom": one.speaker_name,
            "fonction": one.function,
            "accord d’enregistrement": one.may_record,
            "accord de diffusion": one.may_broadcast,
        }
        for one in rows.order_by("session__event__around", "id")
    ]


@transaction.atomic
def erase_interventions(email: str) -> int:
    """A public programme keeps the institution, or the word « intervenant », not the name."""
    rows = list(Intervention.objects.filter(_spoken_by(email)))
    for one in rows:
        one.speaker_name = "" if one.institution_words else "Intervenant"
        one.email, one.person = "", None
        one.save()
    return len(rows)


def _spoken_by(email: str) -> Q:
    email = email.strip().lower()
    return Q(email__iexact=email) | Q(person__addresses__email=email)


def export_room_reports(email: str) -> list[dict]:
    """Which reports name them, by the key of their registration: the rest is of other people."""
    rows = Registration.objects.filter(email=email.strip().lower()).select_related("event")
    return [
        {"événement": str(one.event), "relevé reçu le": report.received_at.isoformat()}
        for one in rows.order_by("created_at", "id")
        for report in one.event.room_reports.all()
        if str(one.pk) in json.dumps(report.content)
    ]


@transaction.atomic
def erase_room_reports(email: str) -> int:
    """A report that names them goes as a whole: what was counted from it has been counted."""
    rows = Registration.objects.filter(email=email.strip().lower()).order_by("id")
    named = [
        report.pk
        for key, event in rows.values_list("pk", "event")
        for report in RoomReport.objects.filter(event=event).order_by("id")
        if str(key) in json.dumps(report.content)
    ]
    return RoomReport.objects.filter(pk__in=named).delete()[0]


def purge_room_reports(now: datetime) -> int:
    return RoomReport.objects.filter(received_at__lt=now - KEPT).delete()[0]
