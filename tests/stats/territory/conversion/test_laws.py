"""Laws of a conversion, on countries whose every inhabitant is known."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.statuses import Status
from stats.territory.conversion import (
    Given,
    Kind,
    Method,
    Passage,
    Perimeters,
    Value,
    Weights,
    convert,
)
from tests.stats.territory.conversion.worlds import DIVIDING, FIRST, World, two_years, worlds

frugal = settings(max_examples=150, deadline=None)


def counts(communes: dict) -> dict[str, Given]:
    return {code: Given(Value(float(len(people)))) for code, people in communes.items()}


def true_weights(world: World, start: int, end: int) -> Weights:
    """How many people of each commune are in each other: what no weight is better than."""
    return Weights(
        links={
            (origin, target): float(len(people & others))
            for origin, people in world.at(start).items()
            for target, others in world.at(end).items()
        }
    )


def passage(world: World, start: int, end: int) -> Passage:
    return Passage(Perimeters(world.moves), start, end)


def numbers(converted) -> dict[str, float]:
    return {one.code: one.value.number for one in converted if one.value is not None}


@frugal
@given(st.data(), worlds())
def test_the_communes_of_each_year_are_those_of_the_world(data, world):
    year, _ = data.draw(two_years(world))
    perimeters = Perimeters(world.moves)
    codes = perimeters.codes | world.at(FIRST).keys()
    standing = {code for code in codes if perimeters.exists(code, passage(world, year, year).after)}
    assert standing == world.at(year).keys()


@frugal
@given(st.data(), worlds())
def test_without_weights_what_is_given_is_true(data, world):
    start, end = data.draw(two_years(world))
    found = convert(counts(world.at(start)), passage(world, start, end), Kind.COUNT)
    true = {code: float(len(people)) for code, people in world.at(end).items()}
    given_ = numbers(found)
    assert {code: true[code] for code in given_} == given_
    assert {one.code for one in found} == true.keys()
    assert all(one.reason for one in found if one.method is Method.IMPOSSIBLE)
    assert {one.method for one in found} <= {Method.EXACT, Method.SUM, Method.IMPOSSIBLE}


@frugal
@given(st.data(), worlds())
def test_with_true_weights_everything_is_found_and_nothing_is_lost(data, world):
    start, end = data.draw(two_years(world))
    found = convert(
        counts(world.at(start)),
        passage(world, start, end),
        Kind.COUNT,
        true_weights(world, start, end),
    )
    true = {code: float(len(people)) for code, people in world.at(end).items()}
    assert numbers(found) == pytest.approx(true)
    assert sum(numbers(found).values()) == pytest.approx(sum(true.values()))


@frugal
@given(st.data(), worlds(), st.lists(st.floats(0.5, 9), min_size=40, max_size=40))
def test_any_weights_add_up_to_one_and_keep_the_total(data, world, sizes):
    start, end = data.draw(two_years(world))
    road = passage(world, start, end)
    pairs = [(one, other) for one in world.at(start) for other in world.at(end)]
    weights = Weights(links={pair: sizes[n % len(sizes)] for n, pair in enumerate(sorted(pairs))})
    for code in world.at(start):
        assert sum(weights.shares(road, code).values()) == pytest.approx(1)
    found = convert(counts(world.at(start)), road, Kind.COUNT, weights)
    total = sum(len(people) for people in world.at(start).values())
    assert sum(numbers(found).values()) == pytest.approx(total)


@frugal
@given(st.data(), worlds())
def test_a_direct_road_is_never_less_exact(data, world):
    years = sorted(data.draw(st.tuples(*[st.integers(FIRST, world.last)] * 3)))
    start, middle, end = years if data.draw(st.booleans()) else years[::-1]
    first = convert(counts(world.at(start)), passage(world, start, middle), Kind.COUNT)
    carried = {one.code: Given(one.value) for one in first if one.value is not None}
    by_steps = convert(carried, passage(world, middle, end), Kind.COUNT)
    direct = convert(counts(world.at(start)), passage(world, start, end), Kind.COUNT)
    assert numbers(by_steps).items() <= numbers(direct).items()
    if start <= end and not DIVIDING & set(world.done[start - FIRST : end - FIRST]):
        assert numbers(by_steps) == numbers(direct)


@frugal
@given(st.data(), worlds())
def test_by_steps_or_directly_the_total_is_the_same(data, world):
    start, middle, end = data.draw(st.tuples(*[st.integers(FIRST, world.last)] * 3))
    first = convert(
        counts(world.at(start)),
        passage(world, start, middle),
        Kind.COUNT,
        true_weights(world, start, middle),
    )
    carried = {one.code: Given(one.value) for one in first}
    second = convert(
        carried, passage(world, middle, end), Kind.COUNT, true_weights(world, middle, end)
    )
    total = sum(len(people) for people in world.at(start).values())
    assert sum(numbers(second).values()) == pytest.approx(total)


@frugal
@given(st.data(), worlds())
def test_a_median_only_follows_its_own_ground(data, world):
    start, end = data.draw(two_years(world))
    found = convert(counts(world.at(start)), passage(world, start, end), Kind.MEDIAN)
    for one in found:
        if one.method is Method.EXACT:
            assert world.at(start)[one.origins[0]] == world.at(end)[one.code]
        else:
            assert (one.method, one.value) == (Method.IMPOSSIBLE, None)
            assert "médiane" in one.reason


@frugal
@given(st.data(), worlds())
def test_a_secret_takes_its_sum_with_it(data, world):
    start, end = data.draw(two_years(world))
    hidden = data.draw(st.sampled_from(sorted(world.at(start))))
    given_ = counts(world.at(start)) | {hidden: Given(Value(None, Status.PRIMARY_SECRET, "s"))}
    found = convert(given_, passage(world, start, end), Kind.COUNT, true_weights(world, start, end))
    with_it = {one.code for one in found if hidden in one.origins}
    assert {one.code for one in found if one.value.mark == "s"} == with_it != set()


@frugal
@given(st.data(), worlds())
def test_a_rate_is_that_of_its_operands(data, world):
    """The share of even inhabitants, from numerators and denominators."""
    start, end = data.draw(two_years(world))
    given_ = {
        code: Given(
            numerator=Value(float(sum(one % 2 == 0 for one in people))),
            denominator=Value(float(len(people))),
        )
        for code, people in world.at(start).items()
    }
    for one in convert(given_, passage(world, start, end), Kind.RATE):
        people = world.at(end)[one.code]
        if one.method is not Method.IMPOSSIBLE:
            true = 100 * sum(person % 2 == 0 for person in people) / len(people)
            assert one.value.number == pytest.approx(true)
