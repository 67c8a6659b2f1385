"""Classes of a map: exact, against a search of every cut; equal values are never split."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.drawing.classes import Classes, Method, class_labels, jenks_classes, round_bounds
from tests.stats.examples import indicator

values_of_a_map = st.lists(st.integers(0, 60).map(lambda n: n / 10), min_size=1, max_size=14)


def dispersion(values: list[float], bounds: tuple[float, ...]) -> float:
    """Written to be obvious: the squared distance of each value to the mean of its class."""
    total = 0.0
    for position in range(len(bounds) + 1):
        inside = [one for one in values if Classes(bounds).of(one) == position]
        mean = sum(inside) / len(inside)
        total += sum((one - mean) ** 2 for one in inside)
    return total


@given(values_of_a_map, st.integers(1, 5))
def test_no_other_cut_is_better_than_that_of_jenks(values, count):
    found = jenks_classes(values, count, 1)
    distinct = sorted(set(values))
    cuts = min(count, len(distinct)) - 1
    best = min(dispersion(values, chosen) for chosen in combinations(distinct[1:], cuts))
    assert found.count == cuts + 1
    assert dispersion(values, found.bounds) == pytest.approx(best, abs=1e-9)


@given(values_of_a_map, st.integers(1, 7))
def test_jenks_never_splits_equal_values_nor_leaves_a_class_empty(values, count):
    classes = jenks_classes(values, count, 1)
    assert {classes.of(value) for value in values} == set(range(classes.count))
    assert set(classes.bounds) <= set(values)


def test_jenks_finds_the_gap_that_quantiles_miss():
    assert jenks_classes([1, 2, 3, 4, 5, 6, 100, 101], 2, 0).bounds == (100,)


@given(values_of_a_map, st.integers(2, 7))
def test_round_bounds_lie_among_the_values(values, count):
    bounds = round_bounds(values, count)
    assert len(bounds) <= count
    assert all(min(values) < bound < max(values) for bound in bounds)
    assert list(bounds) == sorted(set(bounds))


def test_a_fixed_class_keeps_its_name_when_nothing_is_in_it():
    classes = Classes((10.0, 12.0, 14.0), by_bounds=True)
    assert class_labels(indicator(), [8.9, 15.0], classes) == [
        "moins de 10\u00a0%",
        "10 à moins de 12\u00a0%",
        "12 à moins de 14\u00a0%",
        "14\u00a0% et plus",
    ]


def test_the_same_bounds_whatever_the_period():
    assert round_bounds([8.9, 10.0, 11.0, 12.9, 13.5], 5) == (9.0, 10.0, 11.0, 12.0, 13.0)


def test_each_method_is_named():
    assert [method.label for method in Method] == [
        "Même effectif (quantiles)",
        "Les plus homogènes (Jenks)",
        "Bornes rondes, fixes",
    ]
