"""The five-point trend, beside a naive writing of its formula."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.comparison.trend import Direction, trend
from tests.stats.examples import indicator

sizes = st.floats(0.1, 1000, allow_nan=False)


def naive(points):
    """Σ by Σ, as the formula is written; nothing is shared with the engine."""

    def slope_and_error(rows):
        sw = swt = swx = swtx = swt2 = 0.0
        for t, x, s in rows:
            w = 1 / s**2
            sw, swt, swx = sw + w, swt + w * t, swx + w * x
            swtx, swt2 = swtx + w * t * x, swt2 + w * t * t
        below = sw * swt2 - swt * swt
        return (sw * swtx - swt * swx) / below, math.sqrt(sw / below)

    rows = [(t, x, (high - low) / 3.92) for t, (x, low, high) in enumerate(points[-5:])]
    slope, error = slope_and_error(rows)
    signs, flattest = [math.copysign(1, slope) if slope else 0], abs(slope)
    for left_out in range(5):
        other, _ = slope_and_error([row for n, row in enumerate(rows) if n != left_out])
        signs.append(math.copysign(1, other) if other else 0)
        flattest = min(flattest, abs(other))
    chi_square = (slope / error) ** 2
    return slope, chi_square, chi_square > 9.5495 and abs(sum(signs)) == 6, flattest


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(sizes, st.floats(0.01, 50)), min_size=5, max_size=8))
def test_it_is_the_formula(drawn):
    points = [(x, x - half, x + half) for x, half in drawn]
    slope, chi_square, is_trend, flattest = naive(points)
    found = trend(points)
    assert found.slope == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.chi_square == pytest.approx(chi_square, rel=1e-5, abs=1e-6)
    # The sign of a slope that is nothing but rounding is anybody's guess.
    if abs(chi_square - 9.5495) > 1e-3 and flattest > 1e-6:
        assert (found.direction in (Direction.RISING, Direction.FALLING)) == is_trend


def steps(*values: float, half: float = 1.0):
    return [(value, value - half, value + half) for value in values]


def test_a_clear_rise_is_told_with_the_direction():
    found = trend(steps(10, 12, 14, 16, 18), indicator(direction=-1))
    assert (found.direction, found.words) == (
        Direction.RISING,
        "en hausse, et la situation se dégrade",
    )
    assert trend(steps(18, 16, 14, 12, 10), indicator(direction=-1)).words == (
        "en baisse, et la situation s’améliore"
    )
    assert trend(steps(10, 12, 14, 16, 18), indicator(direction=0)).words == "en hausse"


def test_one_point_alone_makes_no_trend():
    """Without the last point the slope changes sign."""
    assert trend(steps(10, 9.9, 9.8, 9.7, 30)).direction is Direction.NONE


def test_wide_intervals_make_no_trend():
    assert trend(steps(10, 12, 14, 16, 18, half=20)).direction is Direction.NONE


def test_four_points_are_not_enough():
    found = trend(steps(1, 2, 3, 4))
    assert (found.direction, found.reason) == (
        Direction.IMPOSSIBLE,
        "5 points sont nécessaires, il y en a 4",
    )


def test_a_point_without_interval_stops_it():
    found = trend([*steps(1, 2, 3, 4), (5, 5, 5)])
    assert found.reason == "un point n’a pas d’intervalle de confiance"


def test_only_the_last_five_count():
    assert trend(steps(99, 10, 12, 14, 16, 18)) == trend(steps(10, 12, 14, 16, 18))
