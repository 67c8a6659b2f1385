"""What events wait for from those who keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from observatoire.events.models import Event, Question, ThemeProposal
from observatoire.events.queries.stages import missing_for, next_stage

SOON = timedelta(days=60)
LATE = timedelta(days=21)  # to announce an event so near is late


@dataclass(frozen=True)
class Waiting:
    event: Event
    reason: str
    address: str
    due: date | None
    weight: int
    action: str


def what_waits(now: datetime) -> list[Waiting]:
    """One line by event: the first thing to do about it. Past ones are asked for elsewhere."""
    near = Q(starts_at__gt=now, starts_at__lt=now + SOON) | Q(stage=Event.Stage.LIVE)
    pending = Count("questions", filter=Q(questions__state=Question.State.PENDING))
    rows = Event.objects.filter(near, cancelled_at=None).exclude(stage=Event.Stage.CLOSED)
    rows = rows.annotate(pending=pending).order_by("starts_at", "pk")
    return [line for event in rows if (line := _first(event, now))]


def _first(event: Event, now: datetime) -> Waiting | None:
    if event.pending:
        words = "question attend" if event.pending == 1 else "questions attendent"
        address = f"/evenements/moderation/{event.pk}/"
        return Waiting(event, f"{event.pending} {words} d’être lues.", address, None, 9, "Modérer")
    to = next_stage(event)
    if to in ("", Event.Stage.LIVE, Event.Stage.CLOSED):
        return None
    missing = missing_for(event, to)
    label = Event.Stage(to).label
    reason = missing[0] if missing else f"Prêt pour l’étape «\u00a0{label}\u00a0»."
    due = (event.starts_at - LATE).date()
    return Waiting(event, reason, event.admin_address, due, 5, "Préparer")


def open_themes(year: int) -> int:
    """Themes proposed for a year and not decided yet."""
    return ThemeProposal.objects.filter(year=year, state=ThemeProposal.State.PROPOSED).count()
