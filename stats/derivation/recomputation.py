"""Published rates against their recomputation: a quality control, which corrects nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stats.catalogue.model import Catalogue
from stats.derivation.arithmetic import rounding_error
from stats.derivation.results import Result, cell_of, derive_with_operands, published_cells
from stats.observation import Observation
from stats.words import format_number

NB = "\u00a0"
# Two ways of writing one number in binary differ by less than this share of it.
EQUAL = 1e-9


@dataclass(frozen=True)
class Gap:
    """A published figure that its operands do not give, beyond what rounding explains.

    `recomputed` and `tolerance` are in the indicator's unit.
    """

    published: Observation
    recomputed: Observation
    tolerance: float

    @property
    def difference(self) -> float:
        return self.published.value - self.recomputed.value

    @property
    def sentence(self) -> str:
        given, found = self.published, self.recomputed
        unit = f"{NB}{given.unit}" if given.unit else ""
        return (
            f"{given.name}{NB}: {format_number(given.value, 4)}{unit} publié, "
            f"{format_number(found.value, 4)}{unit} recalculé avec {found.note}."
        )

    def as_json(self) -> dict:
        given = self.published
        return {
            "indicateur": given.indicator,
            "niveau": str(given.level),
            "territoire": given.territory,
            "periode": given.period,
            "publie": given.value,
            "recalcule": self.recomputed.value,
            "ecart": self.difference,
            "tolerance": self.tolerance,
            "edition": given.edition,
            "source": given.source,
            "operandes": self.recomputed.note,
            "phrase": self.sentence,
        }


def check_published(store, catalogue: Catalogue, code: str = "") -> list[Gap]:
    """The published values of derived indicators that differ from their recomputation.

    Rounding is forgiven: half a unit of the last decimal that the edition writes, and what the
    marks of the operands (`arrondi_5`…) allow. Raises KeyError when the catalogue has no such code.
    """
    results = derive_with_operands(store, catalogue, code)
    known = published_cells(store, {one.observation.indicator for one in results})
    steps = _steps(row for cells in known.values() for rows in cells.values() for row in rows)
    gaps = (_gap(one, known, steps) for one in results)
    return [gap for gap in gaps if gap is not None]


def _gap(result: Result, known: dict, steps: dict[tuple[str, str], float]) -> Gap | None:
    computed = result.observation
    rows = known.get(computed.indicator, {}).get(cell_of(computed), ())
    if not rows or not rows[-1].known or not computed.known:
        return None
    published = rows[-1]
    tolerance = (
        steps[published.indicator, published.edition]
        + rounding_error(result.calculation, result.operands, computed.value)
        + EQUAL * abs(computed.value)
    )
    gap = Gap(published, computed, tolerance)
    return gap if abs(gap.difference) > tolerance else None


def _steps(rows: Iterable[Observation]) -> dict[tuple[str, str], float]:
    """Half a unit of the finest decimal met, by indicator and edition: « 4 » beside « 3.9 » is
    « 4.0 »."""
    decimals: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.known:
            exponent = Decimal(repr(row.value)).normalize().as_tuple().exponent
            key = row.indicator, row.edition
            decimals[key] = max(decimals[key], -exponent)
    return {key: 0.5 * 10.0**-count for key, count in decimals.items()}
