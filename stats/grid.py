"""Values of one indicator by territory and period: labelled, immutable, and the only arithmetic.

What is not a number stays what it is: each operation says which status its result takes. The
statuses combine by severity, so that a secret operand never becomes a lesser reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from stats.observation import Observation
from stats.statuses import Mark, Status
from stats.store import Provenance

STATUSES = tuple(Status)
NUMBER = {status: position for position, status in enumerate(STATUSES)}
VALUE = NUMBER[Status.VALUE]
NOT_CONCERNED = NUMBER[Status.NOT_CONCERNED]
INCOMPLETE = NUMBER[Status.INCOMPLETE]
ABSENT = NUMBER[Status.NOT_AVAILABLE]
BOUNDED = (NUMBER[Status.CENSORED], INCOMPLETE)
SEVERITY = np.empty(len(STATUSES), np.int8)
for _rank, _status in enumerate(
    (
        Status.VALUE,
        Status.NOT_CONCERNED,
        Status.NOT_ASKED,
        Status.NOT_AVAILABLE,
        Status.NO_ANSWER,
        Status.INCOMPLETE,
        Status.CENSORED,
        Status.SECONDARY_SECRET,
        Status.PRIMARY_SECRET,
    )
):
    SEVERITY[NUMBER[_status]] = _rank
NOWHERE = Provenance()
type_key = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Grid:
    """`values[t, p]` is a number where `statuses[t, p]` says so, NaN elsewhere.

    Shapes: `values` (float64), `statuses` (positions in STATUSES) and `provenance` (positions in
    `provenances`, the first of which is « nowhere ») are territories × periods and read only.
    `territories` are (level, code) pairs, so one grid may hold a département and its references.
    `lower` and `upper` (same shape, NaN where unknown) bound a censored or incomplete cell; no
    arithmetic keeps them.
    """

    indicator: str
    unit: str
    territories: tuple[type_key, ...]
    names: tuple[str, ...]
    periods: tuple[str, ...]
    values: np.ndarray
    statuses: np.ndarray
    provenance: np.ndarray
    provenances: tuple[Provenance, ...] = (NOWHERE,)
    additive: bool = False
    protected: bool = False
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Raises ValueError when shapes differ; hides whatever is not a published value."""
        shape = (len(self.territories), len(self.periods))
        statuses = np.array(self.statuses, np.int8)
        values = np.where(statuses == VALUE, np.array(self.values, np.float64), np.nan)
        provenance = np.array(self.provenance, np.int32)
        bounds = {name: self._bound(getattr(self, name), statuses) for name in ("lower", "upper")}
        for array in (values, statuses, provenance, *bounds.values()):
            if array.shape != shape:
                raise ValueError(f"shape {array.shape} instead of {shape}")
            array.flags.writeable = False
        if np.any((statuses == VALUE) & ~np.isfinite(values)):
            raise ValueError("a published value is a finite number")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "statuses", statuses)
        object.__setattr__(self, "provenance", provenance)
        for name, bound in bounds.items():
            object.__setattr__(self, name, bound)

    @staticmethod
    def _bound(given: np.ndarray | None, statuses: np.ndarray) -> np.ndarray:
        """Bounds are said of censored and incomplete cells only: never of a secret."""
        if given is None:
            return np.full(statuses.shape, np.nan)
        return np.where(np.isin(statuses, BOUNDED), np.array(given, np.float64), np.nan)

    @property
    def known(self) -> np.ndarray:
        """True where there is a number."""
        return self.statuses == VALUE

    def row(self, territory: str | type_key) -> int:
        """The line of a territory, by key or by a code that one level only has. KeyError."""
        return self._positions[territory]

    @cached_property
    def _positions(self) -> dict[str | type_key, int]:
        """Where each territory stands, by key and by code, the first of a code winning."""
        found: dict[str | type_key, int] = {}
        for position, key in enumerate(self.territories):
            found.setdefault(key, position)
            found.setdefault(key[1], position)
        return found

    def cell(self, territory: str | type_key, period: str) -> Observation:
        """The observation of one cell, absent ones being NOT_AVAILABLE. KeyError."""
        if period not in self.periods:
            raise KeyError(period)
        return self._observation(self.row(territory), self.periods.index(period))

    def series(self, territory: str | type_key) -> list[Observation]:
        """One observation for each period, in the order of time."""
        row = self.row(territory)
        return [self._observation(row, column) for column in range(len(self.periods))]

    def observations(self) -> list[Observation]:
        """All cells, territory by territory."""
        return [cell for territory in self.territories for cell in self.series(territory)]

    def at(self, period: str) -> Grid:
        """The grid of one period. KeyError."""
        if period not in self.periods:
            raise KeyError(period)
        column = self.periods.index(period)
        return self._columns([column])

    def latest(self) -> Grid:
        """The grid of the last period with a number; without any, an empty one (no period)."""
        columns = np.flatnonzero(self.known.any(axis=0))
        return self._columns([columns[-1]] if columns.size else [])

    def only(self, keep: Callable[[type_key], bool]) -> Grid:
        """The grid of the territories kept, in their order."""
        rows = [n for n, territory in enumerate(self.territories) if keep(territory)]
        return replace(
            self,
            territories=tuple(self.territories[n] for n in rows),
            names=tuple(self.names[n] for n in rows),
            values=self.values[rows],
            statuses=self.statuses[rows],
            provenance=self.provenance[rows],
            lower=self.lower[rows],
            upper=self.upper[rows],
        )

    def over(self, members: Mapping[type_key, str]) -> Grid:
        """The grid of these territories (key → name), in their order; those that it lacks are
        « non disponible », of no origin: what is missing can then be counted."""
        rows = {key: n for n, key in enumerate(self.territories)}
        places = np.array([rows.get(key, -1) for key in members], np.int64)
        held = (places >= 0)[:, None]

        def taken(cells: np.ndarray, absent: float) -> np.ndarray:
            if not cells.shape[0]:
                return np.full((len(members), cells.shape[1]), absent, cells.dtype)
            return np.where(held, cells[places], np.asarray(absent, cells.dtype))

        return replace(
            self,
            territories=tuple(members),
            names=tuple(
                self.names[rows[key]] if key in rows else name for key, name in members.items()
            ),
            values=taken(self.values, np.nan),
            statuses=taken(self.statuses, ABSENT),
            provenance=taken(self.provenance, 0),
            lower=taken(self.lower, np.nan),
            upper=taken(self.upper, np.nan),
        )

    def divide(
        self, denominator: Grid, *, indicator: str, unit: str = "%", scale: float = 100
    ) -> Grid:
        """`scale` × self / denominator, on the same territories and periods (else ValueError).

        A zero denominator gives « non concerné », never infinity; otherwise the more severe status
        of the two. The result is not additive.
        """
        if (self.territories, self.periods) != (denominator.territories, denominator.periods):
            raise ValueError("numerator and denominator have other territories or periods")
        more_severe = SEVERITY[self.statuses] >= SEVERITY[denominator.statuses]
        statuses = np.where(more_severe, self.statuses, denominator.statuses)
        zero = (statuses == VALUE) & (denominator.values == 0)
        statuses = np.where(zero, NOT_CONCERNED, statuses)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = scale * self.values / denominator.values
        provenance, provenances = _merged_pairs(self, denominator)
        return replace(
            self,
            indicator=indicator,
            unit=unit,
            values=values,
            statuses=statuses,
            provenance=provenance,
            provenances=provenances,
            additive=False,
            protected=False,
            lower=None,
            upper=None,
        )

    def group(
        self,
        members: Mapping[type_key, Sequence[type_key]],
        names: Mapping[type_key, str] | None = None,
    ) -> Grid:
        """Sums over the members of each parent. ValueError when the indicator does not add up.

        A parent has a value only if every member has one (« non concerné » counts for nothing);
        all members of one status give that status, a mixture « incomplet ». A member that the grid
        does not hold is absent, so the sum is not given as whole.
        """
        if not self.additive:
            raise ValueError(f"{self.indicator} ne s’additionne pas.")
        places = {key: position for position, key in enumerate(self.territories)}
        width = len(self.periods)
        values = np.full((len(members), width), np.nan)
        statuses = np.full((len(members), width), ABSENT, np.int8)
        provenances, numbers = [NOWHERE], {}
        provenance = np.zeros((len(members), width), np.int32)
        for line, keys in enumerate(members.values()):
            rows = [places[key] for key in keys if key in places]
            whole = len(rows) == len(keys)
            for column in range(width):
                cell = _sum(self, rows, column, whole=whole)
                values[line, column], statuses[line, column] = cell
                mixed = frozenset(self.provenance[rows, column].tolist())
                provenance[line, column] = _number(
                    numbers, provenances, mixed, [self.provenances[n] for n in sorted(mixed)]
                )
        return replace(
            self,
            territories=tuple(members),
            names=tuple((names or {}).get(key, key[1]) for key in members),
            values=values,
            statuses=statuses,
            provenance=provenance,
            provenances=tuple(provenances),
            protected=False,
            lower=None,
            upper=None,
        )

    def comparable(self, period: str) -> bool:
        """Whether the values of a period come from one edition: else no rank, no order."""
        column = self.periods.index(period)
        used = set(self.provenance[self.known[:, column], column].tolist())
        return len({self.provenances[n].edition for n in used}) <= 1

    def rank(self, period: str, *, lowest_first: bool = False) -> tuple[int | None, ...]:
        """The place of each territory, from 1; ties share the better place.

        None for whatever is not a number, and for all when the editions differ.
        """
        if not self.comparable(period):
            return (None,) * len(self.territories)
        column = self.values[:, self.periods.index(period)]
        known = np.sort(column[np.isfinite(column)])
        places: list[int | None] = []
        for value in column:
            if not np.isfinite(value):
                places.append(None)
            elif lowest_first:
                places.append(int(np.searchsorted(known, value, side="left")) + 1)
            else:
                above = known.size - int(np.searchsorted(known, value, side="right"))
                places.append(above + 1)
        return tuple(places)

    def position(self, territory: str | type_key, period: str) -> float | None:
        """Where the territory stands among the known values: 0 lowest, 1 highest, ties midway.

        None without a number, without anyone to compare with, or across editions.
        """
        row, column = self.row(territory), self.periods.index(period)
        values = self.values[:, column]
        known = values[np.isfinite(values)]
        if not self.known[row, column] or known.size < 2 or not self.comparable(period):
            return None
        below = np.count_nonzero(known < values[row])
        equal = np.count_nonzero(known == values[row]) - 1
        return float((below + equal / 2) / (known.size - 1))

    def _columns(self, columns: Sequence[int]) -> Grid:
        chosen = [int(column) for column in columns]
        return replace(
            self,
            periods=tuple(self.periods[n] for n in chosen),
            values=self.values[:, chosen],
            statuses=self.statuses[:, chosen],
            provenance=self.provenance[:, chosen],
            lower=self.lower[:, chosen],
            upper=self.upper[:, chosen],
        )

    def _observation(self, row: int, column: int) -> Observation:
        level, code = self.territories[row]
        origin = self.provenances[self.provenance[row, column]]
        known = bool(self.known[row, column])
        return Observation(
            indicator=self.indicator,
            level=level,
            territory=code,
            period=self.periods[column],
            value=float(self.values[row, column]) if known else None,
            status=STATUSES[self.statuses[row, column]],
            marks=origin.marks,
            unit=self.unit,
            source=origin.source,
            origin=origin.origin,
            edition=origin.edition,
            vintage=origin.vintage,
            note=origin.note,
            lower=_known(self.lower[row, column]),
            upper=_known(self.upper[row, column]),
            label=self.names[row],
            import_id=origin.import_id,
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _sum(grid: Grid, rows: list[int], column: int, *, whole: bool) -> tuple[float, int]:
    """The value and status of a sum over some rows; `whole` is False when a member is absent."""
    statuses = grid.statuses[rows, column]
    counted = statuses[statuses != NOT_CONCERNED]
    if counted.size == 0:
        return np.nan, NOT_CONCERNED if rows and whole else ABSENT
    if np.all(counted == VALUE) and whole:
        return float(np.nansum(grid.values[rows, column])), VALUE
    if whole and np.all(counted == counted[0]):
        return np.nan, int(counted[0])
    return np.nan, INCOMPLETE


def _merged_pairs(left: Grid, right: Grid) -> tuple[np.ndarray, tuple[Provenance, ...]]:
    """The provenance of a result of two grids: each pair met becomes one."""
    numbers: dict = {}
    provenances = [NOWHERE]
    merged = np.zeros(left.provenance.shape, np.int32)
    for place in np.ndindex(merged.shape):
        pair = (int(left.provenance[place]), int(right.provenance[place]))
        both = [left.provenances[pair[0]], right.provenances[pair[1]]]
        merged[place] = _number(numbers, provenances, pair, both)
    return merged, tuple(provenances)


def _number(numbers: dict, provenances: list, key: object, parts: list[Provenance]) -> int:
    if key not in numbers:
        numbers[key] = len(provenances)
        provenances.append(merge_provenances(parts))
    return numbers[key]


def merge_provenances(parts: Sequence[Provenance]) -> Provenance:
    """Where a computed value comes from: all marks, and every text that its parts give."""
    marks: frozenset[Mark] = frozenset().union(*(part.marks for part in parts))
    vintages = {part.vintage for part in parts}

    def together(name: str, separator: str) -> str:
        return separator.join(sorted({getattr(part, name) for part in parts} - {""}))

    return Provenance(
        unit=together("unit", " ; "),
        source=together("source", " ; "),
        origin=together("origin", "|"),
        edition=together("edition", " + "),
        vintage=vintages.pop() if len(vintages) == 1 else None,
        note=together("note", " ; "),
        marks=marks,
        import_id=together("import_id", "|"),
    )
