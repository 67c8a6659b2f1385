"""The page of a group: what comes, what is owed, what was written, who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from observatoire.directory.models import Group
from observatoire.groups.models import Meeting, Minutes, Theme
from observatoire.groups.queries.meetings import followed, meetings_of, public_minutes
from observatoire.groups.queries.members import Represented, represented
from observatoire.groups.queries.spaces import documents_of, themes_of
from observatoire.groups.queries.studies import Fitting, next_studies

ACTIONS, DOCUMENTS, STUDIES = 5, 8, 3
SILENT = timedelta(days=365)


@dataclass(frozen=True)
class MemberLine:
    """An institution, the functions it sits by, and whether it still comes."""

    institution: object
    functions: tuple[str, ...]
    last_seen: date | None
    is_silent: bool
    is_pilot: bool


@dataclass(frozen=True)
class Space:
    coming: tuple[Meeting, ...]
    undated: tuple[Meeting, ...]
    past: tuple[Meeting, ...]
    actions: tuple
    action_count: int
    themes: tuple[Theme, ...]
    threads: tuple
    members: tuple[MemberLine, ...]
    documents: tuple
    minutes: tuple[Minutes, ...]
    studies: tuple[Fitting, ...]


def present_space(group: Group, person, *, is_own: bool) -> Space:
    meetings = meetings_of(group)
    owed = list(followed([group.slug])) if is_own else []
    members = represented(group)
    came = any(one.last_seen for one in members)
    return Space(
        coming=tuple(one for one in meetings if one.starts_at and not one.is_over)[::-1],
        undated=tuple(one for one in meetings if one.starts_at is None) if is_own else (),
        past=tuple(one for one in meetings if one.is_over),
        actions=tuple(owed[:ACTIONS]),
        action_count=len(owed),
        themes=tuple(themes_of(group, person)) if is_own else (),
        threads=tuple(group.threads.all()),
        members=tuple(_line(one, came=came) for one in members),
        documents=tuple(documents_of(group, DOCUMENTS)) if is_own else (),
        minutes=tuple(public_minutes(group)),
        studies=tuple(next_studies(group)[:STUDIES]) if is_own else (),
    )


def _line(one: Represented, *, came: bool) -> MemberLine:
    """« Silent » is said of an institution only where attendance is known at all."""
    limit = timezone.localdate() - SILENT
    is_silent = came and (one.last_seen is None or one.last_seen < limit)
    return MemberLine(one.institution, one.functions, one.last_seen, is_silent, one.is_pilot)
