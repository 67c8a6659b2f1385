"""Whether five points tell a trend: weighted slope, its χ², and five fits without one point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stats.catalogue.model import Indicator
from stats.comparison.intervals import NoInterval, interval_of
from stats.observation import Observation
from stats.periods import parse_period
from stats.words.changes import joinable
from stats.words.times import adjacent

POINTS = 5
SPREAD = 3.92  # a 95 % interval is that many standard errors wide
THRESHOLD = 9.5495  # of χ² with one degree of freedom: two chances in a thousand


class Direction(StrEnum):
    """What five points tell."""

    RISING = "en hausse"
    FALLING = "en baisse"
    NONE = "sans tendance significative"
    IMPOSSIBLE = "tendance non calculée"


@dataclass(frozen=True)
class Trend:
    """The answer, its numbers when there are some, and in words with the indicator’s direction."""

    direction: Direction
    reason: str = ""
    slope: float | None = None
    chi_square: float | None = None
    words: str = ""


def trend(
    points: Sequence[tuple[float, float, float]], indicator: Indicator | None = None
) -> Trend:
    """The trend of the last five (value, low, high), oldest first, one period apart."""
    if len(points) < POINTS:
        return _impossible(f"{POINTS} points sont nécessaires, il y en a {len(points)}")
    last = list(points)[-POINTS:]
    errors = [(high - low) / SPREAD for _, low, high in last]
    if not all(error > 0 and math.isfinite(error) for error in errors):
        return _impossible("un point n’a pas d’intervalle de confiance")
    rows = [
        (float(rank), value, 1 / error**2)
        for rank, ((value, _, _), error) in enumerate(zip(last, errors, strict=True), start=1)
    ]
    slope, error = _fit(rows)
    chi_square = (slope / error) ** 2
    without = [_fit(rows[:rank] + rows[rank + 1 :])[0] for rank in range(POINTS)]
    same_sign = abs(sum(_sign(one) for one in (slope, *without))) == POINTS + 1
    if chi_square <= THRESHOLD or not same_sign:
        direction = Direction.NONE
    else:
        direction = Direction.RISING if slope > 0 else Direction.FALLING
    return Trend(direction, "", slope, chi_square, _words(direction, indicator))


def trend_of(indicator: Indicator, series: Sequence[Observation]) -> Trend | None:
    """The trend of a territory’s last numbers, as far back as they compare, one step apart; None
    where the indicator declares no interval."""
    if indicator.interval is None:
        return None
    known = sorted((one for one in series if one.known), key=lambda one: parse_period(one.period))
    run = known[-1:]
    for earlier in reversed(known[:-1]):
        follows = adjacent(earlier.period, run[0].period) and joinable(indicator, earlier, run[0])
        if len(run) == POINTS or not follows:
            break
        run.insert(0, earlier)
    points = []
    for one in run:
        found = interval_of(indicator, one)
        if isinstance(found, NoInterval):
            return _impossible(found.reason.rstrip("."))
        points.append((one.value, found.low, found.high))
    return trend(points, indicator)


def _fit(rows: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Slope of the weighted line and its standard error."""
    total = math.fsum(w for _, _, w in rows)
    times = math.fsum(w * t for t, _, w in rows)
    values = math.fsum(w * x for _, x, w in rows)
    both = math.fsum(w * t * x for t, x, w in rows)
    squares = math.fsum(w * t * t for t, _, w in rows)
    spread = total * squares - times**2
    return (total * both - times * values) / spread, math.sqrt(total / spread)


def _words(direction: Direction, indicator: Indicator | None) -> str:
    if indicator is None or direction in (Direction.NONE, Direction.IMPOSSIBLE):
        return str(direction)
    if indicator.direction == 0:
        return str(direction)
    good = (indicator.direction > 0) == (direction is Direction.RISING)
    return f"{direction}, et la situation {'s’améliore' if good else 'se dégrade'}"


def _impossible(reason: str) -> Trend:
    return Trend(Direction.IMPOSSIBLE, reason, words=str(Direction.IMPOSSIBLE))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
