"""Need against offer: who lives how far from which hours, commune by commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.conf import settings

from observatoire.food_aid.models import Place
from observatoire.food_aid.opening import minutes_open
from observatoire.food_aid.queries.asking import giving, kilometres
from observatoire.food_aid.queries.atlas import Atlas
from observatoire.food_aid.queries.ground import Commune, communes, territories
from stats.catalogue import load_catalogue
from stats.compute import grid_of
from stats.observation import Observation
from stats.secrecy import protect
from stats.store import Store
from stats.words import typeset

STAND_IN = "taux de l’intercommunalité (celui de la commune est secret ou absent)"
SATURDAY = 5
RATE, PEOPLE = "TX_PAUV60", "NB_PAUVRES"


@dataclass(frozen=True)
class Need:
    """A rate of poverty, where it comes from, and why it stands there."""

    rate: float | None
    status: str
    told_of: str
    source: str


@dataclass(frozen=True)
class Line:
    """One commune: who lives there, what is within reach."""

    commune: Commune
    need: Need
    places: int
    within: int
    minutes: int | None
    on_saturday: bool
    in_august: bool
    nearest: float | None

    @property
    def is_white(self) -> bool:
        return self.within == 0


def wanted_places(*, synthetic: bool):
    """Those that count: their source says they give aid, and no wholesale supplier among them."""
    rows = Place.objects.public().filter(is_food_aid=True, structure__is_supplier=False)
    return rows if synthetic else rows.filter(is_synthetic=False)


def lines(atlas: Atlas, distance: float, monday: date) -> list[Line]:
    """For each commune of the region, from its centre, as the crow flies."""
    wanted = giving(atlas)
    open_for = _minutes(atlas, wanted, monday)
    saturday = _open_on(atlas, wanted, monday + timedelta(days=SATURDAY))
    august = _open_in_august(atlas, wanted, monday.year)
    is_there = atlas.with_services(wanted)
    rates = poverty()
    found = []
    for one in sorted(communes().values(), key=lambda each: each.code):
        if one.centre is None:
            continue
        away = np.where(is_there, kilometres(atlas, one.centre), np.inf)
        near = away <= distance
        known = open_for[near & (open_for >= 0)]
        found.append(
            Line(
                one,
                need_of(one, rates),
                int((is_there & (atlas.communes == one.code)).sum()),
                int(near.sum()),
                int(known.sum()) if len(known) else None,
                bool((near & saturday).any()),
                bool((near & august).any()),
                round(float(away.min()), 1) if np.isfinite(away).any() else None,
            )
        )
    return found


def _minutes(atlas: Atlas, wanted: np.ndarray, monday: date) -> np.ndarray:
    """Of each place, its longest service in the week; −1 where hours are not known."""
    of_tables = np.array(
        [-1 if (m := minutes_open(one, monday)) is None else m for one in atlas.tables], dtype=int
    )
    found = np.full(len(atlas), -1)
    np.maximum.at(found, atlas.service_place[wanted], of_tables[atlas.service_table[wanted]])
    return found


def _open_on(atlas: Atlas, wanted: np.ndarray, day: date) -> np.ndarray:
    return atlas.open_during(day, 0, 1440, wanted)


def _open_in_august(atlas: Atlas, wanted: np.ndarray, year: int) -> np.ndarray:
    """Open at least once in the two weeks around the fifteenth."""
    found = np.zeros(len(atlas), dtype=bool)
    for days in range(14):
        found |= _open_on(atlas, wanted, date(year, 8, 8) + timedelta(days=days))
    return found


def poverty() -> dict[tuple[str, str], Observation]:
    """The latest rate of each commune and EPCI, through the door of secrecy."""
    found = territories()
    if found is None:
        return {}
    region = ("region", f"R{settings.REGION}")
    keys = [
        one.key
        for level in ("commune", "epci")
        for one in found.children(region, level, whole_only=False)
    ]
    indicator = load_catalogue(settings.CATALOGUE).indicators[RATE]
    rows = Store(settings.STORE).observations(indicator=RATE, territories=keys)
    if not rows:
        return {}
    latest: dict[tuple[str, str], Observation] = {}
    for one in protect(grid_of(indicator, rows, keys), indicator).observations():
        key = (str(one.level), one.territory)
        if key not in latest or one.period > latest[key].period:
            latest[key] = one
    return latest


def need_of(one: Commune, rates: dict) -> Need:
    """A commune's own rate; else that of its EPCI, and it says so; never a residual."""
    own = rates.get(("commune", one.code))
    if own is not None and own.known:
        return Need(own.value, str(own.status), "taux de la commune", own.source)
    status = str(own.status) if own is not None else "non_disponible"
    above = rates.get(("epci", one.epci))
    if above is not None and above.known:
        return Need(above.value, status, typeset(STAND_IN), above.source)
    return Need(None, status, "", "")


@dataclass(frozen=True)
class Sum:
    """A territory, or a class of density: what its communes make together."""

    label: str
    code: str
    population: int
    places: int
    covered: int
    white: int
    saturday: int
    august: int

    @property
    def share(self) -> float | None:
        return 100 * self.covered / self.population if self.population else None


def summed(label: str, code: str, rows: list[Line]) -> Sum:
    def people(kept) -> int:
        return sum(one.commune.population for one in rows if kept(one))

    return Sum(
        label,
        code,
        people(lambda one: True),
        sum(one.places for one in rows),
        people(lambda one: not one.is_white),
        people(lambda one: one.is_white),
        people(lambda one: one.on_saturday),
        people(lambda one: one.in_august),
    )
