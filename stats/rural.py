"""A count read by country and by town: Insee’s communal density grid, seven degrees.

Rural is 5, 6 and 7, urban the others. Only published figures are added up, so that no secret can
be found by subtraction from what this says; the share of inhabitants they cover is always told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from stats.catalogue.model import Indicator
from stats.comparison.guards import Operation, Refusal, refuse_sum
from stats.comparison.rounding import Total, total
from stats.observation import Observation
from stats.statuses import SECRET, Status
from stats.territory.model import Territory

RURAL_DEGREES = frozenset({5, 6, 7})
NO_GRID = (
    "La grille communale de densité de l’Insee n’est pas chargée : la plateforme ne sait pas "
    "quelles communes sont rurales."
)
NO_FIGURES = "Aucun chiffre communal n’est publié ici pour cet indicateur."


class Ground(StrEnum):
    """The two grounds a commune may be of."""

    RURAL = "rural"
    URBAN = "urbain"


@dataclass(frozen=True)
class Side:
    """One ground: the sum of what is published there, and how much of it that covers.

    `communes` and `people` are all those of the ground; `counted` and `covered` those whose figure
    is published; `secret` the communes without one because of statistical secrecy.
    """

    ground: Ground
    communes: int
    counted: int
    secret: int
    people: int
    covered: int
    total: Total

    @property
    def share(self) -> float | None:
        """Percent of the ground’s inhabitants whose commune has a published figure."""
        return 100 * self.covered / self.people if self.people else None


@dataclass(frozen=True)
class Reading:
    """Rural then urban, at one period; `ungraded` communes have no degree and stand in neither."""

    period: str
    sides: tuple[Side, Side]
    ungraded: int


def ground_of(commune: Territory) -> Ground | None:
    """None for a commune that the grid does not know."""
    if commune.density is None:
        return None
    return Ground.RURAL if commune.density in RURAL_DEGREES else Ground.URBAN


def read_by_ground(
    indicator: Indicator,
    rows: Sequence[Observation],
    communes: Sequence[Territory],
    former: Mapping[str, str],
) -> Reading | Refusal:
    """The figures of the communes of one territory, added up by ground; or why they are not.

    `rows` are protected and of one period. A figure under the code of a commune that has since
    merged counts for the one it is now part of (`former`: old code → present one), which is
    counted only when all its parts are published.
    """
    graded = {one.code: ground for one in communes if (ground := ground_of(one))}
    if refused := refuse_sum(indicator):
        return refused
    if not graded:
        return Refusal(Operation.SUM, NO_GRID)
    places = {one.code: one for one in communes}
    told = _by_present_commune(rows, places, former)
    known = [row for found in told.values() if _all_known(found) for row in found]
    if not known:
        return Refusal(Operation.SUM, NO_FIGURES)
    if refused := refuse_sum(indicator, known):
        return refused
    sides = tuple(
        _side(ground, [places[code] for code, one in graded.items() if one is ground], told)
        for ground in Ground
    )
    return Reading(known[0].period, sides, len(places) - len(graded))


def _by_present_commune(
    rows: Sequence[Observation], places: Mapping[str, Territory], former: Mapping[str, str]
) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        code = former.get(row.territory, row.territory)
        if code in places:
            found[code].append(row)
    return {code: _said(code, given) for code, given in found.items()}


def _said(code: str, given: list[Observation]) -> list[Observation]:
    """A vanished code that a file still lists without a figure says nothing of its heir."""
    spoken = [
        row for row in given if row.territory == code or row.status is not Status.NOT_AVAILABLE
    ]
    return spoken or given


def _all_known(rows: Sequence[Observation]) -> bool:
    return bool(rows) and all(row.known for row in rows)


def _side(ground: Ground, communes: list[Territory], told: Mapping[str, list[Observation]]) -> Side:
    counted = [one for one in communes if _all_known(told.get(one.code, ()))]
    hidden = [
        one for one in communes if any(row.status in SECRET for row in told.get(one.code, ()))
    ]
    return Side(
        ground=ground,
        communes=len(communes),
        counted=len(counted),
        secret=len(hidden),
        people=sum(one.population or 0 for one in communes),
        covered=sum(one.population or 0 for one in counted),
        total=total([row for one in counted for row in told[one.code]]),
    )
