"""Which cells are secret by themselves: too few contributors, or one that is too large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.secrecy.rules import Rules
from stats.secrecy.table import Table

PUBLISHED, FREQUENCY, DOMINANCE, SECONDARY = "V", "A", "B", "D"
HIDDEN = (FREQUENCY, DOMINANCE, SECONDARY)
PAIR = 2


@dataclass(frozen=True)
class Primary:
    """For each cell of a table, flattened: its status (« V », « A » or « B ») and why."""

    statuses: np.ndarray
    reasons: tuple[str, ...]


def primary_secrets(table: Table, rules: Rules) -> Primary:
    """The rules applied to every cell and margin, on the numbers themselves."""
    value = table.value.ravel()
    counted = np.where(np.isnan(table.contributors), table.value, table.contributors).ravel()
    statuses = np.full(value.size, PUBLISHED)
    reasons = [""] * value.size
    tests = (
        (FREQUENCY, "seuil", _few(counted, value, rules.threshold)),
        (FREQUENCY, "seuil_effectif", _few(value, value, rules.headcount)),
        (FREQUENCY, "zero_sensible", (value == 0) & rules.sensitive_zeros & ~table.absent.ravel()),
        (DOMINANCE, "dominance", _dominated(table, rules)),
        (DOMINANCE, "p", _approached(table, rules)),
    )
    for status, reason, found in tests:
        for place in np.flatnonzero(found & (statuses == PUBLISHED)):
            statuses[place], reasons[place] = status, reason
    return Primary(statuses, tuple(reasons))


def _few(counted: np.ndarray, value: np.ndarray, threshold: object) -> np.ndarray:
    """Strictly fewer than the threshold; nobody at all is no secret. What nobody is said to have
    contributed to, and is not zero, came from somebody."""
    if not threshold:
        return np.zeros(counted.shape, bool)
    return ((counted > 0) | (value > 0)) & (counted < float(threshold))


def _dominated(table: Table, rules: Rules) -> np.ndarray:
    """The largest contributor makes more than so many percent of the cell."""
    value, largest = table.value.ravel(), np.nan_to_num(table.largest.ravel())
    if rules.dominance is None:
        return np.zeros(value.shape, bool)
    return (value > 0) & (100 * largest > float(rules.dominance) * value)


def _approached(table: Table, rules: Rules) -> np.ndarray:
    """What the cell holds beside its largest contributors is less than p % of the first: the
    second, who takes away its own part, comes that near."""
    value, largest = table.value.ravel(), np.nan_to_num(table.largest.ravel())
    if rules.p is None:
        return np.zeros(value.shape, bool)
    # Where they are two, the second is the rest; where more, it is known only if given.
    pair = np.isnan(table.second.ravel()) & (table.contributors.ravel() == PAIR)
    second = np.where(pair, value - largest, np.nan_to_num(table.second.ravel()))
    return (largest > 0) & (100 * (value - largest - second) < float(rules.p) * largest)
