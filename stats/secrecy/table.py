"""A raw table: one row a cell, its margins summed, and what each cell is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from stats.secrecy.dimension import Dimension, build_dimension
from stats.secrecy.rows import code_of, given_twice, number_of, read_rows
from stats.secrecy.rules import Rules
from stats.store.table import RefusedError

MEASURES = ("effectif", "contributeurs", "maximum", "deuxieme")
SHOWN = 5
NEAR = 1e-6
type_cell = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Dense arrays, one axis a dimension. `value` is never NaN; the others are where unknown.

    `given` is True for what a row gave; `absent` for what no row gave and no part makes: nothing
    can be there, and nobody thinks otherwise.
    """

    dimensions: tuple[Dimension, ...]
    value: np.ndarray
    contributors: np.ndarray
    largest: np.ndarray
    second: np.ndarray
    absent: np.ndarray
    given: np.ndarray
    extra: Mapping[str, np.ndarray]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.dimensions)

    @property
    def whole(self) -> bool:
        """True when every value is a whole number."""
        return bool(np.all(self.value == np.rint(self.value)))

    def keys(self) -> list[type_cell]:
        """The codes of every cell, in the order of the flattened arrays."""
        return list(product(*(one.codes for one in self.dimensions)))


def read_table(path: Path, rules: Rules, beside: Iterable[Path] = ()) -> Table:
    """The table of a CSV file. RefusedError with what to correct.

    A dimension that it lacks is at its total, when a file published `beside` it has it: the tables
    are linked by their margins.
    """
    header, rows = read_rows(path)
    names = [name for name in rules.dimensions if name in header]
    missing = [name for name in rules.dimensions if name not in header]
    if missing:
        linked = {name for other in beside for name in read_rows(other)[0]}
        missing = [n for n in missing if n not in linked or rules.dimensions[n].total is None]
    if "effectif" not in header or missing or not names:
        wanted = ", ".join(missing + ["effectif"] * ("effectif" not in header))
        raise RefusedError(f"{path.name} : il manque la colonne {wanted}.")
    measures = [name for name in MEASURES if name in header]
    if rules.cost in header and rules.cost not in measures:
        measures.append(rules.cost)
    cells: dict[type_cell, dict[str, float]] = {}
    for line, row in rows:
        where = f"{path.name}, ligne {line}"
        key = tuple(code_of(row, name, where) for name in names)
        if key in cells:
            raise given_twice(key, header, (*rules.dimensions, *MEASURES, rules.cost), where)
        cells[key] = {name: number_of(row[name], where) for name in measures}
        if np.isnan(cells[key]["effectif"]):
            raise RefusedError(f"{where} : l’effectif manque.")
    return build_table(cells, rules, names)


def build_table(
    cells: Mapping[type_cell, Mapping[str, float]], rules: Rules, names: Sequence[str]
) -> Table:
    """The table of the cells given, missing margins summed. RefusedError when one that is given
    is not the sum of its parts."""
    if not cells:
        raise RefusedError("La table n’a aucune ligne.")
    dimensions = tuple(
        build_dimension(
            name,
            rules.dimensions[name].total,
            rules.dimensions[name].hierarchies,
            dict.fromkeys(key[axis] for key in cells),
        )
        for axis, name in enumerate(names)
    )
    measures = dict.fromkeys(MEASURES) | dict.fromkeys(m for cell in cells.values() for m in cell)
    arrays = {name: _placed(cells, dimensions, name) for name in measures}
    given = ~np.isnan(arrays["effectif"])
    value, absent = summed(arrays["effectif"], dimensions)
    _refuse_wrong_sums(value, dimensions)
    return Table(
        dimensions,
        value,
        _filled(arrays["contributeurs"], dimensions, given, np.add),
        _filled(arrays["maximum"], dimensions, given, np.maximum),
        _seconds(arrays, dimensions, given),
        absent,
        given,
        {
            name: np.nan_to_num(_filled(one, dimensions, given, np.add), nan=1.0)
            for name, one in arrays.items()
            if name not in MEASURES
        },
    )


def _placed(cells: Mapping, dimensions: Sequence[Dimension], measure: str) -> np.ndarray:
    array = np.full([len(one.codes) for one in dimensions], np.nan)
    for key, cell in cells.items():
        place = tuple(one.place[code] for one, code in zip(dimensions, key, strict=True))
        array[place] = cell.get(measure, np.nan)
    return array


def summed(value: np.ndarray, dimensions: Sequence[Dimension]) -> tuple[np.ndarray, np.ndarray]:
    """Missing margins summed; what no row gives and no part makes is absent, hence zero."""
    value = value.copy()
    inner = inner_cells(dimensions)
    absent = np.isnan(value) & inner
    value[absent] = 0
    for axis, one in enumerate(dimensions):
        lines, gone = np.moveaxis(value, axis, 0), np.moveaxis(absent, axis, 0)
        for parent, children in one.upward:
            parts = [one.place[child] for child in children]
            sums, here = lines[parts].sum(axis=0), one.place[parent]
            missing = np.isnan(lines[here]) & ~np.isnan(sums)
            lines[here] = np.where(missing, sums, lines[here])
            gone[here] |= missing & gone[parts].all(axis=0)
    if np.isnan(value).any():
        lost = np.argwhere(np.isnan(value))[0]
        raise RefusedError(
            f"La cellule {_name(dimensions, lost)} manque et ne se déduit pas des autres."
        )
    return value, absent


def inner_cells(dimensions: Sequence[Dimension]) -> np.ndarray:
    """True for the cells that are the sum of no others, whichever the dimension."""
    shape = [len(one.codes) for one in dimensions]
    inner = np.ones(shape, bool)
    for axis, one in enumerate(dimensions):
        leaf = np.array([code not in one.parents for code in one.codes])
        inner &= leaf.reshape([-1 if n == axis else 1 for n in range(len(shape))])
    return inner


def _refuse_wrong_sums(value: np.ndarray, dimensions: Sequence[Dimension]) -> None:
    wrong = []
    for axis, one in enumerate(dimensions):
        lines = np.moveaxis(value, axis, 0)
        for parent, children in one.sums:
            sums, stated = (
                lines[[one.place[c] for c in children]].sum(axis=0),
                lines[one.place[parent]],
            )
            apart = np.abs(sums - stated) > NEAR * np.maximum(1, stated)
            for place in np.argwhere(apart):
                full = [*place[:axis], one.place[parent], *place[axis:]]
                wrong.append(
                    f"{_name(dimensions, full)} vaut {stated[tuple(place)]:g}, "
                    f"ses parties font {sums[tuple(place)]:g}."
                )
    if wrong:
        more = f" (et {len(wrong) - SHOWN} autres)" if len(wrong) > SHOWN else ""
        raise RefusedError(
            "Les marges ne sont pas la somme de leurs parties : " + " ".join(wrong[:SHOWN]) + more
        )


def _filled(
    array: np.ndarray, dimensions: Sequence[Dimension], given: np.ndarray, join: np.ufunc
) -> np.ndarray:
    """A measure over the margins that no row gives: summed, or the largest. NaN where unknown."""
    if np.isnan(array).all():
        return array
    array = array.copy()
    array[np.isnan(array) & ~given & inner_cells(dimensions)] = 0
    for axis, one in enumerate(dimensions):
        lines, known = np.moveaxis(array, axis, 0), np.moveaxis(given, axis, 0)
        for parent, children in one.upward:
            here = one.place[parent]
            whole = join.reduce(lines[[one.place[child] for child in children]], axis=0)
            lines[here] = np.where(np.isnan(lines[here]) & ~known[here], whole, lines[here])
    return array


def _seconds(
    arrays: Mapping[str, np.ndarray], dimensions: Sequence[Dimension], given: np.ndarray
) -> np.ndarray:
    """The second largest contributor of every cell; NaN where unknown."""
    second = arrays["deuxieme"].copy()
    if np.isnan(second).all():
        return second
    largest = _filled(arrays["maximum"], dimensions, given, np.maximum)
    for axis, one in enumerate(dimensions):
        lines, known = np.moveaxis(second, axis, 0), np.moveaxis(given, axis, 0)
        first = np.moveaxis(largest, axis, 0)
        for parent, children in one.upward:
            parts, here = [one.place[child] for child in children], one.place[parent]
            both = np.sort(np.nan_to_num(np.concatenate([first[parts], lines[parts]])), axis=0)
            lines[here] = np.where(np.isnan(lines[here]) & ~known[here], both[-2], lines[here])
    return second


def _name(dimensions: Sequence[Dimension], place: Iterable[int]) -> str:
    return " × ".join(one.codes[n] for one, n in zip(dimensions, place, strict=True))
