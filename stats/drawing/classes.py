"""Values put in a few classes to colour a map: equal values always share a class."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from stats.catalogue.model import Indicator, Nature
from stats.words import format_number, format_value
from stats.words.numbers import is_symbol, rounded


@dataclass(frozen=True)
class Classes:
    """`bounds` separate the classes: a value is in the class of the number of bounds ≤ it."""

    bounds: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.bounds) + 1

    def of(self, value: float) -> int:
        """0 for the lowest class."""
        return bisect_right(self.bounds, value)


def quantile_classes(values: Sequence[float], count: int, decimals: int) -> Classes:
    """At most `count` classes as equally filled as may be without splitting values that a reader
    sees as equal (rounded to `decimals`); no class is empty."""
    seen = sorted(float(rounded(value, decimals)) for value in values)
    bounds: list[float] = []
    for cut in range(1, count):
        wanted = seen[len(seen) * cut // count]
        before = bisect_left(seen, wanted)
        if before > 0 and (not bounds or wanted > bounds[-1]):
            bounds.append(wanted)
    return Classes(tuple(bounds))


def fixed_classes(values: Sequence[float], bounds: Sequence[float]) -> Classes:
    """The bounds given, without those that would leave a class empty at either end."""
    lowest, highest = min(values), max(values)
    return Classes(tuple(bound for bound in sorted(bounds) if lowest < bound <= highest))


def class_labels(indicator: Indicator, values: Sequence[float], classes: Classes) -> list[str]:
    """« 8,9 à 10,0 % »: what each class really holds, not where its bounds are."""
    shown = [float(rounded(value, indicator.decimals)) for value in values]
    labels = []
    for position in range(classes.count):
        inside = [value for value in shown if classes.of(value) == position]
        labels.append(_label(indicator, min(inside), max(inside)) if inside else "aucune")
    return labels


def _label(indicator: Indicator, low: float, high: float) -> str:
    unit = (
        "" if indicator.nature is Nature.COUNT and not is_symbol(indicator.unit) else indicator.unit
    )
    if low == high:
        return format_value(low, unit, indicator.decimals)
    start = format_number(low, indicator.decimals)
    return f"{start} à {format_value(high, unit, indicator.decimals)}"
