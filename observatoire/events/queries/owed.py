"""What is owed to registrants: a message when something changed, a reminder when its hour came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from observatoire.events.models import Event, Registration, Reminder

PARIS = ZoneInfo("Europe/Paris")
Kind = Reminder.Kind
WAYS = {Kind.WEEK: 7, Kind.DAY: 1}


def untold(now: datetime):
    """Registrations whose last message no longer says what is so; of what is over, none."""
    current = F("sequence") + F("event__sequence")
    rows = Registration.objects.filter(~Q(told_state=F("state")) | ~Q(told_sequence=current))
    return rows.filter(purged_at=None, event__starts_at__gt=now).order_by("rank", "pk")


def due_at(event: Event, kind: str) -> datetime:
    """When a reminder leaves: the same hour of the clock some days before, whatever the clocks
    did in between; or an hour before, as time flows.
    """
    # In UTC: two hours of a same zone are subtracted as if its clocks never changed.
    if kind == Kind.HOUR:
        return event.starts_at.astimezone(UTC) - timedelta(hours=1)
    wall = event.starts_at.astimezone(PARIS).replace(tzinfo=None) - timedelta(days=WAYS[kind])
    return wall.replace(tzinfo=PARIS).astimezone(UTC)


def current_kind(event: Event, now: datetime) -> str:
    """The reminder whose turn it is: from its hour to that of the next; empty before and after.

    A site that was down sends the one of the moment, never two at once.
    """
    if now >= event.starts_at:
        return ""
    come = [kind for kind in Kind.values if due_at(event, kind) <= now]
    return come[-1] if come else ""


def coming_events(now: datetime) -> list[Event]:
    """Events near enough to be recalled."""
    found = Event.objects.filter(
        stage__in=(Event.Stage.REGISTERING, Event.Stage.LIVE),
        cancelled_at=None,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(days=8),
    )
    return list(found.order_by("starts_at", "pk"))


def to_remind(event: Event, kind: str):
    """Confirmed before its hour came, and not reminded yet of this hour."""
    reminded = Reminder.objects.filter(kind=kind, starts_at=event.starts_at)
    rows = event.registrations.confirmed().filter(confirmed_at__lt=due_at(event, kind))
    rows = rows.filter(purged_at=None).exclude(pk__in=reminded.values("registration"))
    return rows.order_by("rank", "pk")
