"""How much of a series a height must show, so that what the words call stable looks stable."""

from __future__ import annotations

from stats.catalogue.model import Indicator

TIMES = 10


def least_spread(indicator: Indicator, highest: float) -> float:
    """Ten times the smallest change worth a word, in the unit of the values."""
    least = TIMES * indicator.minimum_change.value
    return least * abs(highest) / 100 if indicator.minimum_change.kind == "pourcent" else least


def shown_bounds(indicator: Indicator, low: float, high: float) -> tuple[float, float]:
    """The bounds, spread around their middle where they are too close; never across zero."""
    missing = least_spread(indicator, high) - (high - low)
    if missing <= 0:
        return low, high
    bottom = low - missing / 2
    return (max(bottom, 0.0) if low >= 0 else bottom), high + missing / 2
