"""A publication is numbered against what it touches only: the rest of the store is not read."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stats.statuses import Status
from stats.store import Store, difference
from stats.store.manifest import Record
from stats.store.offline import connect
from stats.store.revisions import among, live_rows, number_revisions
from stats.store.table import SCHEMA, observation_table
from tests.stats.examples import observation

INDICATORS, LEVELS = ("AUTRE", "TX_PAUV60"), ("commune", "departement")
PERIODS = ("2019", "2020")


def one(indicator, level, territory, period, value, **changes):
    return observation(territory, period, value, indicator=indicator, level=level, **changes)


def everything(value, **changes):
    """Two indicators × two levels × two years × two territories."""
    return [
        one(indicator, level, territory, period, value, **changes)
        for indicator in INDICATORS
        for level in LEVELS
        for territory in ("44", "49")
        for period in PERIODS
    ]


@pytest.fixture
def store(tmp_path):
    """The same keys given three times, otherwise, then once by halves."""
    store = Store(tmp_path / "magasin")
    store.publish(everything(1.0, edition="Filosofi 2019"), source="a")
    store.publish(everything(2.0, edition="Filosofi 2020"), source="b")
    store.publish(everything(2.0, edition="Filosofi 2021")[::2], source="c")
    return store


def files(store):
    record = Record(store.path)
    return [record.observations_path(entry.id) for entry in record.manifest().live]


def the_long_way(store, folder):
    """Every row of the store in one file, which no condition on its own rows may spare."""
    path = folder / "tout.parquet"
    with connect() as connection:
        rows = connection.sql(f"select * exclude rang from ({live_rows(files(store))})")
        pq.write_table(rows.to_arrow_table().select(SCHEMA.names), path)
    return [path]


GIVEN = {
    "the same": everything(2.0, edition="Filosofi 2021"),
    "another value": everything(3.0, edition="Filosofi 2022"),
    "an older edition": everything(4.0, edition="Filosofi 2018"),
    "what was said once": everything(1.0, edition="Filosofi 2019"),
    "stated revisions": everything(5.0, revision=2),
    "a secret": everything(None, status=Status.PRIMARY_SECRET),
    "one cell": [one("TX_PAUV60", "commune", "44", "2020", 7.0)],
    "a new year": [one("TX_PAUV60", "commune", "44", "2021", 7.0)],
    "half of it new": [*everything(3.0), one("NOUVEAU", "region", "R52", "2019", 1.0)],
    "a name with an apostrophe": [one("TX_PAUV60", "commune", "l'île", "2020", 1.0)],
    "nothing": [],
}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_numbering_against_what_is_touched_equals_numbering_against_everything(
    store, tmp_path, given
):
    table = observation_table(given)
    numbered = number_revisions(table, files(store))
    assert numbered.equals(number_revisions(table, the_long_way(store, tmp_path)))
    assert min(numbered.column("revision").to_pylist(), default=1) >= 1


@pytest.mark.parametrize(
    ("asked", "scanned"),
    [
        (["AUTRE"], ["1 / 1"] * 3),
        (["AUTRE", "TX_PAUV60"], ["1 / 1"] * 3),
        (["UN", "VN"], []),
    ],
)
def test_a_file_that_holds_none_of_what_is_asked_is_not_read(store, asked, scanned):
    """The groups of rows that DuckDB scans, in each of the three files: not even one."""
    rows = live_rows(files(store), among("indicateur", asked))
    with connect() as connection:
        ((_, plan),) = connection.execute(f"explain analyze {rows}").fetchall()
    assert re.findall(r"Row Groups Scanned: (\d / \d)", plan) == scanned


def test_a_condition_is_written_out_in_order_and_quoted():
    assert among("periode", ["l'an", "2019"]) == "periode in ('2019', 'l''an')"
    assert among("periode", []) == "false"


def test_a_file_tells_what_its_groups_of_rows_hold(store):
    """Statistics on what is asked for, texts as plain texts for any reader."""
    file = pq.ParquetFile(files(store)[0])
    assert file.schema_arrow.remove_metadata() == SCHEMA
    group = file.metadata.row_group(0)
    told = {
        group.column(place).path_in_schema: (
            group.column(place).statistics.min,
            group.column(place).statistics.max,
        )
        for place in range(group.num_columns)
        if group.column(place).is_stats_set
    }
    assert told == {
        "indicateur": ("AUTRE", "TX_PAUV60"),
        "niveau": ("commune", "departement"),
        "periode": ("2019", "2020"),
    }


def test_a_difference_does_not_depend_on_what_else_is_published(store, tmp_path):
    given = everything(3.0, edition="Filosofi 2022")[:4]
    alone = Store(tmp_path / "seul")
    keys = {(row.indicator, row.level, row.territory, row.period) for row in given}
    for imported in store.imports():
        rows = pq.read_table(Record(store.path).observations_path(imported.id)).to_pylist()
        kept = [
            row
            for row in rows
            if (row["indicateur"], row["niveau"], row["territoire"], row["periode"]) in keys
        ]
        alone.publish(pa.Table.from_pylist(kept, schema=SCHEMA), source=imported.source)
    found, wanted = difference(store, given, source="d"), difference(alone, given, source="d")
    assert (found.counts, found.moves) == (wanted.counts, wanted.moves)
    assert found.total("changed") == 4
