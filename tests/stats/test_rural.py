"""Country and town: what is published is added up, what is hidden lowers the share covered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue.model import Nature
from stats.comparison.guards import Refusal
from stats.comparison.rounding import Total
from stats.rural import NO_FIGURES, NO_GRID, Ground, read_by_ground
from stats.statuses import Mark, Status
from stats.territory import Level, Territory
from tests.stats import naive
from tests.stats.examples import indicator, observation

COUNT = indicator(nature=Nature.COUNT, unit="personnes", additive=True)
FORMER = {"x": "a", "y": "b"}
statuses = st.sampled_from(
    [Status.VALUE, Status.VALUE, Status.PRIMARY_SECRET, Status.NOT_AVAILABLE, Status.CENSORED]
)


def commune(code, degree, people=100):
    return Territory(Level.COMMUNE, code, code.upper(), population=people, density=degree)


def figure(code, value, status=Status.VALUE, **changes):
    number = value if status is Status.VALUE else None
    given = {"level": "commune", "label": code.upper(), "unit": "personnes"} | changes
    return observation(code, "2021", number, status=status, **given)


PLACES = [commune("a", 7, 300), commune("b", 5, 100), commune("c", 1, 9000), commune("d", None)]


def test_the_sums_and_what_they_cover():
    rows = [figure("a", 30), figure("b", 0, Status.PRIMARY_SECRET), figure("c", 500)]
    found = read_by_ground(COUNT, rows, PLACES, FORMER)
    rural, urban = found.sides
    assert (rural.ground, rural.total, rural.share) == (Ground.RURAL, Total(30, 30, 30), 75.0)
    assert (rural.communes, rural.counted, rural.secret) == (2, 1, 1)
    assert (urban.ground, urban.total.value, urban.share) == (Ground.URBAN, 500.0, 100.0)
    assert (found.period, found.ungraded) == ("2021", 1)


@pytest.mark.parametrize(("degree", "ground"), [(4, 1), (5, 0), (6, 0), (7, 0), (1, 1)])
def test_rural_is_five_six_and_seven(degree, ground):
    found = read_by_ground(COUNT, [figure("a", 30)], [commune("a", degree)], {})
    assert [side.counted for side in found.sides] == [1 - ground, ground]


def test_rounded_figures_keep_their_limits():
    rows = [figure("a", 30, marks=frozenset({Mark.ROUNDED_5})), figure("b", 10)]
    rural, _ = read_by_ground(COUNT, rows, PLACES, {}).sides
    assert rural.total == Total(40, 38, 44)


def test_communes_that_merged_count_for_the_one_they_are_part_of():
    rows = [figure("a", 30), figure("x", 12), figure("y", 5)]
    rural, _ = read_by_ground(COUNT, rows, PLACES, FORMER).sides
    assert (rural.total.value, rural.counted, rural.share) == (47.0, 2, 100.0)


def test_a_part_that_is_secret_hides_the_whole_commune():
    rows = [figure("a", 30), figure("x", 0, Status.PRIMARY_SECRET), figure("b", 5)]
    rural, _ = read_by_ground(COUNT, rows, PLACES, FORMER).sides
    assert (rural.total.value, rural.counted, rural.secret) == (5.0, 1, 1)


class TestRefusals:
    def test_a_rate(self):
        found = read_by_ground(indicator(), [figure("a", 12)], PLACES, {})
        assert found.reason.startswith("Un taux ne s’additionne pas")

    def test_without_the_grid(self):
        found = read_by_ground(COUNT, [figure("a", 12)], [commune("a", None)], {})
        assert found.reason == NO_GRID

    def test_without_a_figure(self):
        found = read_by_ground(COUNT, [figure("a", 0, Status.PRIMARY_SECRET)], PLACES, {})
        assert found.reason == NO_FIGURES

    def test_two_geographies(self):
        rows = [figure("a", 12, vintage=2020), figure("b", 12, vintage=2024)]
        found = read_by_ground(COUNT, rows, PLACES, {})
        assert found.reason == "Les valeurs sont dans plusieurs géographies : 2020, 2024."


@given(
    st.dictionaries(st.sampled_from("abcdxy"), st.tuples(statuses, st.integers(0, 999))),
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(1, 7)), st.integers(0, 5000)),
        min_size=4,
        max_size=4,
    ),
)
def test_it_is_the_naive_twins(drawn, grounds):
    rows = [figure(code, value, status) for code, (status, value) in drawn.items()]
    places = [commune(code, *one) for code, one in zip("abcd", grounds, strict=True)]
    found = read_by_ground(COUNT, rows, places, FORMER)
    plain = naive.by_ground(
        [(row.territory, row.status, row.value) for row in rows],
        dict(zip("abcd", grounds, strict=True)),
        FORMER,
    )
    if isinstance(found, Refusal):
        nowhere = all(degree is None for degree, _ in grounds)
        ungraded_only = sum(counted for _, counted, *_ in plain.values()) == 0
        assert nowhere or ungraded_only
        return
    for side in found.sides:
        assert (side.total.value, side.counted, side.covered, side.people) == plain[
            side.ground is Ground.RURAL
        ]
