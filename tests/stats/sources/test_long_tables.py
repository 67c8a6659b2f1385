"""A long table needs no YAML, in a workbook as in a CSV."""

from __future__ import annotations

from stats.sources import read
from tests.stats.sources.workbooks import workbook

HEADER = ["niveau", "territoire", "periode", "valeur"]


def test_a_long_workbook(tmp_path, catalogue):
    rows = [
        ["indicateur", *HEADER],
        ["TX_PAUV60", "departement", "01", 2019, 10.7],
        ["TX_PAUV60", "departement", "44", 2019, 10.1],
    ]
    found, report = read("long", [workbook(tmp_path, rows)], catalogue)
    assert [(one.territory, one.period, one.value) for one in found] == [
        ("01", "2019", 10.7),
        ("44", "2019", 10.1),
    ]
    assert (report.rows, report.accepted, report.refused) == (2, 2, ())


def test_the_name_of_the_file_may_say_the_indicator(tmp_path, catalogue):
    path = tmp_path / "TX_PAUV60_M30_2019.csv"
    path.write_text(";".join(HEADER) + "\ndepartement;44;2019;17,2\n", encoding="utf-8")
    (one,), _ = read("long", [path], catalogue)
    assert (one.indicator, one.value) == ("TX_PAUV60_M30", 17.2)


def test_who_asks_may_say_the_indicator(tmp_path, catalogue):
    path = tmp_path / "table.csv"
    path.write_text(";".join(HEADER) + "\ndepartement;44;2019;10,1\n", encoding="utf-8")
    (one,), _ = read("long", [path], catalogue, indicator="TX_PAUV60")
    assert (one.indicator, one.value) == ("TX_PAUV60", 10.1)
    found, report = read("long", [path], catalogue)
    assert (found, [refusal.column for refusal in report.refused]) == ([], ["indicateur"])
