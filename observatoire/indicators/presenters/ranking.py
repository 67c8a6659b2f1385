"""The ranked list beside the map: numbers in their order, what has none counted and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from observatoire.base.french import normalise
from observatoire.indicators.presenters.standing import number_address
from observatoire.indicators.presenters.tags import Tag, tags_of
from observatoire.indicators.presenters.tile import is_shown
from stats.catalogue import Indicator
from stats.grid import Grid
from stats.observation import Observation
from stats.statuses import Mark
from stats.territory import Level, Territory
from stats.words import format_observation

ROUNDED = {Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10}
ROUNDED_REASON = (
    "Valeurs arrondies, souvent secrètes\u00a0: les communes ne sont pas classées, elles suivent "
    "l’ordre de l’alphabet."
)
EDITIONS_REASON = (
    "Les valeurs viennent de plusieurs éditions\u00a0: elles ne sont pas classées, elles suivent "
    "l’ordre de l’alphabet."
)
# As many lines without a number may stand in the list itself.
FEW = 12


@dataclass(frozen=True)
class Rank:
    """One line of the list; `place` is empty where nothing is ranked."""

    place: str
    name: str
    address: str
    pin: str
    number: str
    value: str
    tags: tuple[Tag, ...]
    is_chosen: bool


@dataclass(frozen=True)
class Without:
    """The territories that have no number for one reason."""

    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """`reason` says why nothing is ranked; empty when it is."""

    caption: str
    lines: tuple[Rank, ...]
    without: tuple[Without, ...]
    reason: str


def present_ranking(
    indicator: Indicator, grid: Grid, place: Territory, *, pin: Callable[[str], str]
) -> Ranking:
    """The members of one period: highest first, or by name when they do not compare.

    `pin` gives the address of the same page for another territory (« niveau:code »).
    """
    (period,) = grid.periods
    cells = grid.observations()
    reason = unranked_reason(grid)
    places = dict(zip(grid.territories, grid.rank(period), strict=True))

    def line(cell: Observation) -> Rank:
        key = (str(cell.level), cell.territory)
        rank = None if reason else places[key]
        return Rank(
            place="" if rank is None else str(rank),
            name=cell.label,
            address=f"/territoires/{cell.level}/{cell.territory}/",
            number=number_address(cell) if is_shown(cell) else "",
            pin=pin(f"{cell.level}:{cell.territory}"),
            value=_capital(format_observation(indicator, cell)),
            tags=tags_of(cell) if cell.known else (),
            is_chosen=key == place.key,
        )

    few = len(cells) <= FEW
    listed = [cell for cell in cells if few or is_shown(cell)]
    listed.sort(key=_by_name if reason else _highest_first)
    return Ranking(
        caption="Par ordre alphabétique, sans rang" if reason else "Du plus élevé au plus faible",
        lines=tuple(line(cell) for cell in listed),
        without=() if few else _without(cell for cell in cells if not is_shown(cell)),
        reason=reason,
    )


def unranked_reason(grid: Grid) -> str:
    """Why the values of one period are in no order; empty when they are."""
    (period,) = grid.periods
    at_communes = any(level == Level.COMMUNE for level, _ in grid.territories)
    if at_communes and any(ROUNDED & cell.marks for cell in grid.observations()):
        return ROUNDED_REASON
    return "" if grid.comparable(period) else EDITIONS_REASON


def _without(cells) -> tuple[Without, ...]:
    """By reason, the most numerous first."""
    found: dict[str, list[str]] = {}
    for cell in cells:
        found.setdefault(cell.status.label, []).append(cell.label)
    ordered = sorted(found.items(), key=lambda pair: -len(pair[1]))
    return tuple(Without(label, tuple(sorted(names, key=normalise))) for label, names in ordered)


def _by_name(cell: Observation) -> tuple:
    return (not is_shown(cell), normalise(cell.label))


def _highest_first(cell: Observation) -> tuple:
    """Numbers, then bounds, then nothing; equal numbers by name."""
    if cell.known:
        return (0, -cell.value, normalise(cell.label))
    return (1 if is_shown(cell) else 2, 0.0, normalise(cell.label))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
