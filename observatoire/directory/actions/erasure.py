"""Erasing someone, for good: from every part of the platform, and again after a restore.

A tombstone is kept in the database and, beside it, in a file that a restored database does not
bring back to an earlier day. It holds an identifier and the digest of an address, nothing else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import Person, Tombstone, User
from observatoire.directory.queries.consent import subjects_of
from observatoire.directory.queries.links import (
    Subject,
    digest_of,
    held_addresses,
    subject_of_email,
    subject_of_person,
)
from observatoire.directory.rules import COORDINATION

LAST_KEEPER = (
    "Ce compte est le dernier à administrer la plateforme\u00a0: en nommer un autre d’abord."
)


@dataclass(frozen=True)
class Erased:
    """How many rows went, by part of the platform, and how many archives lost a name."""

    counts: dict[str, int]
    archives: int


def tombstone_file() -> Path:
    return settings.VAR / "effacements.jsonl"


@transaction.atomic
def erase(*, by: User | None, subject: Subject, source: str, is_asked: bool = True) -> Erased:
    """Everything held goes; in public archives the name becomes the function. Raises Refused.

    `is_asked` leaves tombstones: what a person asked for holds after a restore, and against a
    later import. What retention takes away leaves none: the next night takes it again.
    """
    _refuse_last_keeper(subject)
    key = str(subject.owner.pk) if subject.owner else ""
    archives = _rename_in_archives(subject.person)
    if is_asked:
        _bury(subject)
    counts = {
        name: sum(entry.erase(email) for email in subject.emails)
        for name, entry in registry.personal.items()
    }
    if subject.person and Person.objects.filter(pk=subject.person.pk).exists():
        subject.person.delete()  # someone without any address
        counts["personnes"] = counts.get("personnes", 0) + 1
    counts = {name: count for name, count in counts.items() if count}
    author = by if by and User.objects.filter(pk=by.pk).exists() else None
    ref = Ref("effacement", key)
    write_audit(by=author, verb="effacer", ref=ref, source=source, archives=archives, **counts)
    return Erased(counts, archives)


def _refuse_last_keeper(subject: Subject) -> None:
    keeps = Q(is_superuser=True) | Q(groups__name=COORDINATION.label)
    keepers = User.objects.filter(keeps, is_active=True)
    ours = keepers.filter(email__in=subject.emails)
    if ours.exists() and not keepers.exclude(email__in=subject.emails).exists():
        raise Refused(LAST_KEEPER)


def _rename_in_archives(person: Person | None) -> int:
    if person is None:
        return 0
    return sum(
        rename(names_of(person), function_of(person)) for rename in registry.archives.values()
    )


def names_of(person: Person) -> tuple[str, ...]:
    """The ways in which minutes write a name, longest first: none leaves a part of another."""
    first, last = person.first_name.strip(), person.last_name.strip()
    full = [f"{first} {last}", f"{last} {first}", f"{first[:1]}. {last}"] if first else []
    titled = [f"{title} {last}" for title in ("Madame", "Monsieur", "Mme", "M.", "Mr")]
    names = {name for name in (*full, *titled) if last}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def function_of(person: Person) -> str:
    """What stands for the name: the function held, or last held, else the institution."""
    held = person.holdings.select_related("function__institution").order_by("until", "-since", "id")
    current = [one for one in held if one.until is None]
    last = (current or list(held)[::-1] or [None])[0]
    if last is not None:
        return str(last.function)
    return f"une personne, {person.institution}" if person.institution else "une personne"


def _bury(subject: Subject) -> None:
    keys = subjects_of(subject.owner) if subject.owner else ()
    digests = [digest_of(email) for email in subject.emails]
    stones = [
        Tombstone.objects.create(subject=key, digest=digest)
        for key, digest in zip_longest(keys, digests[: len(keys)], fillvalue="")
    ]
    stones += [Tombstone.objects.create(digest=digest) for digest in digests[len(keys) :]]
    transaction.on_commit(lambda: _append(stones))


def _append(stones: list[Tombstone]) -> None:
    """Written to the disk before the answer leaves."""
    tombstone_file().parent.mkdir(parents=True, exist_ok=True)
    with tombstone_file().open("a", encoding="utf-8") as file:
        for stone in stones:
            file.write(json.dumps(_line(stone)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _line(stone: Tombstone) -> dict:
    return {
        "sujet": str(stone.subject) if stone.subject else None,
        "empreinte": stone.digest,
        "le": stone.erased_at.isoformat(),
    }


def replay_erasures() -> int:
    """After a restore: whoever had been erased is erased again; how many came back and went.

    Someone who came back by themselves afterwards is younger than their tombstone, and stays.
    """
    _settle_file_and_table()
    erased = 0
    latest: dict[str, datetime] = {}
    for stone in Tombstone.objects.order_by("erased_at", "id"):
        latest[stone.digest] = stone.erased_at
        person = Person.objects.filter(pk=stone.subject).first() if stone.subject else None
        if person is not None:
            erased += _erase_again(subject_of_person(person))
    for email, since in list(held_addresses()):
        if since < latest.get(digest_of(email), since):
            erased += _erase_again(subject_of_email(email))
    return erased


def _erase_again(subject: Subject) -> int:
    done = erase(by=None, subject=subject, source="restauration", is_asked=False)
    return 1 if done.counts else 0


@transaction.atomic
def _settle_file_and_table() -> None:
    """What one of the two knows, the other learns."""
    written = {(line["empreinte"], line["le"]): line for line in _read_file()}
    kept = {(stone.digest, stone.erased_at.isoformat()): stone for stone in Tombstone.objects.all()}
    for key in sorted(written.keys() - kept.keys()):
        line = written[key]
        Tombstone.objects.create(
            subject=UUID(line["sujet"]) if line["sujet"] else None,
            digest=line["empreinte"],
            erased_at=datetime.fromisoformat(line["le"]),
        )
    missing = [kept[key] for key in sorted(kept.keys() - written.keys())]
    if missing:
        transaction.on_commit(lambda: _append(missing))


def _read_file() -> Iterator[dict]:
    if not tombstone_file().exists():
        return
    for line in tombstone_file().read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
        except ValueError:  # the machine stopped while writing it; the table knows it
            continue
        if {"sujet", "empreinte", "le"} <= found.keys():
            yield found


def is_buried(email: str) -> bool:
    """Someone of this address asked to be erased: an import does not bring them back."""
    return Tombstone.objects.filter(digest=digest_of(email), erased_at__lte=timezone.now()).exists()
