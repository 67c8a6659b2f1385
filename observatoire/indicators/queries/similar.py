"""Territories of the region that resemble one of them, by the variables of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import protected_grids
from stats.similarity import Alike, Resemblance, most_alike, read_resemblance
from stats.territory import Level, Territory

type_key = tuple[str, str]
LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT)


@dataclass(frozen=True)
class Likes:
    """The territories found, the nearest first, and how they were looked for."""

    resemblance: Resemblance
    found: tuple[tuple[Territory, Alike], ...]


def similar_to(now: Engine, place: Territory) -> Likes | None:
    """None for a level of which the region holds only one, and where nothing can be compared."""
    if place.level not in LEVELS:
        return None
    resemblance = read_resemblance(settings.CATALOGUE)
    if resemblance is None:
        return None
    among = {one.key: one for one in now.territories.children(places.region_key(now), place.level)}
    known = _own(among) | _published(now, resemblance, place, tuple(among))
    found = most_alike(resemblance, place.key, known, among)
    if not found:
        return None
    return Likes(resemblance, tuple((among[one.key], one) for one in found))


def _own(among: dict[type_key, Territory]) -> dict[str, dict[type_key, float]]:
    """What the territories say of themselves."""
    peopled = {key: one for key, one in among.items() if one.population}
    return {
        "population": {key: float(one.population) for key, one in peopled.items()},
        "densite": {key: one.population / one.area for key, one in peopled.items() if one.area},
    }


def _published(
    now: Engine, resemblance: Resemblance, place: Territory, among: tuple[type_key, ...]
) -> dict[str, dict[type_key, float]]:
    """The indicators, at the last period and in the edition that the territory has one of."""
    held = now.store.held_levels()
    codes = [
        one.code
        for one in resemblance.variables
        if one.code in now.catalogue.indicators and place.level in held.get(one.code, ())
    ]
    grids = protected_grids(now, codes, among)
    found = {}
    for code, grid in grids.items():
        known = [cell for cell in grid.series(place.key) if cell.known]
        if known:
            cells = grid.at(known[-1].period).observations()
            found[code] = {
                (str(cell.level), cell.territory): cell.value
                for cell in cells
                if cell.known and cell.edition == known[-1].edition
            }
    return found
