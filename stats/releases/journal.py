"""What changed in the store, publication by publication: what is new, and what was corrected."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from stats.observation import Observation
from stats.periods import parse_period
from stats.store import COMPUTED, Store
from stats.store.editions import edition_date
from stats.store.manifest import Import
from stats.store.table import KEY


@dataclass(frozen=True)
class Change:
    """A publication, and how many figures of each indicator it brought or revised."""

    imported: Import
    brought: tuple[tuple[str, int], ...]
    revised: tuple[tuple[str, int], ...]

    @property
    def figures(self) -> int:
        return sum(count for _, count in self.brought)

    @property
    def revisions(self) -> int:
        return sum(count for _, count in self.revised)


def journal(store: Store) -> list[Change]:
    """Every live publication but our own calculations, the latest first; invented figures aside."""
    counts = _counts(store)
    return [
        Change(
            one,
            tuple(sorted(counts[one.id, False].items())),
            tuple(sorted(counts[one.id, True].items())),
        )
        for one in sorted(store.imports(), key=lambda one: one.published_at, reverse=True)
        if one.source != COMPUTED and (counts[one.id, False] or counts[one.id, True])
    ]


def _counts(store: Store) -> dict[tuple[str, bool], dict[str, int]]:
    """(import, revises) → indicator → figures."""
    table = store.table(revisions="all", only_real=True)
    columns = [table.column(name).to_numpy() for name in ("import_id", "indicateur", "revision")]
    revises = columns[2] > 1
    found: dict[tuple[str, bool], dict[str, int]] = defaultdict(dict)
    for flag in (False, True):
        chosen = revises == flag
        pairs = np.char.add(
            np.char.add(columns[0][chosen].astype(str), "\n"), columns[1][chosen].astype(str)
        )
        for pair, count in zip(*np.unique(pairs, return_counts=True), strict=True):
            identifier, indicator = str(pair).split("\n")
            found[identifier, flag][indicator] = int(count)
    return found


def corrections(store: Store, most: int = 100) -> list[tuple[Observation, Observation]]:
    """(before, after) of the figures whose current value replaces another, latest editions first;
    what the platform computes aside."""
    table = store.table(only_real=True)
    table = table.filter(pc.greater(table.column("revision"), 1))
    keys = {
        (row["indicateur"], row["niveau"], row["territoire"], row["periode"]): edition_date(
            row["edition"]
        )
        or (0, 0)
        for row in table.select([*KEY, "edition"]).to_pylist()
    }
    latest = sorted(keys, key=lambda key: (keys[key], parse_period(key[3]), key), reverse=True)
    wanted = set(latest[:most])
    rows: dict[tuple, list[Observation]] = defaultdict(list)
    for row in store.observations(
        indicator=sorted({key[0] for key in wanted}),
        territories=sorted({key[1:3] for key in wanted}),
        period=sorted({key[3] for key in wanted}),
        revisions="all",
    ):
        rows[row.key].append(row)
    found = [(rows[key][-2], rows[key][-1]) for key in latest[:most] if len(rows[key]) > 1]
    return [
        (one, other)
        for one, other in found
        if (one.value, one.status) != (other.value, other.status) and other.origin != COMPUTED
    ]


def last_periods(store: Store) -> dict[str, str]:
    """Source (its key in the catalogue) → the last period at which it gives a figure."""
    table = store.table(only_real=True)
    origins = table.column("origine").to_pylist()
    periods = table.column("periode").to_pylist()
    found: dict[str, str] = {}
    order = {code: rank for rank, code in enumerate(_in_time(set(periods)))}
    for origin, period in set(zip(origins, periods, strict=True)):
        if origin and (origin not in found or order[period] > order[found[origin]]):
            found[origin] = period
    return found


def _in_time(codes: set[str]) -> list[str]:
    return sorted(codes, key=parse_period)
