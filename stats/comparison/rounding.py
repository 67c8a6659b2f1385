"""What a rounded figure may have been, and what a sum of rounded figures may be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from stats.observation import Observation
from stats.statuses import Mark

# Cnaf writes 5 for 7 and 10 for 12: nothing tells rounding to the nearest from rounding down.
WIDTHS = {
    Mark.ROUNDED_1: (0.5, 0.5),
    Mark.ROUNDED_5: (2.0, 4.0),
    Mark.ROUNDED_10: (5.0, 5.0),
}


@dataclass(frozen=True)
class Total:
    """A sum of published figures and, when some were rounded, the limits of the true one."""

    value: float
    low: float
    high: float

    @property
    def is_rounded(self) -> bool:
        return self.low < self.high


def bounds(one: Observation) -> tuple[float, float]:
    """The least and the most that a published count may stand for; counts are never negative."""
    below = max((WIDTHS[mark][0] for mark in one.marks if mark in WIDTHS), default=0.0)
    above = max((WIDTHS[mark][1] for mark in one.marks if mark in WIDTHS), default=0.0)
    low = one.value - below
    return (max(0.0, low) if one.value >= 0 else low), one.value + above


def total(values: Sequence[Observation]) -> Total:
    """The sum of known figures, with its limits. ValueError when one is no number."""
    if not all(one.known for one in values):
        raise ValueError("a total is made of published numbers")
    limits = [bounds(one) for one in values]
    return Total(
        math.fsum(one.value for one in values),
        math.fsum(low for low, _ in limits),
        math.fsum(high for _, high in limits),
    )
