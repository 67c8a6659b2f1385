"""What a publication would change for a reader: new, changed, same and gone, before it is done."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from stats.observation import Observation
from stats.store.derived import NO_ROWS
from stats.store.manifest import Record
from stats.store.offline import connect
from stats.store.plan import Plan, plan_publication
from stats.store.revisions import SAME_KEY, among, live_rows, number_revisions
from stats.store.store import Store
from stats.store.table import KEY, observation_table

LARGEST = 50
# What a reader sees of a figure: the number, why there is none, and the signs beside it.
SEEN = ("valeur", "statut", "marques", "borne_basse", "borne_haute")
SAME_SEEN = " and ".join(f"b.{name} is not distinct from a.{name}" for name in SEEN)


@dataclass(frozen=True)
class Counts:
    """How many figures of one indicator and level are new, changed, the same, or gone."""

    indicator: str
    level: str
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Move:
    """A figure whose value or status changes. Values are in the indicator's unit.

    `relative` is |after − before| / |before|: None when one of them is no number, infinite from 0.
    """

    indicator: str
    level: str
    territory: str
    period: str
    before: float | None
    before_status: str
    after: float | None
    after_status: str

    @property
    def relative(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        if self.before == self.after:
            return 0.0
        return abs(self.after - self.before) / abs(self.before) if self.before else math.inf


@dataclass(frozen=True)
class Difference:
    """`counts` by indicator then level; `moves` are the largest changes, the largest first.

    `identifier` is the import's, should it be published; `is_live` when it already is.
    """

    identifier: str
    fingerprint: str
    is_live: bool
    counts: tuple[Counts, ...] = ()
    moves: tuple[Move, ...] = field(default=())

    def total(self, kind: str) -> int:
        """The sum over every indicator of « new », « changed », « same » or « gone »."""
        return sum(getattr(line, kind) for line in self.counts)

    @property
    def changes_nothing(self) -> bool:
        return not (self.total("new") or self.total("changed") or self.total("gone"))

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict) -> Difference:
        counts = tuple(Counts(**line) for line in content["counts"])
        moves = tuple(Move(**move) for move in content["moves"])
        return cls(**(content | {"counts": counts, "moves": moves}))


def difference(
    store: Store,
    observations: Iterable[Observation] | pa.Table,
    *,
    source: str,
    replace: bool = False,
    largest: int = LARGEST,
) -> Difference:
    """What `store.publish` of the same arguments would change; nothing is written.

    A figure is what a reader sees at a key (indicator, level, territory, period): its current
    revision. « Gone » only exists with `replace`: what the source had published and does not give
    any more. Raises RefusedError as `publish` does.
    """
    table = observation_table(observations)
    record = Record(store.path)
    plan = plan_publication(record, table, source=source, replace=replace)
    live = [record.observations_path(entry.id) for entry in record.manifest().live]
    hidden = [record.observations_path(identifier) for identifier in plan.hidden]
    with connect() as connection:
        connection.register("incoming", number_revisions(table, plan.compared))
        where = _touch(connection, hidden)
        _compare(connection, plan, live, where)
        counts, moves = _counts(connection), _moves(connection, largest)
    return Difference(plan.identifier, record.fingerprint(), plan.is_live, counts, moves)


def _touch(connection: duckdb.DuckDBPyConnection, hidden: list[Path]) -> str:
    """The table `touched`: every key the publication gives or hides. Gives the condition that
    spares most of the other rows to who reads the files."""
    keys = ", ".join(KEY)
    connection.execute(
        f"""
        create temp table touched as
        select {", ".join(f"{name}::varchar as {name}" for name in KEY)} from incoming
        union select {keys} from ({_rows(hidden)})
        """
    )
    conditions = []
    for name in ("indicateur", "niveau", "periode"):
        found = connection.execute(f"select distinct {name} from touched").fetchall()
        conditions.append(among(name, [text for (text,) in found]))
    return " and ".join(conditions)


def _compare(
    connection: duckdb.DuckDBPyConnection, plan: Plan, live: list[Path], where: str
) -> None:
    """The table `compared`: a line for every key the publication touches, before and after."""
    kept = _touched(plan.kept, where)
    connection.execute(f"create temp table kept as {kept}")
    before, after = (
        _touched(live, where) if live != plan.kept else "from kept",
        "select * from kept",
    )
    if not plan.is_live:
        after += f" union all by name select *, {len(plan.kept)} as rang from incoming"
    connection.execute(
        f"""
        create temp table compared as
        with b as ({_current(before)}), a as ({_current(after)})
        select {", ".join(f"k.{name}" for name in KEY)},
            b.valeur as before, b.statut as before_status,
            a.valeur as after, a.statut as after_status,
            case when b.statut is null then 'new' when a.statut is null then 'gone'
                when {SAME_SEEN} then 'same' else 'changed' end as kind
        from touched k
        left join b on {SAME_KEY.format(left="k", right="b")}
        left join a on {SAME_KEY.format(left="k", right="a")}
        """
    )


def _touched(paths: list[Path], where: str) -> str:
    keys = ", ".join(KEY)
    return f"select * from ({_rows(paths, where)}) semi join touched using ({keys})"


def _rows(paths: list[Path], where: str = "") -> str:
    return live_rows(paths, where) if paths else NO_ROWS


def _current(rows: str) -> str:
    """Of each key the highest revision; of one revision, what the last import says of it."""
    keys = ", ".join(KEY)
    return (
        f"select * from ({rows}) qualify row_number() over "
        f"(partition by {keys} order by revision desc, rang desc) = 1"
    )


def _counts(connection: duckdb.DuckDBPyConnection) -> tuple[Counts, ...]:
    kinds = ", ".join(
        f"count(*) filter (kind = '{kind}')" for kind in ("new", "changed", "same", "gone")
    )
    rows = connection.execute(
        f"select indicateur, niveau, {kinds} from compared group by all order by all"
    ).fetchall()
    return tuple(Counts(*row) for row in rows)


def _moves(connection: duckdb.DuckDBPyConnection, largest: int) -> tuple[Move, ...]:
    """Numbers first, by relative change; then the figures that become a number, or cease to be."""
    rows = connection.execute(
        f"""
        select {", ".join(KEY)}, before, before_status, after, after_status from compared
        where kind = 'changed' and (before is distinct from after or before_status <> after_status)
        order by case when before is null or after is null then -1
            when before = 0 then 'infinity'::double
            else abs(after - before) / abs(before) end desc, {", ".join(KEY)}
        limit ?
        """,
        [largest],
    ).fetchall()
    return tuple(Move(*row) for row in rows)
