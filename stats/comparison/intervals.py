"""How far the true value may be: only where an indicator declares where its chance comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from stats.catalogue.model import Indicator, IntervalMethod
from stats.comparison.gamma import gamma_quantile
from stats.observation import Observation

LEVEL = 0.95
PERCENT = 100.0


@dataclass(frozen=True)
class Interval:
    """The limits of a value, in its unit, and how they were made."""

    low: float
    high: float
    method: str
    level: float = LEVEL

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class NoInterval:
    """Why a value has no interval: a sentence to show."""

    reason: str


def wilson(count: float, size: float, level: float = LEVEL) -> tuple[float, float]:
    """Limits of the proportion count / size (0 to 1), by Wilson’s score. ValueError if absurd."""
    if size <= 0 or not 0 <= count <= size:
        raise ValueError(f"{count} sur {size} n’est pas une proportion")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, square = count / size, z * z
    centre = (share + square / (2 * size)) / (1 + square / size)
    half = z / (1 + square / size) * math.sqrt(share * (1 - share) / size + square / (4 * size**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def poisson(count: float, level: float = LEVEL) -> tuple[float, float]:
    """Exact limits of the mean of a Poisson count (Garwood). ValueError for a negative count."""
    if count < 0:
        raise ValueError(f"{count} n’est pas un décompte")
    tail = (1 - level) / 2
    low = gamma_quantile(count, tail) if count else 0.0
    return low, gamma_quantile(count + 1, 1 - tail)


def interval_of(
    indicator: Indicator,
    value: Observation,
    operands: tuple[Observation, Observation] | None = None,
) -> Interval | NoInterval:
    """The interval of a figure, or why it has none. `operands`: what a rate was counted from."""
    declared = indicator.interval
    if declared is None:
        return NoInterval(ABSENT[str(indicator.randomness)])
    if not value.known:
        return NoInterval(value.status.explanation)
    method = declared.method
    if method is IntervalMethod.ERROR:
        return Interval(
            value.value - declared.margin,
            value.value + declared.margin,
            "marge donnée par le producteur",
        )
    if method is IntervalMethod.POISSON:
        return Interval(*poisson(value.value), "loi de Poisson, limites exactes")
    if operands is None or not all(one.known for one in operands):
        return NoInterval("L’effectif ou l’ensemble dont le taux est tiré n’est pas publié.")
    low, high = wilson(operands[0].value, operands[1].value)
    return Interval(PERCENT * low, PERCENT * high, "score de Wilson")


ABSENT = {
    "exhaustif": "Le comptage est exhaustif : il n’y a pas de hasard à mesurer.",
    "estimation": "Le producteur estime cette valeur et n’en donne pas la marge d’erreur.",
    "enquete": "C’est une enquête dont le producteur ne donne pas ici la marge d’erreur.",
    "poisson": "Aucun intervalle n’est déclaré pour cet indicateur.",
    "modele": "La valeur sort d’un modèle dont le producteur ne donne pas la marge d’erreur.",
}
