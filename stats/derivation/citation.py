"""What a reader is told of a computed figure: whom it comes from, and what each operand was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from stats.observation import Observation
from stats.periods import parse_period

NB = "\u00a0"
COMPUTED_FROM = "Calcul de la plateforme d’après "


def citation(operands: Sequence[Observation]) -> str:
    """« Calcul de la plateforme d’après DREES… ; Insee… »: every source, in their order."""
    sources = (one.source.removeprefix(COMPUTED_FROM) for one in operands)
    return COMPUTED_FROM + f"{NB}; ".join(dict.fromkeys(one for one in sources if one))


def remark(operands: Sequence[Observation]) -> str:
    """The date, edition, geography and revision of each operand, that it can be found again."""
    return f"{NB}; ".join(
        _told(one.indicator, one.period, one.edition, one.vintage, max(one.revision, 1), one.note)
        for one in operands
    )


@lru_cache(maxsize=4096)
def _told(
    indicator: str, period: str, edition: str, vintage: int | None, revision: int, note: str
) -> str:
    """« POP_TOT au 1er janvier 2020, Estimations…, géographie 2020, révision 1 (provisoire) »."""
    parsed = parse_period(period)
    when = f"au {parsed.label}" if parsed.rhythm == "jour" else parsed.label
    facts = [f"{indicator} {when}", edition, f"géographie {vintage}" if vintage else ""]
    told = ", ".join([*filter(None, facts), f"révision {revision}"])
    return f"{told} ({note})" if note else told
