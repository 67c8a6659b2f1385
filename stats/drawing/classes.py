"""Values put in a few classes to colour a map: equal values always share a class.

Three ways: as equally filled as may be (quantiles), as alike inside as may be (Jenks, solved
exactly), or between round bounds that stay the same from one period to another (fixed).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from stats.catalogue.model import Indicator, Nature
from stats.words import format_number, format_value
from stats.words.numbers import is_symbol, rounded


class Method(StrEnum):
    """How the bounds are found."""

    QUANTILES = "quantiles"
    JENKS = "jenks"
    FIXED = "fixes"

    @property
    def label(self) -> str:
        return {
            "quantiles": "Même effectif (quantiles)",
            "jenks": "Les plus homogènes (Jenks)",
            "fixes": "Bornes rondes, fixes",
        }[self]


@dataclass(frozen=True)
class Classes:
    """`bounds` separate the classes: a value is in the class of the number of bounds ≤ it.

    Classes are named after what they hold, or, with `by_bounds`, after their bounds: then one may
    stay empty and keeps its colour.
    """

    bounds: tuple[float, ...]
    by_bounds: bool = False

    @property
    def count(self) -> int:
        return len(self.bounds) + 1

    def of(self, value: float) -> int:
        """0 for the lowest class."""
        return bisect_right(self.bounds, value)


def quantile_classes(values: Sequence[float], count: int, decimals: int) -> Classes:
    """At most `count` classes as equally filled as may be without splitting values that a reader
    sees as equal (rounded to `decimals`); no class is empty."""
    seen = sorted(_seen(values, decimals))
    bounds: list[float] = []
    for cut in range(1, count):
        wanted = seen[len(seen) * cut // count]
        before = bisect_left(seen, wanted)
        if before > 0 and (not bounds or wanted > bounds[-1]):
            bounds.append(wanted)
    return Classes(tuple(bounds))


def jenks_classes(values: Sequence[float], count: int, decimals: int) -> Classes:
    """At most `count` classes whose sum of squared distances to their means is the least there is.

    Found by dynamic programming over the distinct values as a reader sees them, so the answer is
    exact and equal values stay together. Time grows with the square of the distinct values.
    """
    distinct, weights = np.unique(_seen(values, decimals), return_counts=True)
    if distinct.size <= count:
        return Classes(tuple(distinct[1:].tolist()))
    inside = _Dispersion(distinct, weights)
    least = inside.between(0, np.arange(distinct.size + 1))
    starts = []
    for wanted in range(2, count + 1):
        found, start = np.full_like(least, np.inf), np.zeros(least.size, np.int64)
        for end in range(wanted, least.size):
            cuts = np.arange(wanted - 1, end)
            sums = least[cuts] + inside.between(cuts, end)
            best = int(np.argmin(sums))
            found[end], start[end] = sums[best], cuts[best]
        least = found
        starts.append(start)
    bounds, end = [], distinct.size
    for start in reversed(starts):
        end = int(start[end])
        bounds.append(float(distinct[end]))
    return Classes(tuple(reversed(bounds)))


class _Dispersion:
    """The sum of squared distances to the mean, of any run of weighted values in order."""

    def __init__(self, distinct: np.ndarray, weights: np.ndarray) -> None:
        # Around their mean, large values lose no digit in the squares.
        centred = distinct - np.average(distinct, weights=weights)
        self._weight, self._sum, self._square = (
            np.concatenate([[0.0], np.cumsum(weights * centred**power)]) for power in (0, 1, 2)
        )

    def between(self, start: np.ndarray | int, end: np.ndarray | int) -> np.ndarray:
        """From `start` to `end`, which is left out; zero of nothing."""
        weight = self._weight[end] - self._weight[start]
        total = self._sum[end] - self._sum[start]
        square = self._square[end] - self._square[start]
        return np.maximum(square - total**2 / np.maximum(weight, 1), 0)


def fixed_classes(values: Sequence[float], bounds: Sequence[float]) -> Classes:
    """The bounds given, without those that would leave a class empty at either end."""
    lowest, highest = min(values), max(values)
    return Classes(tuple(bound for bound in sorted(bounds) if lowest < bound <= highest))


def round_bounds(values: Sequence[float], count: int) -> tuple[float, ...]:
    """Round numbers, evenly spaced, that cut the values of every period into about `count`
    classes: a colour then means the same on two maps. Nothing when all are equal."""
    lowest, highest = min(values), max(values)
    if lowest == highest:
        return ()
    rough = (highest - lowest) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * (1 - 1e-9))
    first = math.floor(lowest / step + 1e-9) + 1
    last = math.ceil(highest / step - 1e-9) - 1
    return tuple(round(n * step, 10) for n in range(first, last + 1))


def class_labels(indicator: Indicator, values: Sequence[float], classes: Classes) -> list[str]:
    """« 8,9 à 10,0 % »: what each class really holds, or between which bounds it stands."""
    if classes.by_bounds:
        return _between_bounds(indicator, classes.bounds)
    shown = _seen(values, indicator.decimals)
    labels = []
    for position in range(classes.count):
        inside = [value for value in shown if classes.of(value) == position]
        labels.append(_label(indicator, min(inside), max(inside)) if inside else "aucune")
    return labels


def _between_bounds(indicator: Indicator, bounds: Sequence[float]) -> list[str]:
    unit = _unit(indicator)
    decimals = 0 if all(float(bound).is_integer() for bound in bounds) else indicator.decimals
    if not bounds:
        return ["toutes les valeurs"]
    middle = [
        f"{format_number(low, decimals)} à moins de {format_value(high, unit, decimals)}"
        for low, high in zip(bounds, bounds[1:], strict=False)
    ]
    first = f"moins de {format_value(bounds[0], unit, decimals)}"
    return [first, *middle, f"{format_value(bounds[-1], unit, decimals)} et plus"]


def _label(indicator: Indicator, low: float, high: float) -> str:
    unit = _unit(indicator)
    if low == high:
        return format_value(low, unit, indicator.decimals)
    start = format_number(low, indicator.decimals)
    return f"{start} à {format_value(high, unit, indicator.decimals)}"


def _unit(indicator: Indicator) -> str:
    """A count is named by the title: its unit is not repeated."""
    counted = indicator.nature is Nature.COUNT and not is_symbol(indicator.unit)
    return "" if counted else indicator.unit


def _seen(values: Sequence[float], decimals: int) -> list[float]:
    return [float(rounded(value, decimals)) for value in values]
