"""Invented figures stay inside: no export, no question that asks for real ones, ever holds one."""

from __future__ import annotations

import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.__main__ import main
from stats.compute import grid_of
from stats.export import FORMATS, export
from stats.origin import holds_invented, only_real
from stats.statuses import Mark, Status
from stats.store import Store
from stats.store.table import observation_table
from tests.stats.examples import indicator, observation

INVENTED = frozenset({Mark.FICTITIOUS})
marks = st.frozensets(st.sampled_from(Mark), max_size=3)
figures = st.lists(st.tuples(st.integers(0, 9_999), marks), max_size=12)


def rows(given_figures):
    """A figure a territory, whose code no other text holds."""
    return [
        observation(f"T{place:02d}Z", "2020", float(value), marks=found, source="Insee")
        for place, (value, found) in enumerate(given_figures)
    ]


def codes(given_rows, *, invented: bool) -> set[str]:
    return {row.territory for row in given_rows if (Mark.FICTITIOUS in row.marks) is invented}


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None)
@given(figures)
def test_no_export_holds_an_invented_figure(form, given_figures):
    given_rows = rows(given_figures)
    content = export(given_rows, form)
    if form == "parquet":
        content = json.dumps(pq.read_table(io.BytesIO(content)).to_pylist()).encode()
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(map(archive.read, archive.namelist()))
    written = {code for code in (row.territory for row in given_rows) if code.encode() in content}
    assert written == codes(given_rows, invented=False)
    assert b"fictif" not in content


@given(figures)
def test_each_form_is_told_apart_alike(given_figures):
    given_rows = rows(given_figures)
    real = [row for row in given_rows if Mark.FICTITIOUS not in row.marks]
    assert only_real(given_rows) == real
    table = only_real(observation_table(given_rows))
    assert set(table.column("territoire").to_pylist()) == codes(given_rows, invented=False)
    grid = grid_of(indicator(), given_rows)
    shown = {cell.territory for cell in only_real(grid).observations() if cell.known}
    assert shown == codes(given_rows, invented=False)
    assert holds_invented(grid) is bool(codes(given_rows, invented=True))
    assert holds_invented(only_real(grid)) is False


def test_a_hidden_cell_says_nothing_of_its_origin():
    grid = grid_of(indicator(), [observation("44", "2020", 1.0, marks=INVENTED)])
    cell = only_real(grid).cell("44", "2020")
    assert (cell.status, cell.value, cell.source) == (Status.NOT_AVAILABLE, None, "")


def test_anything_else_is_refused():
    with pytest.raises(TypeError):
        only_real("un texte")


def test_a_quotient_and_a_sum_of_an_invented_figure_are_invented():
    counts = indicator(additive=True)
    above = grid_of(counts, [observation("44", "2020", 1.0, marks=INVENTED)])
    below = grid_of(counts, [observation("44", "2020", 2.0)])
    key = ("departement", "44")
    for grid in (
        above.divide(below, indicator="R"),
        below.divide(above, indicator="R"),
        above.group({("region", "R52"): [key]}),
    ):
        assert grid.observations()[0].marks == INVENTED


class TestStore:
    @pytest.fixture
    def store(self, tmp_path):
        store = Store(tmp_path / "magasin")
        found = [
            observation("44", "2020", 10.0),
            observation("49", "2020", 11.1, marks=INVENTED),
            observation("53", "2020", 11.0, marks=INVENTED | {Mark.PROVISIONAL}),
        ]
        store.publish(found, source="long")
        return store

    def test_a_question_of_real_figures(self, store):
        assert [row.territory for row in store.observations(only_real=True)] == ["44"]
        assert store.table(only_real=True).column("territoire").to_pylist() == ["44"]
        assert (store.count(only_real=True), store.count()) == (1, 3)

    def test_a_page_of_them_is_full(self, store):
        more = [observation(code, "2021", 1.0) for code in ("44", "49", "53")]
        store.publish(more, source="autre")
        page = store.observations(only_real=True, limit=2, offset=1)
        assert [row.key[2:] for row in page] == [("44", "2021"), ("49", "2021")]

    def test_without_any_nothing_changes(self, tmp_path):
        store = Store(tmp_path / "autre")
        store.publish([observation("44", "2020", 10.0)], source="long")
        assert store.observations(only_real=True) == store.observations()

    def test_the_command_gives_them_only_when_asked(self, store, capsys):
        asked = ["query", "--store", str(store.path), "--indicateur", "TX_PAUV60"]
        for more, expected in ((), ["44"]), (("--avec-fictif",), ["44", "49", "53"]):
            assert main([*asked, *more]) == 0
            lines = capsys.readouterr().out.splitlines()[1:]
            assert [line.split(",")[1] for line in lines] == expected
