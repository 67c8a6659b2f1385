"""The DuckDB file derived from the record: one per fingerprint, read only, integer keys inside.

It holds nothing that the Parquet files do not, so it may be deleted at any time. Texts (codes,
names, citations) stand once in small tables, loaded at opening; `fact` holds numbers only.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from stats.periods import parse_period
from stats.statuses import Status
from stats.store.manifest import Record
from stats.store.offline import connect
from stats.store.revisions import every_row
from stats.territory.model import Level

FORM = 1
STATUSES = tuple(Status)
LEVELS = tuple(Level)
PROVENANCE = (
    "unite",
    "source",
    "origine",
    "edition",
    "millesime",
    "note",
    "marques",
    "rang",
)
NO_ROWS = (
    "select '' indicateur, '' niveau, '' territoire, '' periode, 0.0 valeur, '' statut, "
    "'' marques, '' unite, '' source, '' origine, '' edition, 0 millesime, 0 revision, '' note, "
    "0.0 borne_basse, 0.0 borne_haute, 0 rang limit 0"
)


def derived_path(record: Record, fingerprint: str) -> Path:
    return record.path / "derive" / f"{fingerprint}-{FORM}.duckdb"


def build(record: Record) -> tuple[str, Path]:
    """The fingerprint of what is published now and its file, built if it is not there.

    Who publishes during the building makes it begin again: the file always holds its fingerprint.
    """
    with record.alone("derive"):
        while True:
            fingerprint = record.fingerprint()
            target = derived_path(record, fingerprint)
            if target.exists():
                return fingerprint, target
            _remove_all(target.parent)
            temporary = target.with_suffix(".construction")
            _fill(temporary, record)
            if record.fingerprint() == fingerprint:
                os.replace(temporary, target)
                return fingerprint, target


def _fill(path: Path, record: Record) -> None:
    entries = record.manifest().live
    paths = [record.observations_path(entry.id) for entry in entries]
    with connect(path) as connection:
        connection.execute("begin")
        connection.execute(f"create temp view row as {every_row(paths) if paths else NO_ROWS}")
        _fill_imports(connection, [entry.id for entry in entries])
        _fill_dimensions(connection, record)
        _number_rows(connection)
        _fill_facts(connection)
        connection.execute("commit")
        connection.execute("checkpoint")


def _fill_imports(connection: duckdb.DuckDBPyConnection, identifiers: list[str]) -> None:
    _number(connection, "table import", "code", identifiers)


def _fill_dimensions(connection: duckdb.DuckDBPyConnection, record: Record) -> None:
    connection.execute(
        "create table indicator as select row_number() over (order by indicateur) - 1 as id, "
        "indicateur as code from (select distinct indicateur from row)"
    )
    _fill_periods(connection)
    _fill_territories(connection, record.path / "territoires" / "territoires.parquet")
    columns = ", ".join(PROVENANCE)
    connection.execute(
        f"""
        create table provenance as
        select row_number() over (order by {columns}) - 1 as id, {columns}
        from (select distinct {columns} from row)
        """
    )


def _fill_periods(connection: duckdb.DuckDBPyConnection) -> None:
    """Numbered in the order of time, so that sorting by number sorts by time."""
    found = connection.execute("select distinct periode from row").fetchall()
    codes = sorted(parse_period(code) for (code,) in found)
    _number(connection, "table period", "code", [period.code for period in codes])


def _fill_territories(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Numbered by level, from the smallest, then by code; named where the name is known."""
    _number(connection, "temp table level", "niveau", [str(level) for level in LEVELS])
    names = "select '' niveau, '' code, '' nom limit 0"
    if path.exists():
        quoted = str(path).replace("'", "''")
        names = (
            f"select niveau, code, nom from read_parquet('{quoted}') qualify row_number() over "
            "(partition by niveau, code order by fin desc nulls first, millesime desc) = 1"
        )
    connection.execute(
        f"""
        create table territory as
        select row_number() over (order by level.id, territoire) - 1 as id, niveau,
            territoire as code, coalesce(nom, '') as nom
        from (select distinct niveau, territoire from row) r
        left join level using (niveau)
        left join ({names}) n on n.niveau = r.niveau and n.code = r.territoire
        """
    )


def _number(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, texts: list[str]
) -> None:
    """A table of texts numbered from 0, in the order given."""
    connection.execute(
        f"create {table} as select generate_subscripts(texts, 1) - 1 as id, "
        f"unnest(texts) as {column} from (select ?::varchar[] as texts)",
        [texts],
    )


def _number_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Every row as numbers only: what follows compares and sorts numbers, never texts."""
    statuses = ", ".join(f"'{status}'" for status in STATUSES)
    same_provenance = " and ".join(f"v.{name} is not distinct from r.{name}" for name in PROVENANCE)
    connection.execute(
        f"""
        create temp table numbered as
        select i.id::smallint as indicator, t.id::integer as territory, p.id::integer as period,
            r.revision::smallint as revision, r.valeur as value,
            (list_position([{statuses}], r.statut) - 1)::tinyint as status,
            r.borne_basse as lower, r.borne_haute as upper, v.id::integer as provenance, r.rang
        from row r
        join indicator i on i.code = r.indicateur
        join territory t on t.niveau = r.niveau and t.code = r.territoire
        join period p on p.code = r.periode
        join provenance v on {same_provenance}
        """
    )


def _fill_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Of one key and revision the last import; current is the highest revision of its key."""
    connection.execute(
        """
        create table fact as
        with latest as (
            select indicator, territory, period, max(revision) as revision
            from numbered where revision > 1 group by all
        )
        select indicator, territory, period, n.revision,
            l.revision is null or l.revision = n.revision as current,
            n.value, n.status, n.lower, n.upper, n.provenance
        from (
            select * from numbered qualify row_number() over (
                partition by indicator, territory, period, revision order by rang desc
            ) = 1
        ) n
        left join latest l using (indicator, territory, period)
        order by indicator, period, territory, n.revision
        """
    )


def _remove_all(folder: Path) -> None:
    """Former fingerprints and halves left by a kill; who reads an open one keeps it."""
    for path in folder.iterdir():
        if ".duckdb" in path.name or ".construction" in path.name:
            path.unlink()
