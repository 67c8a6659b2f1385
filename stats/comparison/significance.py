"""A value beside a reference, and a value beside an earlier one: what is worth saying."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stats.catalogue.model import Indicator
from stats.comparison.intervals import Interval, NoInterval


class Standing(StrEnum):
    """Where a value stands beside its reference."""

    LOWER = "plus bas"
    SIMILAR = "proche"
    HIGHER = "plus élevé"
    UNKNOWN = "non comparé"


@dataclass(frozen=True)
class Beside:
    """The standing, in words that the indicator’s direction allows, and what it rests on."""

    standing: Standing
    words: str
    basis: str


def beside(
    indicator: Indicator,
    value: float,
    reference: float,
    interval: Interval | NoInterval,
    other: Interval | NoInterval | None = None,
) -> Beside:
    """With intervals: significant when they do not overlap, or when the reference, which has none,
    is out of the value’s. Without: beyond the smallest change worth telling."""
    if isinstance(interval, Interval):
        if isinstance(other, Interval):
            close = interval.overlaps(other)
            basis = "les intervalles de confiance à 95 % se recouvrent"
        else:
            close = interval.holds(reference)
            basis = "la référence est dans l’intervalle de confiance à 95 %"
        if not close:
            basis = "écart significatif au seuil de 5 %"
    else:
        close = not exceeds(indicator, reference, value)
        basis = "écart en deçà" if close else "écart au-delà"
        basis += " de la variation minimale de l’indicateur"
    standing = (
        Standing.SIMILAR if close else Standing.HIGHER if value > reference else Standing.LOWER
    )
    return Beside(standing, in_words(indicator, standing), basis)


def exceeds(indicator: Indicator, before: float, after: float) -> bool:
    """Whether two numbers differ by at least the indicator’s minimum change (never by nothing)."""
    minimum = indicator.minimum_change
    difference = abs(round(after, 6) - round(before, 6))
    if minimum.kind == "pourcent" and before:
        difference = difference / abs(before) * 100
    return difference > 0 and difference >= minimum.value - 1e-9


def in_words(indicator: Indicator, standing: Standing) -> str:
    """« plus favorable » only where the direction is not ambiguous."""
    if standing in (Standing.SIMILAR, Standing.UNKNOWN) or indicator.direction == 0:
        return str(standing)
    good = (indicator.direction > 0) == (standing is Standing.HIGHER)
    return f"{standing}, {'plus' if good else 'moins'} favorable"
