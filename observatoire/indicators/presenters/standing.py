"""A figure beside its reference, and its last five points: what is worth saying of them."""

from __future__ import annotations

from collections.abc import Sequence

from stats.catalogue import Indicator
from stats.catalogue.model import Nature
from stats.comparison.intervals import interval_of
from stats.comparison.significance import Beside, beside
from stats.comparison.trend import POINTS, Direction, trend_of
from stats.observation import Observation
from stats.releases.number import address
from stats.words import typeset

NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq")


def stands(indicator: Indicator, row: Observation, reference: Observation) -> Beside | None:
    """None where the size of the territories alone would be compared, or without two numbers."""
    if indicator.nature is Nature.COUNT or not (row.known and reference.known):
        return None
    return beside(
        indicator,
        row.value,
        reference.value,
        interval_of(indicator, row),
        interval_of(indicator, reference),
    )


def standing_words(indicator: Indicator, row: Observation, reference: Observation) -> str:
    """«\u00a0; ici plus bas, plus favorable\u00a0»: what follows the reference’s value."""
    found = stands(indicator, row, reference)
    return typeset(f" ; ici {found.words}") if found else ""


def standing_basis(indicator: Indicator) -> str:
    """What « proche » and « plus bas » rest on, in a sentence."""
    if indicator.interval is not None:
        return "Un écart n’est dit que s’il est significatif, au seuil de 5\u00a0%."
    return "En deçà de la variation minimale de l’indicateur, deux valeurs sont dites proches."


def trend_words(indicator: Indicator, series: Sequence[Observation], *, always: bool) -> str:
    """« Sur les cinq derniers points\u00a0: en hausse… »; why there is none, only when `always`."""
    found = trend_of(indicator, series)
    if found is None or (found.direction is Direction.IMPOSSIBLE and not always):
        return ""
    if found.direction is Direction.IMPOSSIBLE:
        return typeset(f"Tendance non calculée : {found.reason}.")
    return typeset(f"Sur les {NUMBERS[POINTS]} derniers points : {found.words}.")


def number_address(row: Observation | None) -> str:
    """The permanent address of a published number; empty for what was added up here, or is told
    under another code than its own."""
    return address(row.key) if row is not None and row.import_id else ""
