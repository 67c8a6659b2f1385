"""Which points of a series a line may join: a break cuts it, a missing period dashes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stats.catalogue.model import Indicator
from stats.observation import Observation
from stats.periods import parse_period
from stats.words import adjacent, joinable


@dataclass(frozen=True)
class Step:
    """Two neighbouring numbers of a series. `broken`: nothing may join them; `gap`: periods are
    missing between them."""

    start: Observation
    end: Observation
    broken: bool
    gap: bool


def known_points(series: Sequence[Observation]) -> list[Observation]:
    """The numbers of a series, in the order of time."""
    known = [one for one in series if one.known]
    return sorted(known, key=lambda one: parse_period(one.period))


def steps(indicator: Indicator, series: Sequence[Observation]) -> list[Step]:
    """The pairs of neighbouring numbers."""
    known = known_points(series)
    return [
        Step(
            start,
            end,
            broken=is_broken(indicator, start, end),
            gap=not adjacent(start.period, end.period),
        )
        for start, end in pairwise(known)
    ]


def segments(indicator: Indicator, series: Sequence[Observation]) -> list[list[Observation]]:
    """Runs of numbers that a line may join, whether or not periods are missing."""
    runs: list[list[Observation]] = []
    known = known_points(series)
    for position, one in enumerate(known):
        if position == 0 or is_broken(indicator, known[position - 1], one):
            runs.append([])
        runs[-1].append(one)
    return runs


def is_broken(indicator: Indicator, start: Observation, end: Observation) -> bool:
    """Whether the way of counting, or the source, changed between two numbers of one territory."""
    return not joinable(indicator, start, end)
