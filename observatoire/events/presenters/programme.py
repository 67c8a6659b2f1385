"""The programme, with the hour of each session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from observatoire.events.models import Event, Intervention, Session


@dataclass(frozen=True)
class Speaker:
    """`name` is that of a person, or of the institution where nobody is named yet."""

    name: str
    role: str
    is_confirmed: bool


@dataclass(frozen=True)
class Line:
    session: Session
    starts_at: datetime | None
    speakers: tuple[Speaker, ...]


def lines_of(event: Event, sessions: Iterable[Session]) -> list[Line]:
    """A session starts when the one before ends, as long as durations are known."""
    clock, lines = event.starts_at, []
    for session in sessions:
        begins = session.starts_at or clock
        known = begins is not None and session.minutes is not None
        clock = begins + timedelta(minutes=session.minutes) if known else None
        speakers = tuple(_speaker(one) for one in session.speaking)
        # Without a single duration, the hour of the first session alone would say nothing.
        shown = begins if session.minutes is not None or session.starts_at else None
        lines.append(Line(session, shown, speakers))
    return lines


def _speaker(one: Intervention) -> Speaker:
    name = one.speaker_name or (str(one.person) if one.person else "")
    around = [one.function, one.institution_words]
    if not name:
        name, around = one.institution_words, [one.function]
    return Speaker(
        name=name,
        role=", ".join(part for part in around if part),
        is_confirmed=one.status == Intervention.Status.CONFIRMED,
    )
