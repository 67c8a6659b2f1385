"""Several files read together: the same cell is the same unknown, unless it was corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stats.secrecy.attack import Attack, Contradiction
from stats.secrecy.dimension import Dimension, build_dimension
from stats.secrecy.primary import FREQUENCY
from stats.secrecy.releases import Release
from stats.secrecy.rules import Rules
from stats.secrecy.system import System, build_system, sums_of
from stats.secrecy.table import Table, type_cell

EDITION = "\x00édition"
NEAR = 1e-6
SECONDS = 60.0


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
    releases: Sequence[Release], rules: Rules, truth: Mapping[type_cell, float]
) -> Published:
    """Everything the attacker has. `truth` is what is known now (or what the newest file says).

    A cell that a corrected edition hides, or that is hidden since, is taken for the same as today,
    which is how an attacker would reason, unless no table then fits: where that is so, and only
    there, the edition has cells of its own.
    """
    apart: frozenset[type_cell] = frozenset()
    while True:
        found = _together(releases, rules, truth, apart)
        wrong = _contradicted(found, releases, rules, truth) if found.corrected else frozenset()
        if not wrong:
            return found
        more = _beside_hidden(found, releases, truth, wrong) - apart
        if not more:
            return found
        apart |= more


def _together(
    releases: Sequence[Release],
    rules: Rules,
    truth: Mapping[type_cell, float],
    apart: frozenset[type_cell],
) -> Published:
    cells = list(dict.fromkeys([*truth, *(c for r in releases for c in (*r.shown, *r.hidden))]))
    dimensions = union_of(rules, cells)
    sums: list[tuple[type_cell, Sequence[type_cell]]] = list(sums_of(dimensions, truth))
    few = _said_few(releases, truth)
    names, corrected = {}, []
    for number, release in enumerate(releases):
        own = list(sums_of(dimensions, {**release.shown, **release.hidden}))
        stale = _stale(release, truth, rules, few)
        corrected += stale
        alias = _renamed(release, own, stale, truth, number, apart)
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


def _contradicted(
    found: Published, releases: Sequence[Release], rules: Rules, truth: Mapping[type_cell, float]
) -> frozenset[int]:
    """The unknowns among which no table fits what is published and what is true.

    Where the truth is not known, a cell said to be under the threshold is neither zero nor above.
    """
    size, half = found.system.size, rules.rounding / 2
    low, high = np.zeros(size), np.full(size, np.inf)
    for place, value in found.shown.items():
        low[place], high[place] = max(value - half, 0), value + half
    for cell, value in truth.items():
        if not np.isnan(value):
            low[found.system.place[cell]] = high[found.system.place[cell]] = value
    if rules.threshold and any(np.isnan(value) for value in truth.values()):
        limit = float(-(-rules.threshold // 1)) - 1
        for here in (found.system.place[cell] for cell in _said_few(releases, truth)):
            low[here], high[here] = max(low[here], 1), min(high[here], limit)
    known = [*found.shown.values(), *(one for one in truth.values() if not np.isnan(one))]
    whole = all(value == np.rint(value) for value in known)
    try:
        return Attack(found.system.rows, low, high, whole=whole, seconds=SECONDS).contradictions()
    except Contradiction as contradiction:
        return contradiction.cells


def _beside_hidden(
    found: Published,
    releases: Sequence[Release],
    truth: Mapping[type_cell, float],
    wrong: frozenset[int],
) -> frozenset[type_cell]:
    """The cells that some file hides, which sums tie to these unknowns."""
    unsure = {cell for release in releases for cell in release.hidden}
    unsure |= {cell for cell, value in truth.items() if np.isnan(value)}
    spoken = {cell: None for r in releases for cell in (*r.shown, *r.hidden)}
    tied: dict[type_cell, set[type_cell]] = {}
    for margin, parts in sums_of(found.dimensions, spoken):
        members = [cell for cell in (margin, *parts) if cell in unsure]
        for cell in (margin, *parts):
            tied.setdefault(cell, set()).update(members)
    bare = len(found.dimensions)
    waiting = [cell[:bare] for cell, place in found.system.place.items() if place in wrong]
    reached: set[type_cell] = set(waiting)
    while waiting:
        for cell in tied.get(waiting.pop(), set()) - reached:
            reached.add(cell)
            waiting.append(cell)
    return frozenset(reached & unsure)


def _said_few(
    releases: Sequence[Release], truth: Mapping[type_cell, float]
) -> frozenset[type_cell]:
    """The cells that a file says to be under the threshold, where the truth is not known."""
    return frozenset(
        cell
        for release in releases
        for cell, status in release.hidden.items()
        if status == FREQUENCY and np.isnan(truth.get(cell, np.nan))
    )


def _stale(
    release: Release,
    truth: Mapping[type_cell, float],
    rules: Rules,
    few: frozenset[type_cell],
) -> list[type_cell]:
    """The cells whose published number is not what is known now, or what is said of it."""
    slack = NEAR + rules.rounding / 2
    counts = rules.threshold and rules.dominance is None and rules.p is None
    return [
        cell
        for cell, value in release.shown.items()
        if (cell in truth and abs(truth[cell] - value) > slack * max(1.0, NEAR * value))
        or (counts and cell in few and not 0 < value < rules.threshold)
    ]


def _renamed(
    release: Release,
    sums: Sequence[tuple[type_cell, Sequence[type_cell]]],
    stale: Sequence[type_cell],
    truth: Mapping[type_cell, float],
    number: int,
    apart: frozenset[type_cell],
) -> dict[type_cell, type_cell]:
    """The cells of a corrected edition that are not those of today, under a name of their own.

    A hidden cell is taken for the same as today, since that is how an attacker would reason,
    unless its sums then contradict themselves.
    """
    moved = set(stale)
    moved |= {cell for cell in apart if cell in release.hidden or cell in release.shown}
    while moved:
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
