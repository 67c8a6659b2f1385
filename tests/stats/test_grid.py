from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue.model import Catalogue
from stats.compute import compute, grid_of
from stats.quality import Completeness, completeness
from stats.secrecy import protect
from stats.statuses import Mark, Status
from stats.store import Store
from tests.stats import naive
from tests.stats.examples import POVERTY_2020, indicator, observation, poverty

COUNT = indicator(code="NB", unit="personnes", additive=True)
STATUSES = [
    Status.VALUE,
    Status.PRIMARY_SECRET,
    Status.SECONDARY_SECRET,
    Status.NOT_AVAILABLE,
    Status.NOT_CONCERNED,
    Status.INCOMPLETE,
    Status.CENSORED,
]


def cell(code, value, **changes):
    status = Status.VALUE if isinstance(value, int | float) else value
    number = float(value) if status is Status.VALUE else None
    return observation(code, "2020", number, status=status, indicator="NB", **changes)


def counts(*values):
    return grid_of(COUNT, [cell(f"{n:02}", value) for n, value in enumerate(values)])


cells = st.lists(
    st.one_of(st.integers(0, 5), st.sampled_from(STATUSES[1:])), min_size=1, max_size=8
)


def test_it_works():
    grid = poverty()
    assert grid.periods == ("2020",)
    assert [code for _, code in grid.territories] == ["44", "49", "53", "72", "85"]
    assert grid.values[:, 0].tolist() == [10.0, 11.1, 11.0, 12.9, 8.9]
    assert grid.cell("72", "2020") == observation("72", "2020", 12.9)
    assert grid.series("72") == [observation("72", "2020", 12.9)]


def test_it_is_immutable():
    with pytest.raises(ValueError, match="read-only"):
        poverty().values[0, 0] = 3


def test_a_number_without_a_value_status_does_not_stay():
    grid = counts(4, Status.PRIMARY_SECRET)
    forged = replace(grid, values=np.array([[4.0], [7.0]]))
    assert np.isnan(forged.values[1, 0])
    with pytest.raises(ValueError, match="finite"):
        replace(grid, values=np.array([[np.inf], [7.0]]))


def test_latest_is_the_last_period_with_a_number():
    rows = [
        observation("44", "2019", 10.1),
        observation("85", "2019", 9.1),
        observation("44", "2020", 10.0),
        observation("44", "2021", status=Status.NOT_AVAILABLE),
    ]
    grid = grid_of(indicator(), rows)
    assert grid.latest().periods == ("2020",)
    assert [one.status for one in grid.series("85")] == [
        Status.VALUE,
        Status.NOT_AVAILABLE,
        Status.NOT_AVAILABLE,
    ]
    assert grid_of(indicator(), rows[3:]).latest().periods == ()


def test_the_same_code_at_two_levels_is_two_territories():
    rows = [observation("44", value=1.0), observation("44", value=2.0, level="region")]
    grid = grid_of(indicator(), rows)
    assert grid.cell(("region", "44"), "2020").value == 2.0
    assert grid.only(lambda key: key[0] == "region").territories == (("region", "44"),)
    with pytest.raises(KeyError):
        grid.cell("99", "2020")


def test_two_revisions_for_a_cell_are_refused():
    with pytest.raises(ValueError, match="deux révisions"):
        grid_of(indicator(), [observation(value=1.0), observation(value=2.0)])


@given(cells)
def test_rank_equals_the_naive_one(values):
    grid = counts(*values)
    numbers = [float(v) if isinstance(v, int) else None for v in values]
    assert grid.rank("2020") == naive.ranks(numbers)
    assert grid.rank("2020", lowest_first=True) == naive.ranks(numbers, lowest_first=True)


def test_ties_share_their_rank_and_the_censored_has_none():
    grid = counts(5, 3, Status.CENSORED, 5, Status.PRIMARY_SECRET, 1)
    assert grid.rank("2020") == (1, 3, None, 1, None, 4)


def test_two_editions_are_not_ranked():
    grid = grid_of(COUNT, [cell("01", 1, edition="a"), cell("02", 2, edition="b")])
    assert grid.comparable("2020") is False
    assert grid.rank("2020") == (None, None)
    assert grid.position("01", "2020") is None


@given(cells)
def test_position_equals_the_naive_one(values):
    grid = counts(*values)
    numbers = [float(v) if isinstance(v, int) else None for v in values]
    for row, number in enumerate(numbers):
        others = [n for place, n in enumerate(numbers) if n is not None and place != row]
        expected = naive.position(number, others) if number is not None and others else None
        assert grid.position(f"{row:02}", "2020") == expected


@given(cells, st.data())
def test_a_quotient_equals_the_naive_one(values, data):
    above = counts(*values)
    below = counts(*[data.draw(st.one_of(st.integers(0, 5), st.sampled_from(STATUSES[1:])))
                     for _ in values])  # fmt: skip
    rate = above.divide(below, indicator="TX")
    for code in range(len(values)):
        key = f"{code:02}"
        expected = naive.quotient(above.cell(key, "2020"), below.cell(key, "2020"))
        found = rate.cell(key, "2020")
        assert (found.status, found.value) == expected
    assert (rate.indicator, rate.unit, rate.additive) == ("TX", "%", False)


def test_a_quotient_is_of_the_same_territories():
    with pytest.raises(ValueError, match="other territories"):
        counts(1, 2).divide(counts(1), indicator="TX")


def members(codes):
    return {
        ("epci", parent): [("departement", code) for code in children]
        for parent, children in codes.items()
    }


@given(cells)
def test_a_sum_equals_the_naive_one(values):
    grid = counts(*values)
    codes = [code for _, code in grid.territories]
    half = len(codes) // 2
    groups = {"A": codes[:half], "B": codes[half:]}
    summed = grid.group(members(groups))
    for parent, children in groups.items():
        pairs = [(one.status, one.value) for one in (grid.cell(c, "2020") for c in children)]
        found = summed.cell(("epci", parent), "2020")
        assert (found.status, found.value) == naive.total(pairs)


@given(st.lists(st.integers(0, 100), min_size=2, max_size=20), st.randoms())
def test_grouping_keeps_the_total(values, random):
    grid = counts(*values)
    groups = {"A": [], "B": [], "C": []}
    for _, code in grid.territories:
        groups[random.choice("ABC")].append(code)
    groups = {parent: children for parent, children in groups.items() if children}
    assert grid.group(members(groups)).values.sum() == sum(values)


def test_a_member_that_is_not_there_leaves_the_sum_incomplete():
    found = counts(1, 2).group(members({"A": ["00", "99"]}), names={("epci", "A"): "Grand A"})
    one = found.cell(("epci", "A"), "2020")
    assert (one.status, one.label) == (Status.INCOMPLETE, "Grand A")


def test_what_does_not_add_up_is_not_summed():
    with pytest.raises(ValueError, match="TX_PAUV60 ne s’additionne pas"):
        poverty().group(members({"A": ["44"]}))


def test_a_sum_says_what_its_parts_say():
    rows = [
        cell("01", 1, marks=frozenset({Mark.PROVISIONAL}), source="Insee", vintage=2020),
        cell("02", 2, marks=frozenset({Mark.FICTITIOUS}), source="Cnaf", vintage=2021),
    ]
    one = grid_of(COUNT, rows).group(members({"A": ["01", "02"]})).cell("A", "2020")
    assert one.marks == frozenset({Mark.PROVISIONAL, Mark.FICTITIOUS})
    assert (one.source, one.vintage, one.value) == ("Cnaf ; Insee", None, 3.0)


def test_completeness_counts_secrets_apart():
    secrets = Status.PRIMARY_SECRET, Status.SECONDARY_SECRET
    grid = counts(1, 2, *secrets, Status.NOT_AVAILABLE, Status.CENSORED)
    found = completeness(grid, "2020")
    assert found == Completeness(known=2, secret=2, censored=1, missing=1)
    assert found.total == 6


def test_over_members_what_is_absent_is_counted():
    grid = counts(1, 2, Status.PRIMARY_SECRET)
    first, second, third = grid.territories
    members = {third: "Troisième", ("departement", "99"): "Absent", first: "Premier"}
    whole = grid.over(members)
    assert whole.territories == tuple(members)
    assert whole.cell(third, "2020") == grid.cell(third, "2020")
    absent = whole.cell(("departement", "99"), "2020")
    assert (absent.status, absent.source, absent.label) == (Status.NOT_AVAILABLE, "", "Absent")
    found = completeness(whole, "2020")
    assert found == Completeness(known=1, secret=1, censored=0, missing=1)
    assert not whole.over({second: "Deuxième"}).known.any()


@given(cells)
def test_no_way_out_of_the_engine_shows_a_secret(values):
    grid = protect(counts(*values), COUNT)
    for one in grid.observations():
        assert (one.value is None) == (one.status is not Status.VALUE)


def test_protect_is_for_the_indicator_of_the_grid():
    with pytest.raises(ValueError, match="indicator AUTRE"):
        protect(poverty(), indicator(code="AUTRE"))


def test_compute_reads_the_current_values(tmp_path):
    store = Store(tmp_path)
    store.publish([observation("85", value=1.0)], source="a")
    rows = [observation(code, "2020", value) for code, value in POVERTY_2020.items()]
    store.publish([*rows, observation("R52", "2020", 10.5, level="region")], source="b")
    catalogue = Catalogue(indicators={"TX_PAUV60": indicator()}, sources={}, dashboards={})
    grid = compute(store, catalogue, "TX_PAUV60", "departement")
    assert grid.values.tolist() == poverty().values.tolist()
    assert grid.protected is False
    asked = [("departement", "85"), ("region", "R52"), ("france_metro", "FM")]
    mixed = compute(store, catalogue, "TX_PAUV60", territories=asked, periods=["2020", "2021"])
    assert mixed.territories == tuple(asked)
    assert mixed.periods == ("2020", "2021")
    assert [one.value for one in mixed.series("85")] == [8.9, None]
    assert mixed.cell("FM", "2020").status is Status.NOT_AVAILABLE
    with pytest.raises(KeyError):
        compute(store, catalogue, "ABSENT", "departement")


def test_a_bound_follows_its_cell():
    """« plus de 126 000 » stays readable through the grid; arithmetic forgets it."""
    grid = grid_of(COUNT, [cell("00", Status.CENSORED, lower=126_000.0)])
    assert grid.at("2020").cell("00", "2020").lower == 126_000.0
    summed = grid.group({("region", "R52"): [("departement", "00")]})
    assert summed.cell("R52", "2020").lower is None


def test_a_secret_has_no_bound():
    grid = grid_of(COUNT, [cell("00", Status.PRIMARY_SECRET, lower=3.0, upper=9.0)])
    assert (grid.cell("00", "2020").lower, grid.cell("00", "2020").upper) == (None, None)
