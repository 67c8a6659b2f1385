"""Nothing leaves with a secret, whichever door is taken."""

from io import BytesIO

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from stats.compute import grid_of
from stats.export import FORMATS, TABLE, export
from stats.secrecy import protect, protect_rows, protect_table, require_protected
from stats.statuses import SECRET, Status
from tests.stats.examples import indicator, observation

NUMBER = 123_456.75


def leaking_table(statuses):
    """What a faulty import could hold: a number and bounds beside each status."""
    count = len(statuses)
    columns = {name: pa.nulls(count, TABLE.field(name).type) for name in TABLE.names}
    columns |= {
        "indicateur": pa.array(["X"] * count),
        "niveau": pa.array(["departement"] * count),
        "territoire": pa.array([f"{n:02}" for n in range(count)]),
        "periode": pa.array(["2020"] * count),
        "statut": pa.array([str(status) for status in statuses]),
        "valeur": pa.array([NUMBER] * count),
    }
    return pa.table(columns)


@settings(deadline=None)  # the first example pays for loading Arrow's functions
@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=9))
def test_a_table_keeps_only_published_numbers(statuses):
    kept = protect_table(leaking_table(statuses)).column("valeur").to_pylist()
    assert kept == [NUMBER if status is Status.VALUE else None for status in statuses]


@pytest.mark.parametrize("form", ["csv", "csv-fr", "json", "json-stat"])
def test_no_format_lets_a_secret_out(form):
    written = export(leaking_table(sorted(SECRET)), form).decode("utf-8-sig")
    assert "123456" not in written


def test_no_workbook_lets_a_secret_out():
    book = load_workbook(BytesIO(export(leaking_table(sorted(SECRET)), "xlsx")))
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    assert [value for value in cells if "123456" in str(value)] == []


def test_every_format_is_tried():
    assert sorted(FORMATS) == ["csv", "csv-fr", "json", "json-stat", "parquet", "xlsx"]


def test_rows_lose_the_bounds_of_a_secret():
    secret = observation("44", "2020", None, status=Status.SECONDARY_SECRET, lower=1.0, upper=9.0)
    censored = observation("49", "2020", None, status=Status.CENSORED, lower=5.0)
    assert [(row.lower, row.upper) for row in protect_rows([secret, censored])] == [
        (None, None),
        (5.0, None),
    ]


def test_what_was_not_protected_is_refused():
    grid = grid_of(indicator(), [observation("44", "2020", 1.0)])
    with pytest.raises(ValueError, match="has not been through protect"):
        require_protected(grid)
    assert require_protected(protect(grid, indicator())).protected is True
