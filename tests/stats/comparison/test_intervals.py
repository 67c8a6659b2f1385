"""Intervals, beside SciPy's on a thousand random cases; and where none is given."""

import random

import pytest
from scipy import stats as scipy_stats

from stats.catalogue.model import DeclaredInterval, IntervalMethod, Nature, Randomness
from stats.comparison.gamma import gamma_quantile, lower_gamma
from stats.comparison.intervals import Interval, NoInterval, interval_of, poisson, wilson
from tests.stats.examples import indicator, observation

CASES = 1000


def test_wilson_is_scipys():
    draw = random.Random(1)
    for _ in range(CASES):
        size = draw.randint(1, 10 ** draw.randint(1, 6))
        count, level = draw.randint(0, size), draw.choice((0.9, 0.95, 0.99, 0.998))
        theirs = scipy_stats.binomtest(count, size).proportion_ci(level, method="wilson")
        assert wilson(count, size, level) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_poisson_is_scipys():
    draw = random.Random(2)
    for _ in range(CASES):
        count, level = draw.randint(0, 10 ** draw.randint(0, 5)), draw.choice((0.9, 0.95, 0.998))
        tail = (1 - level) / 2
        low = scipy_stats.gamma.ppf(tail, count) if count else 0.0
        high = scipy_stats.gamma.ppf(1 - tail, count + 1)
        assert poisson(count, level) == pytest.approx((low, high), rel=1e-9)


def test_the_gamma_law_is_scipys():
    draw = random.Random(3)
    for _ in range(CASES):
        shape, x = draw.uniform(0.1, 500), draw.uniform(0, 800)
        theirs = scipy_stats.gamma.cdf(x, shape)
        assert lower_gamma(shape, x) == pytest.approx(theirs, abs=1e-11)
    assert gamma_quantile(1.0, 0.5) == pytest.approx(0.6931471805599453)


@pytest.mark.parametrize("absurd", [(1, 0), (-1, 10), (11, 10)])
def test_an_absurd_proportion_is_refused(absurd):
    with pytest.raises(ValueError, match="n’est pas une proportion"):
        wilson(*absurd)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="n’est pas un décompte"):
        poisson(-1)


class TestOfAnIndicator:
    def test_nothing_declared_nothing_given(self):
        for randomness in Randomness:
            found = interval_of(indicator(randomness=randomness), observation(value=10.0))
            assert isinstance(found, NoInterval)
            assert found.reason.endswith(".")

    def test_a_count_of_rare_events(self):
        described = indicator(
            nature=Nature.COUNT,
            randomness=Randomness.POISSON,
            interval=DeclaredInterval(IntervalMethod.POISSON),
        )
        found = interval_of(described, observation(value=10.0))
        assert (round(found.low, 3), round(found.high, 3)) == (4.795, 18.39)

    def test_the_producers_error(self):
        declared = DeclaredInterval(IntervalMethod.ERROR, margin=0.3, said_in="Insee.")
        found = interval_of(indicator(interval=declared), observation(value=10.0))
        assert found == Interval(9.7, 10.3, "marge donnée par le producteur")

    def test_a_proportion_needs_its_operands(self):
        declared = DeclaredInterval(IntervalMethod.WILSON, "A", "B")
        rate = observation(value=10.0)
        assert isinstance(interval_of(indicator(interval=declared), rate), NoInterval)
        operands = observation(value=10.0), observation(value=100.0)
        found = interval_of(indicator(interval=declared), rate, operands)
        assert (round(found.low, 2), round(found.high, 2)) == (5.52, 17.44)
