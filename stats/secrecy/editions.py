"""Several files read together: the same cell is the same unknown, unless it was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stats.secrecy.dimension import Dimension, build_dimension
from stats.secrecy.releases import Release
from stats.secrecy.rules import Rules
from stats.secrecy.system import System, build_system, sums_of
from stats.secrecy.table import Table, type_cell

EDITION = "\x00édition"
NEAR = 1e-6


@dataclass(frozen=True)
class Published:
    """The system of all the files; `shown` are the unknowns that some file gives, `hidden` those
    that a file hides, with their cell and status. `corrected` cells have another value since."""

    dimensions: tuple[Dimension, ...]
    system: System
    shown: dict[int, float]
    hidden: dict[int, tuple[type_cell, str]]
    corrected: tuple[type_cell, ...]


def union_of(rules: Rules, cells: Sequence[type_cell]) -> tuple[Dimension, ...]:
    """The dimensions of all the codes met in some files."""
    return tuple(
        build_dimension(
            name, shape.total, shape.hierarchies, dict.fromkeys(cell[axis] for cell in cells)
        )
        for axis, (name, shape) in enumerate(rules.dimensions.items())
    )


def full_key(cell: type_cell, names: Sequence[str], rules: Rules) -> type_cell:
    """The cell of a table that lacks some dimensions, these being at their total."""
    own = dict(zip(names, cell, strict=True))
    return tuple(own.get(name, shape.total or "") for name, shape in rules.dimensions.items())


def published_together(
    releases: Sequence[Release],
    rules: Rules,
    truth: Mapping[type_cell, float],
    *,
    apart: bool = False,
) -> Published:
    """Everything the attacker has. `truth` is what is known now (or what the newest file says).

    With `apart`, an edition that was corrected anywhere shares no hidden cell with the truth.
    """
    cells = list(dict.fromkeys([*truth, *(c for r in releases for c in (*r.shown, *r.hidden))]))
    dimensions = union_of(rules, cells)
    sums: list[tuple[type_cell, Sequence[type_cell]]] = list(sums_of(dimensions, truth))
    names, corrected = {}, []
    for number, release in enumerate(releases):
        own = list(sums_of(dimensions, {**release.shown, **release.hidden}))
        stale = _stale(release, truth, rules)
        corrected += stale
        alias = _renamed(release, own, stale, truth, number, apart=apart)
        names[number] = alias
        sums += [(alias.get(m, m), [alias.get(p, p) for p in parts]) for m, parts in own]
    everything = [*cells, *(one for alias in names.values() for one in alias.values())]
    system = build_system(everything, sums)
    shown, hidden = {}, {}
    for number, release in enumerate(releases):
        for cell, value in release.shown.items():
            shown[system.place[names[number].get(cell, cell)]] = value
        for cell, status in release.hidden.items():
            hidden.setdefault(system.place[names[number].get(cell, cell)], (cell, status))
    return Published(dimensions, system, shown, hidden, tuple(dict.fromkeys(corrected)))


def _stale(release: Release, truth: Mapping[type_cell, float], rules: Rules) -> list[type_cell]:
    """The cells whose published number is not what is known now."""
    slack = NEAR + rules.rounding / 2
    return [
        cell
        for cell, value in release.shown.items()
        if cell in truth and abs(truth[cell] - value) > slack * max(1.0, NEAR * value)
    ]


def _renamed(
    release: Release,
    sums: Sequence[tuple[type_cell, Sequence[type_cell]]],
    stale: Sequence[type_cell],
    truth: Mapping[type_cell, float],
    number: int,
    *,
    apart: bool,
) -> dict[type_cell, type_cell]:
    """The cells of a corrected edition that are not those of today, under a name of their own.

    A hidden cell is taken for the same as today, since that is how an attacker would reason,
    unless its sums then contradict themselves.
    """
    moved = set(stale)
    if stale and apart:
        moved |= set(release.hidden)
    while stale:
        before = len(moved)
        for margin, parts in sums:
            cells = [margin, *parts]
            values = [
                release.shown[c] if c in moved and c in release.shown else truth.get(c)
                for c in cells
            ]
            unknown = any(c in moved and c not in release.shown for c in cells)
            if unknown or any(value is None or np.isnan(value) for value in values):
                continue
            if abs(values[0] - sum(values[1:])) > NEAR * max(1.0, abs(values[0])):
                moved |= {cell for cell in cells if cell not in release.shown}
        if len(moved) == before:
            break
    return {cell: (*cell, f"{EDITION}{number}") for cell in moved}


def truth_of(table: Table, rules: Rules) -> dict[type_cell, float]:
    """The value of every cell of a table, under its full name."""
    values = table.value.ravel()
    return {
        full_key(key, table.names, rules): float(value)
        for key, value in zip(table.keys(), values, strict=True)
    }
