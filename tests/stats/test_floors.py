"""A floor is a bound: read once, it is neither ranked, compared nor told as a number."""

from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.catalogue.model import Floor
from stats.comparison.guards import Refusal, refuse_rank
from stats.compute import grid_of
from stats.drawing.choropleth import choropleth
from stats.floors import with_floors
from stats.secrecy import protect
from stats.statuses import Mark, Status
from stats.store.table import SCHEMA, observation_of, observation_table
from stats.words import describe_range, format_observation, text_alternative
from tests.stats.examples import indicator, observation
from tests.stats.test_drawing import TOPOLOGY

RATE = indicator(floor=Floor(5, ("commune",)), levels=("commune", "departement"))
KNOWN = {"TX_PAUV60": RATE}
ROUNDED = frozenset({Mark.ROUNDED_1})


def rate(code, value, level="commune", **changes):
    given = {"level": level, "label": code.upper(), "marks": ROUNDED} | changes
    return observation(code, "2021", value, **given)


def bound(code, **changes):
    return rate(code, None, status=Status.CENSORED, upper=5.0, **changes)


def test_a_number_at_the_floor_becomes_a_bound():
    read = [rate("a", 5.0), rate("b", 6.0), rate("c", 5.0, "departement")]
    assert with_floors(read, KNOWN) == [bound("a"), read[1], read[2]]


def test_an_indicator_without_a_floor_is_left_alone():
    read = [rate("a", 5.0)]
    assert with_floors(read, {"TX_PAUV60": indicator()}) == read
    assert with_floors(read, {}) == read


cells = st.lists(
    st.tuples(
        st.sampled_from(["TX_PAUV60", "AUTRE"]),
        st.sampled_from(["commune", "departement"]),
        st.sampled_from([3.0, 5.0, 5.1, 12.0, None]),
    ),
    max_size=8,
)


@settings(deadline=None)  # Arrow loads at the first example
@given(cells)
def test_a_table_says_what_a_list_says(rows):
    read = [
        rate(
            f"{number:05d}",
            value,
            level,
            indicator=code,
            status=Status.VALUE if value is not None else Status.PRIMARY_SECRET,
        )
        for number, (code, level, value) in enumerate(rows)
    ]
    table = with_floors(observation_table(read), KNOWN)
    told = [observation_of(row) for row in observation_table(table).to_pylist()]
    expected = observation_table(with_floors(read, KNOWN))
    assert told == [observation_of(row) for row in expected.to_pylist()]


def test_a_table_without_a_row_stays_one():
    assert with_floors(pa.table([[]] * len(SCHEMA), schema=SCHEMA), KNOWN).num_rows == 0


class TestSaying:
    def said(self, rows):
        grid = protect(grid_of(RATE, rows), RATE)
        return describe_range(RATE, grid, NoNames()).replace("\u00a0", " ")

    def test_the_value(self):
        assert format_observation(RATE, bound("a")) == "5\u00a0% ou moins"
        half = replace(RATE, floor=Floor(2.5, ("commune",)))
        told = format_observation(half, replace(bound("a"), upper=2.5))
        assert told == "2,5\u00a0% ou moins"

    def test_a_bound_that_is_not_the_floor(self):
        other = replace(bound("a"), upper=7.0)
        assert format_observation(RATE, other) == "moins de 7,0\u00a0%"

    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            (
                [bound("a"), bound("b"), bound("c"), rate("d", 28.0), rate("e", 9.0)],
                "Le taux de pauvreté est de 5 % ou moins dans 3 communes et va jusqu’à 28 % (D)",
            ),
            ([bound("a")], "Le taux de pauvreté est de 5 % ou moins (A)"),
            (
                [rate("a", 6.0), rate("b", 9.0)],
                "Le taux de pauvreté va de 6 % (A) à 9 % (B)",
            ),
        ],
    )
    def test_the_range(self, rows, sentence):
        assert self.said(rows) == sentence

    def test_a_map_in_words_counts_them_once(self):
        grid = protect(grid_of(RATE, [bound("a"), rate("b", 9.0)]), RATE)
        assert text_alternative(RATE, grid, NoNames()).replace("\u00a0", " ") == (
            "Le taux de pauvreté est de 5 % ou moins (A) et va jusqu’à 9 % (B), en 2021."
        )

    def test_there_is_no_rank(self):
        assert isinstance(refuse_rank(RATE, [bound("a"), rate("b", 9.0)]), Refusal)


class NoNames:
    """Names no territory: the labels of the grid speak."""

    def get(self, level, code):
        return None


def test_a_map_has_a_legend_of_its_own_for_the_floor():
    rows = [bound("44"), rate("49", 12.0), rate("53", 7.0)]
    drawn = choropleth(RATE, protect(grid_of(RATE, rows), RATE), TOPOLOGY, NoNames())
    told = [entry["texte"].replace("\u00a0", " ") for entry in drawn["usermeta"]["legende"]]
    assert told[-2:] == ["5 % ou moins (1)", "Sans valeur connue ici (3)"]
    (joined,) = drawn["layer"][0]["transform"]
    values = {row["code"]: row for row in joined["from"]["data"]["values"]}
    assert values["44"]["infobulle"].replace("\u00a0", " ") == "44 : 5 % ou moins"
