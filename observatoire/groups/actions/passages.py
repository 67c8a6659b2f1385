"""Writing the minutes, several at once: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from observatoire.base.models import Revision
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.models import Conflict, Minutes, Passage
from observatoire.groups.queries.members import institution_called
from observatoire.groups.writing import Line, merge, read_lines

KIND = "passage"
WRITABLE = (Minutes.State.WRITING, Minutes.State.CIRCULATED)


@dataclass(frozen=True)
class Saved:
    """What became of a text: kept as given, brought together with another's, or set beside it."""

    passage: Passage
    conflict: Conflict | None = None
    was_merged: bool = False


@transaction.atomic
def add_passages(
    *, by: User | None, minutes: Minutes, text: str, after: Passage | None = None
) -> list[Passage]:
    """Write lines as passages, after one of them or at the end."""
    _refuse_closed(minutes)
    lines = read_lines(text)
    if not lines:
        raise Refused("Il n’y a rien à écrire.")
    place = _make_room(minutes, after, len(lines))
    made = [_new(minutes, line, place + rank) for rank, line in enumerate(lines)]
    for passage in made:
        passage.save(force_insert=True)
        _remember(passage, by)
    return made


@transaction.atomic
def save_passage(*, by: User | None, pk, version: int, text: str) -> Saved:
    """Keep what someone wrote from a version, whatever others wrote meanwhile."""
    passage = _locked(pk)
    _refuse_closed(passage.minutes)
    text = text.replace("\r\n", "\n")
    if version == passage.version:
        return Saved(_written(passage, text, by))
    base = _text_of(passage, version)
    found = merge(base, passage.text, text)
    if found.is_whole:
        changed = found.text != passage.text
        return Saved(_written(passage, found.text, by), was_merged=changed)
    conflict = Conflict.objects.create(passage=passage, text=text, base_version=version, by=by)
    return Saved(passage, conflict)


@transaction.atomic
def settle_conflict(*, by: User, conflict: Conflict, version: int, text: str) -> Saved:
    """A person read both texts and wrote one."""
    passage = _locked(conflict.passage_id)
    if version != passage.version:
        raise Refused("Le passage a encore changé\u00a0: relire ce qui suit, puis enregistrer.")
    conflict.settled_at = timezone.now()
    conflict.save(update_fields=["settled_at"])
    return Saved(_written(passage, text.replace("\r\n", "\n"), by))


@transaction.atomic
def remove_passage(*, by: User, passage: Passage) -> Passage:
    """Out of the page; its text stays in the history, and comes back by an undo."""
    passage = _locked(passage.pk)
    _refuse_closed(passage.minutes)
    passage.is_removed = True
    passage.save(update_fields=["is_removed"])
    return passage


@transaction.atomic
def bring_back(*, by: User, passage: Passage, version: int | None = None) -> Passage:
    """Undo a removal, or write again the text of an earlier version, as a new version."""
    passage = _locked(passage.pk)
    _refuse_closed(passage.minutes)
    passage.is_removed = False
    text = passage.text if version is None else _text_of(passage, version)
    passage.save(update_fields=["is_removed"])
    return _written(passage, text, by)


@transaction.atomic
def describe_passage(*, by: User, passage: Passage, **given) -> Passage:
    """Its nature, owner, day, readers; the words are `save_passage`'s."""
    passage = _locked(passage.pk)
    _refuse_closed(passage.minutes)
    for name, value in given.items():
        setattr(passage, name, value)
    passage.save(update_fields=[*given])
    return passage


@transaction.atomic
def follow(*, by: User, passage: Passage, state: str, note: str = "") -> Passage:
    """Where an action stands; what was decided stays as it was written."""
    passage = _locked(passage.pk)
    if not passage.is_object:
        raise Refused("Un texte ne se suit pas\u00a0: en faire une action, une piste ou un appel.")
    if state == Passage.State.DROPPED and not note.strip():
        raise Refused(
            "Écrire pourquoi on y renonce\u00a0: le groupe le lira à la prochaine réunion."
        )
    passage.state, passage.state_note = state, note.strip()
    passage.state_changed_at = timezone.now()
    passage.save(update_fields=["state", "state_note", "state_changed_at"])
    ref = Ref(KIND, str(passage.pk))
    write_audit(by=by, verb="suivre", ref=ref, etat=state)
    return passage


def versions_of(passage: Passage) -> Iterable[Revision]:
    found = Revision.objects.filter(kind=KIND, key=str(passage.pk))
    return found.select_related("made_by").order_by("-made_at", "pk")


def _locked(pk) -> Passage:
    found = Passage.objects.select_for_update(of=("self",)).select_related("minutes__meeting")
    return found.get(pk=pk)


def _refuse_closed(minutes: Minutes) -> None:
    if minutes.state not in WRITABLE:
        raise Refused(
            "Ce compte rendu est adopté\u00a0: son texte ne change plus. "
            "Le suivi des actions reste ouvert."
        )


def _written(passage: Passage, text: str, by: User | None) -> Passage:
    if text == passage.text:
        return passage
    passage.text, passage.version = text, passage.version + 1
    passage.changed_at = timezone.now()
    line = next(iter(read_lines(text)), None)
    if passage.is_object and line is not None:
        # Who and when are in the words: they follow them, unless the form said otherwise.
        passage.owner = passage.owner or institution_called(line.owner)
        passage.due = passage.due or line.due
    passage.save(update_fields=["text", "version", "changed_at", "owner", "due"])
    _remember(passage, by)
    return passage


def _new(minutes: Minutes, line: Line, order: int) -> Passage:
    return Passage(
        minutes=minutes,
        order=order,
        kind=line.kind,
        text=line.text,
        owner=institution_called(line.owner),
        due=line.due,
    )


def _make_room(minutes: Minutes, after: Passage | None, number: int) -> int:
    """The rank of the first of `number` passages to come; those below go down."""
    # The row of the minutes is the lock: two people who add a line at once take turns.
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    if after is None:
        last = minutes.passages.aggregate(last=Max("order"))["last"]
        return 0 if last is None else last + 1
    order = Passage.objects.values_list("order", flat=True).get(pk=after.pk)
    minutes.passages.filter(order__gt=order).update(order=F("order") + number)
    return order + 1


def _remember(passage: Passage, by: User | None) -> None:
    Revision.objects.create(
        kind=KIND,
        key=str(passage.pk),
        content={"version": passage.version, "text": passage.text},
        made_by=by,
    )


def _text_of(passage: Passage, version: int) -> str:
    rows = Revision.objects.filter(kind=KIND, key=str(passage.pk), content__version=version)
    found = rows.order_by("made_at", "pk").first()
    if found is None:
        raise Refused("Cette version du passage n’existe pas. Recharger la page, puis réécrire.")
    return found.content["text"]
