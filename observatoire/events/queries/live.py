"""The live page: read by hundreds, every few seconds.

The list that everyone reads is kept in this process under the version of the event, so that a
reader who is up to date costs one question to the database, and another one two.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from observatoire.events.models import Event, Intervention, Question, Support

KEPT = 8  # events whose questions this process remembers; few are live on the same day
_kept: dict[UUID, tuple[int, tuple]] = {}


@dataclass(frozen=True)
class Shown:
    """One question as all see it; `to` is the speaker it is addressed to."""

    pk: str
    text: str
    to: str
    to_pk: str
    supports: int
    is_answered: bool
    author_pk: str


@dataclass(frozen=True)
class Version:
    live: int
    desk: int
    stage: str


def version_of(pk: UUID) -> Version | None:
    rows = Event.objects.filter(pk=pk).values_list("live_version", "desk_version", "stage")
    found = rows.first()
    return Version(*found) if found else None


def shown_questions(pk: UUID, version: int) -> tuple[Shown, ...]:
    """Asked once by version and by process."""
    known = _kept.get(pk)
    if known is not None and known[0] == version:
        return known[1]
    rows = Question.objects.filter(event=pk).shown().select_related("addressed_to__institution")
    found = tuple(_shown(one) for one in rows)
    while len(_kept) >= KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[pk] = version, found
    return found


def _shown(one: Question) -> Shown:
    to = one.addressed_to
    return Shown(
        pk=str(one.pk),
        text=one.text,
        to=name_of(to) if to else "",
        to_pk=str(to.pk) if to else "",
        supports=one.support_count,
        is_answered=one.is_answered,
        author_pk=str(one.author_id or ""),
    )


def name_of(one: Intervention) -> str:
    return one.speaker_name or one.institution_words or "Intervenant"


def supported_by(registration: UUID) -> frozenset[str]:
    rows = Support.objects.filter(registration=registration).order_by("id")
    return frozenset(str(pk) for pk in rows.values_list("question", flat=True))


def own_unseen(registration: UUID) -> list[Question]:
    """One's own questions that others do not see: waiting, set aside, merged into another."""
    rows = Question.objects.filter(author=registration).exclude(state=Question.State.SHOWN)
    return list(rows.select_related("merged_into").order_by("asked_at", "id"))


def speakers_of(event: Event) -> list[Intervention]:
    """To whom a question may be addressed."""
    rows = Intervention.objects.filter(session__event=event)
    rows = rows.exclude(status=Intervention.Status.DECLINED).select_related("institution")
    return list(rows.order_by("session__order", "order", "id"))


def pending_questions(event: Event) -> list[Question]:
    rows = event.questions.pending().select_related("addressed_to__institution")
    return list(rows)
