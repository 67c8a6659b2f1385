"""When the door of the remote room opens, and whether there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from observatoire.events.models import Event

EARLY, LATE = timedelta(minutes=30), timedelta(hours=1)


@dataclass(frozen=True)
class Door:
    """`is_open`: the room may be entered now; else `opens_at` says when it will."""

    is_there: bool
    is_open: bool = False
    opens_at: datetime | None = None


def door_of(event: Event) -> Door:
    if not event.takes_remote or not event.room_kind or event.starts_at is None:
        return Door(False)
    now, opens = timezone.now(), event.starts_at - EARLY
    ends = (event.ends_at or event.starts_at + timedelta(hours=2)) + LATE
    within = opens <= now <= ends or event.stage == Event.Stage.LIVE
    return Door(True, within and not event.is_cancelled, opens)
