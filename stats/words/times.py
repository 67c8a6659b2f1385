"""When: periods inside a sentence, and the one a change is counted from."""

from __future__ import annotations

from collections.abc import Sequence

from stats.observation import Observation
from stats.periods import NB_SPACE, Period, parse_period

ORDINALS = ("1er", "2e", "3e", "4e")
STEPS = {
    "annee": 1,
    "semestre": 1 / 2,
    "trimestre": 1 / 4,
    "mois": 1 / 12,
    "jour": 1,
    "campagne": 1,
}


def in_sentence(period: Period) -> str:
    """What follows « entre » : « 2019 », « le 31 décembre 2019 », « le 3e trimestre 2025 »."""
    if period.rhythm == "trimestre":
        ordinal = ORDINALS[int(period.code[-1]) - 1]
        return f"le {ordinal} trimestre{NB_SPACE}{period.year}"
    if period.rhythm in ("semestre", "jour"):
        return f"le {period.label}"
    return f"la {period.label}" if period.rhythm == "campagne" else period.label


def at(period: Period) -> str:
    """« en 2020 », « au 3e trimestre 2025 », « au 31 décembre 2019 », « en septembre 2024 »."""
    if period.rhythm in ("trimestre", "semestre", "jour"):
        return f"au {in_sentence(period).removeprefix('le ')}"
    return f"pour la {period.label}" if period.rhythm == "campagne" else f"en {period.label}"


def between(earlier: str, later: str) -> str:
    """« entre 2019 et 2020 »: both dates, always."""
    first, second = parse_period(earlier), parse_period(later)
    return f"entre {in_sentence(first)} et {in_sentence(second)}"


def previous_known(series: Sequence[Observation], current: Observation) -> Observation | None:
    """The number a change of `current` is counted from: one step before in the same rhythm (a
    year before a year, a quarter before a quarter, a year before a stock at a date), else the
    nearest number before it in that rhythm; None without any."""
    now = parse_period(current.period)
    earlier = [
        (period, observation)
        for observation in series
        if observation.known
        and (period := parse_period(observation.period)).rhythm == now.rhythm
        and period.end < now.end
        and _same_season(period, now)
    ]
    return max(earlier, key=lambda pair: pair[0])[1] if earlier else None


def adjacent(earlier: str, later: str) -> bool:
    """Whether one step of their rhythm separates two periods."""
    first, second = parse_period(earlier), parse_period(later)
    step = STEPS[second.rhythm]
    return first.rhythm == second.rhythm and abs(second.end - first.end - step) < 1e-6


def _same_season(earlier: Period, later: Period) -> bool:
    """A stock at 31 December is compared with one at 31 December."""
    return later.rhythm != "jour" or earlier.code[4:] == later.code[4:]
