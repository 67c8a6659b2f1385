"""The attacker: between which two numbers does all that is published place each hidden cell?

Linear programs give bounds that no attacker can beat; another table that fits, made of whole
numbers, proves that a bound can be reached. Where the two meet, the interval is exact.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from stats.secrecy.program import Program, Rows

WHOLE_SIZE = 4000
WHOLE_SECONDS = 5.0
NEAR = 1e-6
SAMPLES = 24
DRY = 3


@dataclass(frozen=True)
class Bounds:
    """The attacker's interval: no table that fits goes beyond `low` and `high`; some that fit
    were found at `least` and at `most`. Where they meet, the interval is exact."""

    low: float
    high: float
    least: float
    most: float

    @property
    def exact(self) -> bool:
        return _same(self.low, self.least) and _same(self.high, self.most)

    @property
    def is_one_number(self) -> bool:
        """The attacker knows the cell."""
        return _same(self.low, self.high)

    @property
    def is_several(self) -> bool:
        """Two tables that fit differ on the cell."""
        return self.most > self.least and not _same(self.least, self.most)

    def excludes(self, low: float, high: float) -> bool:
        """The attacker knows that the cell is not at one end of this interval."""
        return self.low > low + _slack(low) or self.high < high - _slack(high)

    def reaches(self, low: float, high: float) -> bool:
        """Both ends of this interval are proved possible."""
        return self.least <= low + _slack(low) and self.most >= high - _slack(high)


def _slack(value: float) -> float:
    return NEAR * max(1.0, abs(value))


def _same(one: float, other: float) -> bool:
    return one == other or abs(one - other) <= _slack(one)


class Contradiction(Exception):
    """No table fits what is published; the unknowns among which it does not."""

    def __init__(self, cells: Iterable[int]) -> None:
        super().__init__()
        self.cells = frozenset(int(cell) for cell in cells)


class Attack:
    """Everything known, cut into parts that tell nothing of each other.

    `whole`: the attacker knows that the unknowns are whole numbers.
    """

    def __init__(
        self, rows: Rows, low: np.ndarray, high: np.ndarray, *, whole: bool, seconds: float
    ) -> None:
        self.whole, self.deadline = whole, time.monotonic() + seconds
        self.low, self.high = low.astype(float), high.astype(float)
        if whole:
            self.low, self.high = np.ceil(self.low - NEAR), np.floor(self.high + NEAR)
        if np.any(self.low > self.high + NEAR):
            raise Contradiction(np.flatnonzero(self.low > self.high + NEAR))
        self.parts: dict[int, _Part] = {}
        for part in _parts(rows, self.low, self.high, whole, self.deadline):
            for cell in part.cells.tolist():
                self.parts[cell] = part

    def contradictions(self) -> frozenset[int]:
        """The unknowns of the parts that no table fits."""
        parts = {id(part): part for part in self.parts.values()}
        return frozenset(
            cell for part in parts.values() if not part.fits() for cell in part.cells.tolist()
        )

    def bounds(
        self,
        cells: Iterable[int],
        enough: Mapping[int, tuple[float, float]] | None = None,
        *,
        fully: bool = True,
    ) -> dict[int, Bounds]:
        """The interval of each cell. Raises Contradiction.

        Unless `fully`, the search for a cell stops as soon as its interval is known to hold the
        one that is `enough`, or two numbers where none is given.
        """
        found, by_part = {}, {}
        for cell in cells:
            if cell in self.parts:
                by_part.setdefault(id(self.parts[cell]), []).append(cell)
            else:
                low, high = float(self.low[cell]), float(self.high[cell])
                found[cell] = Bounds(low, high, low, high)
        for group in by_part.values():
            part = self.parts[group[0]]
            found |= part.bounds(group, None if fully else (enough or {}))
        return found


class _Part:
    """Unknowns that some chain of sums ties together."""

    def __init__(self, cells, rows, rhs, low, high, whole, deadline) -> None:
        self.cells, self.rows, self.rhs = cells, rows, rhs
        self.low, self.high, self.whole, self.deadline = low, high, whole, deadline
        self.place = {cell: n for n, cell in enumerate(cells.tolist())}
        self.least = np.full(len(cells), np.inf)
        self.most = np.full(len(cells), -np.inf)
        self._program = Program(rows, low, high, rhs=rhs)
        self._whole: Program | None = None
        self._drawn = np.random.default_rng(len(cells))

    def bounds(
        self, cells: list[int], enough: Mapping[int, tuple[float, float]] | None
    ) -> dict[int, Bounds]:
        places = [self.place[cell] for cell in cells]
        if enough is not None:
            needs = {place: enough.get(cell) for cell, place in zip(cells, places, strict=True)}
            self._sample(needs)
        return {
            cell: self._seen(place)
            if enough is not None and self._met(place, needs[place])
            else self._interval(place)
            for cell, place in zip(cells, places, strict=True)
        }

    def fits(self) -> bool:
        """Whether some table fits this part."""
        self._program.price(np.zeros(len(self.cells)))
        return self._program.solve().state != "infeasible"

    def _seen(self, place: int) -> Bounds:
        """What the tables found so far prove, and what was known from the start."""
        return Bounds(
            float(self.low[place]),
            float(self.high[place]),
            float(self.least[place]),
            float(self.most[place]),
        )

    def _met(self, place: int, need: tuple[float, float] | None) -> bool:
        seen = self._seen(place)
        return seen.is_several if need is None else seen.reaches(*need)

    def _sample(self, needs: Mapping[int, tuple[float, float] | None]) -> None:
        """Tables that fit, drawn towards all directions at once: most intervals are proved so."""
        left, dry = list(needs), 0
        for _ in range(SAMPLES):
            if not left or dry >= DRY or time.monotonic() > self.deadline:
                return
            cost = np.zeros(len(self.cells))
            cost[left] = self._drawn.choice([-1.0, 1.0], len(left))
            for turn in (1, -1):
                self._program.price(turn * cost)
                self._solve(self._program)
            still = [place for place in left if not self._met(place, needs[place])]
            dry = dry + 1 if len(still) > 0.95 * len(left) else 0
            left = still

    def _solve(self, program: Program, seconds: float | None = None):
        found = program.solve(seconds)
        if found.state == "infeasible":
            raise Contradiction(self.cells)
        if found.x is not None:
            self._observe(found.x)
        return found

    def _observe(self, x: np.ndarray) -> None:
        if self.whole:
            rounded = np.rint(x)
            if np.any(np.abs(rounded - x) > 1e-4) or np.any(self.rows.times(rounded) != self.rhs):
                return
            x = rounded
        self.least, self.most = np.minimum(self.least, x), np.maximum(self.most, x)

    def _interval(self, place: int) -> Bounds:
        low, high = self._end(place, 1), self._end(place, -1)
        return Bounds(low, high, float(self.least[place]), float(self.most[place]))

    def _end(self, place: int, turn: int) -> float:
        """What the cell cannot be less (turn 1) or more (turn -1) than."""
        beyond = float(self.low[place] if turn > 0 else self.high[place])
        if time.monotonic() > self.deadline:
            return beyond
        cost = np.zeros(len(self.cells))
        cost[place] = turn
        self._program.price(cost)
        found = self._solve(self._program)
        if found.state == "unbounded":
            # What grows without end does so in whole numbers too: the sums are made of these.
            (self.least if turn > 0 else self.most)[place] = -turn * np.inf
            return -turn * np.inf
        if found.state != "optimal":
            return beyond
        end = self._rounded(turn * found.value, turn)
        reached = self.least[place] if turn > 0 else self.most[place]
        return end if not self.whole or reached == end else self._whole_end(cost, turn, end)

    def _rounded(self, end: float, turn: int) -> float:
        if not self.whole:
            return float(end)
        return float(np.ceil(end - NEAR) if turn > 0 else np.floor(end + NEAR))

    def _whole_end(self, cost: np.ndarray, turn: int, end: float) -> float:
        """The same in whole numbers, where the linear program reached only fractions."""
        if len(self.cells) > WHOLE_SIZE or time.monotonic() > self.deadline:
            return end
        if self._whole is None:
            self._whole = Program(self.rows, self.low, self.high, rhs=self.rhs, whole=True)
        self._whole.price(cost)
        found = self._solve(self._whole, WHOLE_SECONDS)
        if found.state == "optimal":
            return float(np.rint(turn * found.value))
        return self._rounded(turn * found.bound, turn) if np.isfinite(found.bound) else end


def _parts(rows: Rows, low, high, whole, deadline) -> list[_Part]:
    """The unknowns and the sums that hold them, what is known being carried to the right."""
    fixed = np.isfinite(high)
    fixed[fixed] = high[fixed] - low[fixed] <= NEAR * np.maximum(1, np.abs(high[fixed]))
    kept, rhs = _unknown_rows(rows, fixed, low, whole)
    root = np.arange(rows.width)

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = int(root[n])
        return n

    for row in kept.values():
        first, *others = row
        for other in others:
            root[find(other)] = find(first)
    columns, numbers = defaultdict(list), defaultdict(list)
    for column in np.flatnonzero(~fixed).tolist():
        columns[find(column)].append(column)
    for number, row in kept.items():
        numbers[find(next(iter(row)))].append(number)
    parts = []
    for key, cells in columns.items():
        place = {column: n for n, column in enumerate(cells)}
        own = [{place[c]: w for c, w in kept[n].items()} for n in numbers[key]]
        held, here = Rows.of(len(cells), own), np.array(cells)
        parts.append(_Part(here, held, rhs[numbers[key]], low[here], high[here], whole, deadline))
    return parts


def _unknown_rows(rows: Rows, fixed, low, whole) -> tuple[dict[int, dict[int, float]], np.ndarray]:
    """The rows with an unknown, without what is known, and what that leaves on the right."""
    sure = np.where(fixed, low, 0.0)
    rhs = -rows.times(sure)
    rhs = np.rint(rhs) if whole else rhs
    kept: dict[int, dict[int, float]] = {}
    free = ~fixed[rows.columns]
    entries = (rows.owner[free], rows.columns[free], rows.weights[free])
    for row, column, weight in zip(*(one.tolist() for one in entries), strict=True):
        kept.setdefault(row, {})[column] = weight
    told = np.ones(rows.height, bool)
    told[list(kept)] = False
    largest = Rows(rows.width, rows.starts, rows.columns, np.abs(rows.weights)).times(sure)
    wrong = told & (np.abs(rhs) > NEAR * np.maximum(1.0, largest))
    if wrong.any():
        raise Contradiction(rows.columns[wrong[rows.owner]])
    return kept, rhs
