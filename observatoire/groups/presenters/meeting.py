"""The page of a meeting, its agenda, and what those who were not there missed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from observatoire.base.calendars import Appointment
from observatoire.groups.models import AgendaItem, DateOption, Meeting, Minutes, Passage, Presence
from observatoire.groups.queries.meetings import answers_of, options_of, passages_of


@dataclass(frozen=True)
class AgendaPart:
    label: str
    key: str
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True)
class PollLine:
    """A date, its voices, the reader's answer; `is_best` where most could come."""

    option: DateOption
    mine: str
    is_best: bool


@dataclass(frozen=True)
class MeetingPage:
    parts: tuple[AgendaPart, ...]
    removed: tuple[AgendaItem, ...]
    minutes_in_all: int
    poll: tuple[PollLine, ...]
    presences: tuple[tuple[str, tuple[Presence, ...]], ...]
    minutes: Minutes | None


@dataclass(frozen=True)
class Missed:
    decisions: tuple[Passage, ...]
    actions: tuple[Passage, ...]
    others: tuple[Passage, ...]
    own: tuple[Passage, ...]


def present_meeting(meeting: Meeting, person) -> MeetingPage:
    items = list(meeting.items.order_by("order", "pk"))
    shown = [one for one in items if not one.is_removed]
    noted = list(meeting.presences.select_related("institution", "represented_by"))
    return MeetingPage(
        parts=parts_of(shown),
        removed=tuple(one for one in items if one.is_removed),
        minutes_in_all=sum(one.minutes or 0 for one in shown),
        poll=_poll(meeting, person) if meeting.starts_at is None else (),
        presences=_by_state(noted),
        minutes=getattr(meeting, "minutes", None),
    )


def parts_of(items: list[AgendaItem]) -> tuple[AgendaPart, ...]:
    """Consecutive lines of one part, under its name."""
    found = []
    for key, rows in groupby(items, key=lambda one: one.part):
        found.append(AgendaPart(AgendaItem.Part(key).label, key, tuple(rows)))
    return tuple(found)


def _by_state(noted: list[Presence]) -> tuple:
    found = []
    for state in Presence.State:
        rows = tuple(one for one in noted if one.state == state)
        if rows:
            found.append((state.label, rows))
    return tuple(found)


def _poll(meeting: Meeting, person) -> tuple[PollLine, ...]:
    options = options_of(meeting)
    mine = answers_of(meeting, person)
    best = max(((one.yes, one.if_needed) for one in options), default=(0, 0))
    return tuple(
        PollLine(one, mine.get(one.pk, ""), best > (0, 0) and (one.yes, one.if_needed) == best)
        for one in options
    )


def present_missed(meeting: Meeting, person) -> Missed | None:
    """None where there are no minutes to read yet."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is None:
        return None
    known = getattr(person, "person", None)
    institution = known.institution_id if known else None
    objects = [one for one in passages_of(minutes, only_public=False) if one.is_object]
    kind = Passage.Kind
    return Missed(
        decisions=tuple(one for one in objects if one.kind == kind.DECISION),
        actions=tuple(one for one in objects if one.kind in (kind.ACTION, kind.LEAD)),
        others=tuple(
            one for one in objects if one.kind not in (kind.DECISION, kind.ACTION, kind.LEAD)
        ),
        own=tuple(one for one in objects if institution and one.owner_id == institution),
    )


def appointment_of(meeting: Meeting) -> Appointment:
    """The meeting as calendars keep it."""
    items = meeting.items.filter(is_removed=False).order_by("order", "pk")
    return Appointment(
        key=f"reunion-{meeting.pk}",
        title=f"{meeting.group.name}\u00a0: {meeting}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        changed_at=meeting.convened_at or meeting.created_at,
        text="\n".join(item.title for item in items),
        address=f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}",
        place=meeting.place,
        sequence=meeting.sequence,
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )
