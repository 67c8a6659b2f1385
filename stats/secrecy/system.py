"""All that is published together, as the attacker writes it: unknowns and equalities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from stats.secrecy.dimension import Dimension
from stats.secrecy.program import Rows
from stats.secrecy.table import type_cell


@dataclass(frozen=True)
class System:
    """`place[key]` is the unknown of a cell: cells that are bound to be equal (an aggregate with
    one part) share one. Each row says that a margin less its parts is zero."""

    place: Mapping[type_cell, int]
    rows: Rows

    @property
    def size(self) -> int:
        return self.rows.width


def sums_of(dimensions: Sequence[Dimension], known: Mapping | None = None) -> Iterator[tuple]:
    """(margin, parts) of every sum of the crossed table.

    With `known`, only those of which some part is known: a table that was never published in a
    detail says nothing about it.
    """
    for axis, one in enumerate(dimensions):
        others = [other.codes for n, other in enumerate(dimensions) if n != axis]
        for parent, children in one.sums:
            for rest in product(*others):
                cells = [(*rest[:axis], code, *rest[axis:]) for code in (parent, *children)]
                if known is None or any(cell in known for cell in cells[1:]):
                    yield cells[0], cells[1:]


def build_system(
    cells: Iterable[type_cell], sums: Iterable[tuple[type_cell, Sequence[type_cell]]]
) -> System:
    """The unknowns of the cells and of whatever their sums name beside them."""
    sums = list(sums)
    root: dict[type_cell, type_cell] = {cell: cell for cell in cells}

    def find(cell: type_cell) -> type_cell:
        root.setdefault(cell, cell)
        while root[cell] != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    for margin, parts in sums:
        find(margin)
        for part in parts:
            find(part)
        if len(parts) == 1:
            root[find(parts[0])] = find(margin)
    numbers: dict[type_cell, int] = {}
    place = {cell: numbers.setdefault(find(cell), len(numbers)) for cell in root}
    rows: dict[tuple, dict[int, float]] = {}
    for margin, parts in sums:
        row: dict[int, float] = {place[margin]: 1.0}
        for part in parts:
            row[place[part]] = row.get(place[part], 0.0) - 1.0
        row = {column: weight for column, weight in row.items() if weight}
        if row:
            rows.setdefault(tuple(sorted(row.items())), row)
    return System(place, Rows.of(len(numbers), list(rows.values())))


def gathered(system: System, cells: Sequence[type_cell], values: np.ndarray, join) -> np.ndarray:
    """One value for each unknown, from those of its cells; NaN where no cell has one."""
    found = np.full(system.size, np.nan)
    for cell, value in zip(cells, values, strict=True):
        here = system.place[cell]
        found[here] = value if np.isnan(found[here]) else join(found[here], value)
    return found
