"""A commune whose code changed keeps its figures; communes that merged keep their silence."""

from __future__ import annotations

from stats.heirs import under_present_codes
from tests.stats.examples import observation

FORMER = {"49069": "49126", "49001": "49050", "49002": "49050"}
NAMES = {"49126": "Orée d'Anjou", "49050": "Brissac Loire Aubance"}


def commune(code, value, period="2021", **changes):
    return observation(code, period, value, level="commune", label="", **changes)


def told(*rows):
    found = under_present_codes(rows, FORMER, NAMES)
    return [(row.territory, row.period, row.value) for row in found]


def test_a_code_that_changed_is_told_under_the_present_one():
    (row,) = under_present_codes([commune("49069", 7.0, note="Arrondi.")], FORMER, NAMES)
    assert (row.territory, row.value, row.label) == ("49126", 7.0, "Orée d'Anjou")
    assert row.note == "Arrondi. Publié sous le code 49069"


def test_the_present_code_speaks_first():
    assert told(commune("49069", 7.0), commune("49126", 8.0)) == [("49126", "2021", 8.0)]


def test_each_period_is_looked_at_alone():
    rows = [commune("49069", 7.0, "2019"), commune("49126", 8.0, "2021")]
    assert told(*rows) == [("49126", "2019", 7.0), ("49126", "2021", 8.0)]


def test_communes_that_merged_are_not_added_up():
    assert told(commune("49001", 7.0), commune("49002", 9.0)) == []


def test_other_levels_have_codes_of_their_own():
    rows = [observation("44", "2021", 10.0), commune("44109", 17.0)]
    assert told(*rows) == [("44", "2021", 10.0), ("44109", "2021", 17.0)]
