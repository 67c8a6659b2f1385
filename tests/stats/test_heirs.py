"""A commune whose code changed keeps its figures; merged communes are added up when sure."""

from __future__ import annotations

from datetime import date

from stats.catalogue.model import Nature
from stats.heirs import Past, on_present_ground, under_present_codes
from stats.statuses import Status
from stats.territory.conversion import Perimeters
from stats.territory.movements import Movement
from tests.stats.examples import indicator, observation

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


def merger(before, after, year=2019):
    return Movement(32, date(year, 1, 1), before, after)


# A and B make A in 2019; C and D make E, then C comes back in 2024; F takes the code G in 2022.
MOVES = (
    merger("49001", "49001"),
    merger("49002", "49001"),
    merger("49003", "49005"),
    merger("49004", "49005"),
    Movement(21, date(2024, 1, 1), "49005", "49005"),
    Movement(21, date(2024, 1, 1), "49005", "49003"),
    Movement(41, date(2022, 1, 1), "49006", "49007"),
)
GONE = {"49002": "49001", "49004": "49005", "49006": "49007"}
PAST = Past(2025, GONE, {"49001": "A"}, Perimeters(MOVES))
COUNT = indicator(nature=Nature.COUNT, additive=True)


def carried(*rows, described=COUNT, past=PAST):
    found = on_present_ground(rows, described, past)
    return {(row.territory, row.period): (row.value, row.vintage) for row in found}


class TestWithMovements:
    def test_counts_of_communes_that_merged_are_added_up(self):
        old = [commune("49001", 3.0, vintage=2018), commune("49002", 4.0, vintage=2018)]
        (row,) = on_present_ground(old, COUNT, PAST)
        assert (row.territory, row.value, row.vintage, row.label) == ("49001", 7.0, 2025, "A")
        assert row.note == "Somme de 49001 et 49002, communes réunies depuis"
        assert row.import_id == ""

    def test_a_secret_takes_the_sum_with_it(self):
        hidden = commune("49002", None, vintage=2018, status=Status.PRIMARY_SECRET)
        (row,) = on_present_ground([commune("49001", 3.0, vintage=2018), hidden], COUNT, PAST)
        assert (row.value, row.status) == (None, Status.PRIMARY_SECRET)

    def test_a_rate_of_communes_that_merged_stays_in_its_geography(self):
        old = [commune("49001", 3.0, vintage=2018), commune("49002", 4.0, vintage=2018)]
        assert carried(*old, described=indicator()) == {("49001", "2021"): (3.0, 2018)}

    def test_a_part_that_the_file_lacks_is_not_guessed(self):
        assert carried(commune("49001", 3.0, vintage=2018)) == {("49001", "2021"): (3.0, 2018)}

    def test_what_left_and_came_back_is_found_again(self):
        assert carried(commune("49003", 5.0, vintage=2018), described=indicator()) == {
            ("49003", "2021"): (5.0, 2025)
        }

    def test_a_code_that_changed_keeps_even_a_median(self):
        old = commune("49006", 5.0, vintage=2021, import_id="x")
        (row,) = on_present_ground([old], indicator(nature=Nature.MEDIAN), PAST)
        assert (row.territory, row.value, row.vintage) == ("49007", 5.0, 2025)
        assert (row.note, row.import_id) == ("Publié sous le code 49006", "")

    def test_what_no_movement_names_is_the_same(self):
        assert carried(commune("49300", 5.0, vintage=2014)) == {("49300", "2021"): (5.0, 2025)}

    def test_the_latest_geography_speaks_first(self):
        rows = [
            commune("49001", 9.0, vintage=2020),
            *(commune(code, 1.0, vintage=2018) for code in ("49001", "49002")),
        ]
        assert carried(*rows) == {("49001", "2021"): (9.0, 2025)}

    def test_other_levels_keep_their_vintage(self):
        assert carried(observation("244400404", "2021", 1.0, level="epci", vintage=2020)) == {
            ("244400404", "2021"): (1.0, 2020)
        }


def test_without_movements_what_absorbed_another_stays_in_its_geography():
    blind = Past(2025, GONE, {})
    rows = [commune("49001", 3.0, vintage=2018), commune("49300", 5.0, vintage=2018)]
    assert carried(*rows, past=blind) == {
        ("49001", "2021"): (3.0, 2018),
        ("49300", "2021"): (5.0, 2025),
    }
