"""Minutes as they are read, and as they are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from observatoire.base.pdf import Document, Heading, Text
from observatoire.groups.models import Amendment, Conflict, Minutes, Passage, Presence
from observatoire.groups.queries.meetings import passages_of

ROLL = (
    (Presence.State.PRESENT, "Présents"),
    (Presence.State.EXCUSED, "Excusés"),
    (Presence.State.REPRESENTED, "Représentés"),
    (Presence.State.ANIMATION, "Animation et coordination"),
)


@dataclass(frozen=True)
class Read:
    """`roll`: who was there, by institution; `may_amend` for institutions that were."""

    passages: tuple[Passage, ...]
    roll: tuple[tuple[str, tuple[str, ...]], ...]
    may_amend: bool
    hidden: int
    decisions: int
    actions: int


@dataclass(frozen=True)
class Edited:
    """A passage, its form, what waits beside it."""

    passage: Passage
    form: object
    conflicts: tuple[Conflict, ...]
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True)
class Writing:
    passages: tuple[Edited, ...]
    removed: tuple[Passage, ...]
    is_open: bool
    waiting: int


def present_minutes(minutes: Minutes, person, *, is_own: bool) -> Read:
    shown = passages_of(minutes, only_public=not is_own)
    kinds = [one.kind for one in shown]
    return Read(
        passages=tuple(shown),
        roll=roll_of(minutes),
        may_amend=is_own and _may_amend(minutes, person),
        hidden=0 if is_own else minutes.passages.kept().count() - len(shown),
        decisions=kinds.count(Passage.Kind.DECISION),
        actions=kinds.count(Passage.Kind.ACTION),
    )


def roll_of(minutes: Minutes) -> tuple:
    rows = list(minutes.meeting.presences.select_related("institution"))
    found = []
    for state, label in ROLL:
        names = tuple(str(one.institution) for one in rows if one.state == state)
        if names:
            found.append((label, names))
    return tuple(found)


def _may_amend(minutes: Minutes, person) -> bool:
    if minutes.state != Minutes.State.CIRCULATED or timezone.now() > minutes.amend_until:
        return False
    known = getattr(person, "person", None)
    institution = known.institution_id if known else None
    there = minutes.meeting.presences.filter(institution=institution)
    return institution is not None and there.exists()


def present_writing(minutes: Minutes, form_for: Callable[[Passage], object]) -> Writing:
    """`form_for` makes the form of a passage."""
    rows = list(minutes.passages.select_related("owner").order_by("order", "pk"))
    conflicts, amendments = _waiting(Conflict, minutes), _waiting(Amendment, minutes)
    edited = []
    for one in rows:
        if one.is_removed:
            continue
        edited.append(
            Edited(one, form_for(one), conflicts.get(one.pk, ()), amendments.get(one.pk, ()))
        )
    return Writing(
        passages=tuple(edited),
        removed=tuple(one for one in rows if one.is_removed),
        is_open=minutes.state in (Minutes.State.WRITING, Minutes.State.CIRCULATED),
        waiting=sum(len(one.conflicts) + len(one.amendments) for one in edited),
    )


def _waiting(model, minutes: Minutes) -> dict:
    rows = model.objects.filter(passage__minutes=minutes).select_related("by")
    if model is Conflict:
        rows = rows.filter(settled_at=None)
    else:
        rows = rows.filter(state=Amendment.State.ASKED).select_related("institution")
    found: dict = {}
    for one in rows.order_by("at", "pk"):
        found.setdefault(one.passage_id, []).append(one)
    return {key: tuple(its) for key, its in found.items()}


def printed(minutes: Minutes, shown: Read) -> Document:
    """The minutes as a document to print or to file: what this reader sees, nothing more."""
    meeting = minutes.meeting
    day = date_format(timezone.localtime(meeting.starts_at), "j F Y")
    parts: list = [Text(meeting.group.name), Text(minutes.get_state_display().capitalize())]
    parts += [Text(f"{label}\u00a0: {', '.join(names)}") for label, names in shown.roll]
    for one in shown.passages:
        if one.kind == Passage.Kind.TITLE:
            parts.append(Heading(one.text))
        else:
            parts.append(Text(_in_words(one)))
    return Document(f"Compte rendu du {day}", parts)


def _in_words(passage: Passage) -> str:
    """« Action : … (ARS, pour le 12 mars 2026) »."""
    if not passage.is_object:
        return passage.text
    said = [passage.owner.acronym or passage.owner.name] if passage.owner else []
    if passage.due:
        said.append(f"pour le {date_format(passage.due, 'j F Y')}")
    end = f" ({', '.join(said)})" if said else ""
    return f"{passage.get_kind_display()}\u00a0: {passage.text}{end}"
