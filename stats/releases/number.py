"""One published number: its permanent address, its current value and all those it had before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stats.catalogue.model import Indicator
from stats.observation import Observation
from stats.store.manifest import Import
from stats.words import format_observation

PREFIX = "/donnees/n"
PART = re.compile(r"[\w.-]+")
type_key = tuple[str, str, str, str]


def address(key: type_key, revision: int | None = None) -> str:
    """« /donnees/n/TX_CHOM/departement/85/2024-T4/ »; with a revision, that one for ever.

    ValueError for a key that no address can hold.
    """
    if not all(PART.fullmatch(part) for part in key):
        raise ValueError(f"{key} n’a pas d’adresse")
    base = f"{PREFIX}/{'/'.join(key)}/"
    return base if revision is None else f"{base}{revision}/"


@dataclass(frozen=True)
class Revision:
    """A value that the number had, or has; `published_at` is when it entered the platform."""

    row: Observation
    published_at: str
    is_current: bool

    @property
    def number(self) -> int:
        return self.row.revision


@dataclass(frozen=True)
class Number:
    """A number and its revisions, the latest first (never empty)."""

    key: type_key
    revisions: tuple[Revision, ...]

    @property
    def current(self) -> Revision:
        return self.revisions[0]

    def revision(self, number: int) -> Revision | None:
        return next((one for one in self.revisions if one.number == number), None)

    @property
    def corrections(self) -> tuple[tuple[Revision, Revision], ...]:
        """(before, after) wherever the value a reader sees changed, the latest first."""
        pairs = zip(self.revisions[1:], self.revisions, strict=False)
        return tuple((old, new) for old, new in pairs if _seen(old.row) != _seen(new.row))


def number_of(rows: Sequence[Observation], imports: Mapping[str, Import]) -> Number | None:
    """The number whose revisions these are; None without any. Rows are protected by the caller."""
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: -row.revision)
    revisions = tuple(
        Revision(
            row,
            imports[row.import_id].published_at if row.import_id in imports else "",
            is_current=rank == 0,
        )
        for rank, row in enumerate(ordered)
    )
    return Number(ordered[0].key, revisions)


def correction_in_words(indicator: Indicator, before: Observation, after: Observation) -> str:
    """« 5,3 % (édition T4 2024) devient 5,4 % (édition T3 2025). »"""
    told = [
        format_observation(indicator, one) + (f" (édition {one.edition})" if one.edition else "")
        for one in (before, after)
    ]
    return f"{told[0][:1].upper()}{told[0][1:]} devient {told[1]}."


def _seen(row: Observation) -> tuple:
    return (row.value, row.status, row.lower, row.upper)
