"""What a process reads: one derived file, opened once, with its small tables in memory."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import duckdb
import numpy as np

from stats.statuses import Mark, parse_marks
from stats.store.derived import build
from stats.store.manifest import Record
from stats.store.offline import connect

type_key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What many observations have in common: where they come from and how they are to be read."""

    unit: str = ""
    source: str = ""
    origin: str = ""
    edition: str = ""
    vintage: int | None = None
    note: str = ""
    marks: frozenset[Mark] = frozenset()
    import_id: str = ""


@dataclass(frozen=True)
class Selection:
    """What is asked of the store. Empty means « all »; a territory is a code or (level, code)."""

    indicators: tuple[str, ...] = ()
    level: str | None = None
    territories: tuple[str | type_key, ...] = ()
    periods: tuple[str, ...] = ()
    every_revision: bool = False
    only_real: bool = False


@dataclass
class Snapshot:
    """The content of one fingerprint. Safe among threads: a cursor of its own for each call."""

    fingerprint: str
    connection: duckdb.DuckDBPyConnection
    indicators: list[str]
    territories: list[tuple[str, str, str]]
    periods: list[str]
    provenances: list[Provenance]
    numbers: dict[str, dict] = field(default_factory=dict)

    def count(self, selection: Selection) -> int:
        where, parameters = self._where(selection)
        if where is None:
            return 0
        cursor = self.connection.cursor()
        return cursor.execute(f"select count(*) from fact where {where}", parameters).fetchone()[0]

    def holders(self, selection: Selection) -> list[tuple[str, str]]:
        """(level, code) of the territories that have a row of the selection."""
        where, parameters = self._where(selection)
        query = f"select distinct territory from fact where {where or 'false'} order by territory"
        found = self.connection.cursor().execute(query, parameters).fetchall()
        return [self.territories[number][:2] for (number,) in found]

    def held_periods(self, selection: Selection) -> list[str]:
        """The periods that have a row of the selection, oldest first."""
        where, parameters = self._where(selection)
        query = f"select distinct period from fact where {where or 'false'} order by period"
        found = self.connection.cursor().execute(query, parameters).fetchall()
        return [self.periods[number] for (number,) in found]

    def rows(
        self, selection: Selection, limit: int | None = None, offset: int = 0
    ) -> dict[str, np.ndarray]:
        """Columns of `fact`, as numbers, sorted: indicator, territory, period, revision."""
        where, parameters = self._where(selection)
        where = where or "false"
        query = (
            "select indicator, territory, period, revision, value, status, lower, upper, "
            f"provenance from fact where {where} order by indicator, territory, period, revision"
        )
        if limit is not None or offset:
            query += f" limit {int(limit) if limit is not None else 2**62} offset {int(offset)}"
        columns = self.connection.cursor().execute(query, parameters).fetchnumpy()
        return {name: _filled(column) for name, column in columns.items()}

    def _where(self, selection: Selection) -> tuple[str | None, list]:
        """The condition and its parameters; None when nothing can match."""
        conditions, parameters = ["true"], []
        if not selection.every_revision:
            conditions.append("current")
        for column, wanted in (
            ("indicator", self._ids("indicator", selection.indicators)),
            ("territory", self._territory_ids(selection)),
            ("period", self._ids("period", selection.periods)),
        ):
            if wanted is None:
                continue
            if not wanted:
                return None, []
            condition, given = _among(column, wanted)
            conditions.append(condition)
            parameters += given
        if selection.only_real and self.invented:
            conditions.append("provenance <> all(?)")
            parameters.append(self.invented)
        return " and ".join(conditions), parameters

    @cached_property
    def held_levels(self) -> dict[str, frozenset[str]]:
        """Indicator → the levels at which it has a current observation; asked once."""
        query = "select distinct indicator, territory from fact where current"
        found: dict[str, set[str]] = {}
        for indicator, territory in self.connection.cursor().execute(query).fetchall():
            level = self.territories[territory][0]
            found.setdefault(self.indicators[indicator], set()).add(level)
        return {code: frozenset(levels) for code, levels in found.items()}

    @cached_property
    def invented(self) -> list[int]:
        """The numbers of the provenances marked « fictif »."""
        return [n for n, one in enumerate(self.provenances) if Mark.FICTITIOUS in one.marks]

    def _ids(self, table: str, codes: Sequence[str]) -> list[int] | None:
        if not codes:
            return None
        numbers = self.numbers[table]
        return sorted({numbers[code] for code in codes if code in numbers})

    def _territory_ids(self, selection: Selection) -> list[int] | None:
        if not selection.territories and selection.level is None:
            return None
        if not selection.territories:
            return list(self.numbers["level"].get(selection.level, ()))
        found = set()
        for wanted in selection.territories:
            if isinstance(wanted, tuple):
                found.update(self.numbers["key"].get((str(wanted[0]), wanted[1]), ()))
            else:
                found.update(self.numbers["code"].get(wanted, ()))
        if selection.level is not None:
            found.intersection_update(self.numbers["level"].get(selection.level, ()))
        return sorted(found)


class Opener:
    """Gives the snapshot of what is published now; opens, or derives, only when that changed."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._lock = threading.Lock()
        self._state: tuple = ()
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        state = (os.getpid(), self.record.signature())
        if self._snapshot is not None and state == self._state:
            return self._snapshot
        with self._lock:
            if self._snapshot is None or state != self._state:
                self._snapshot = self._open()
                self._state = state
            return self._snapshot

    def _open(self) -> Snapshot:
        """A file removed between its building and its opening was replaced: build again."""
        for attempt in range(3):
            fingerprint, path = build(self.record)
            try:
                return _load(
                    fingerprint,
                    connect(path, read_only=True),
                )
            except duckdb.IOException:
                if attempt == 2 or path.exists():
                    raise
        raise AssertionError


def _load(fingerprint: str, connection: duckdb.DuckDBPyConnection) -> Snapshot:
    def column(query: str) -> list:
        return connection.execute(query).fetchall()

    imports = dict(column("select id, code from import"))
    territories = column("select niveau, code, nom from territory order by id")
    snapshot = Snapshot(
        fingerprint=fingerprint,
        connection=connection,
        indicators=[code for (code,) in column("select code from indicator order by id")],
        territories=territories,
        periods=[code for (code,) in column("select code from period order by id")],
        provenances=[
            Provenance(*row[:6], parse_marks(row[6]), imports[row[7]])
            for row in column(
                "select unite, source, origine, edition, millesime, note, marques, rang "
                "from provenance order by id"
            )
        ],
    )
    snapshot.numbers = {
        "indicator": {code: number for number, code in enumerate(snapshot.indicators)},
        "period": {code: number for number, code in enumerate(snapshot.periods)},
        **_territory_numbers(territories),
    }
    return snapshot


def _territory_numbers(territories: list[tuple[str, str, str]]) -> dict[str, dict]:
    numbers: dict[str, dict] = {"level": {}, "code": {}, "key": {}}
    for number, (level, code, _name) in enumerate(territories):
        for table, key in (("level", level), ("code", code), ("key", (level, code))):
            numbers[table].setdefault(key, []).append(number)
    return numbers


def _among(column: str, wanted: list[int]) -> tuple[str, list]:
    """A run of numbers (a whole level) is asked for by its ends: far faster than one by one."""
    if wanted[-1] - wanted[0] == len(wanted) - 1:
        return f"{column} between ? and ?", [wanted[0], wanted[-1]]
    return f"{column} = any(?)", [wanted]


def _filled(column: np.ndarray) -> np.ndarray:
    """DuckDB masks nulls; here an absent number is NaN."""
    if isinstance(column, np.ma.MaskedArray):
        return column.filled(np.nan) if column.dtype.kind == "f" else column.data
    return column
