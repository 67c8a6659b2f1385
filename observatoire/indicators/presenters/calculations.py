"""A sum, an average, an order: as a plain dictionary, or the reason of the refusal."""

from __future__ import annotations

from collections.abc import Sequence

from stats.catalogue import Indicator
from stats.comparison.guards import (
    refuse_comparison,
    refuse_mean,
    refuse_rank,
    refuse_sum,
)
from stats.comparison.rounding import total
from stats.observation import Observation
from stats.words import describe_change

REFUSALS = {"somme": refuse_sum, "moyenne": refuse_mean, "rang": refuse_rank}


def calculated(indicator: Indicator, operation: str, rows: Sequence[Observation]) -> dict:
    """`raison` alone when it is refused."""
    if refusal := REFUSALS[operation](indicator, rows):
        return {"raison": refusal.reason}
    answer = {"operation": operation, "indicateur": indicator.code, "unite": indicator.unit}
    if operation == "rang":
        return answer | {"resultats": _ranked(rows)}
    found, count = total(rows), len(rows) if operation == "moyenne" else 1
    answer |= {"valeur": found.value / count, "territoires": len(rows)}
    if found.is_rounded:
        answer |= {"borne_basse": found.low / count, "borne_haute": found.high / count}
    return answer


def evolution(
    indicator: Indicator, before: Observation, after: Observation, series: Sequence[Observation]
) -> dict:
    """From one date to another, of one territory on one ground; `raison` alone when refused."""
    if refusal := refuse_comparison(indicator, before, after, series):
        return {"raison": refusal.reason}
    change = describe_change(indicator, before, after, series)
    return {
        "operation": "evolution",
        "indicateur": indicator.code,
        "unite": indicator.unit,
        "depuis": before.period,
        "periode": after.period,
        "avant": before.value,
        "valeur": after.value,
        "sens": change.kind,
        "phrase": f"{change.text[:1].upper()}{change.text[1:]}.",
    }


def _ranked(rows: Sequence[Observation]) -> list[dict]:
    """From the highest; ties share the better place; what is no number has none."""
    known = sorted((row for row in rows if row.known), key=lambda row: (-row.value, row.territory))
    values = [row.value for row in known]
    return [
        {
            "rang": 1 + sum(other > row.value for other in values),
            "territoire": row.territory,
            "libelle": row.label,
            "valeur": row.value,
        }
        for row in known
    ]
