"""Published rates against their recomputation: a quality control, which corrects nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from stats.catalogue.model import Catalogue
from stats.derivation.arithmetic import carried_error
from stats.derivation.results import Computed, Result, computed
from stats.observation import Observation
from stats.store import Store
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


def check_published(store: Store, catalogue: Catalogue, code: str = "") -> list[Gap]:
    """The published values of derived indicators that differ from their recomputation.

    Rounding is forgiven, that of the value and that of its operands, as each edition shows it: half
    a unit of the finest decimal, or of the coarsest zeros, that all its values share. Raises
    KeyError when the catalogue has no such code.
    """
    return gaps_of(computed(store, catalogue, code))


def gaps_of(found: Computed) -> list[Gap]:
    """As `check_published`, of what is computed already."""
    every = (cells.values() for cells in found.published.values())
    steps = _steps(row for cells in every for rows in cells for row in rows)
    gaps = (_gap(one, found.publication(one.observation), steps) for one in found.results)
    return [gap for gap in gaps if gap is not None]


def _gap(
    result: Result, published: Observation | None, steps: dict[tuple[str, str], int]
) -> Gap | None:
    recomputed = result.observation
    if published is None or not published.known or not recomputed.known:
        return None
    errors = [_error(steps.get((one.indicator, one.edition), 0)) for one in result.operands]
    tolerance = (
        # A rate of 20 % in an edition of one figure is not rounded to the ten.
        0.5 * 10.0 ** min(steps[published.indicator, published.edition], 0)
        + carried_error(result.calculation, result.operands, errors)
        + EQUAL * abs(recomputed.value)
    )
    gap = Gap(published, recomputed, tolerance)
    return gap if abs(gap.difference) > tolerance else None


def _error(exponent: int) -> float:
    """Of an operand: half of what it is a multiple of; a whole number is taken as exact."""
    return 0.5 * 10.0**exponent if exponent else 0.0


def _steps(rows: Iterable[Observation]) -> dict[tuple[str, str], int]:
    """The power of ten that all the values of an indicator and edition are multiples of: −1 for
    « 4 » beside « 3.9 », 1 for « 22910 » beside « 21300 »."""
    steps: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.known and row.value:
            exponent = Decimal(repr(row.value)).normalize().as_tuple().exponent
            key = row.indicator, row.edition
            steps[key] = min(steps.get(key, exponent), exponent)
    return steps
