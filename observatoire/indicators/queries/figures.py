"""The figures a page shows: one question to the store, then through the last door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.places import homonyms, told_keys
from stats.compute import grid_of
from stats.grid import Grid
from stats.heirs import COMMUNE, Past, on_present_ground
from stats.observation import Observation
from stats.secrecy import protect
from stats.territory import Level, Territories
from stats.territory.conversion import Perimeters

type_key = tuple[str, str]


def protected_grids(
    engine: Engine, codes: Sequence[str], territories: Sequence[type_key] = ()
) -> dict[str, Grid]:
    """One protected grid for each indicator, all periods, the territories in the order given.

    Without territories: all those that the store holds of the indicator.
    """
    by_indicator = defaultdict(list)
    if codes:
        asked = [*territories, *_former_of(engine, territories)]
        for row in engine.store.observations(indicator=codes, territories=asked):
            by_indicator[row.indicator].append(row)
    known = engine.catalogue.indicators
    return {
        code: protect(
            grid_of(known[code], _told(engine, code, by_indicator[code], territories), territories),
            known[code],
        )
        for code in codes
    }


def shown_grid(engine: Engine, code: str) -> Grid:
    """What the pages of one indicator show: the region, all that is in it, and France above it.

    An official file may hold the whole country, thirty-five thousand communes: it is kept, it is
    given by the open interface, and no page is made of it.
    """
    indicator = engine.catalogue.indicators[code]
    wanted = told_keys(engine)
    rows = engine.store.observations(
        indicator=code, territories=[*wanted, *_former_of(engine, wanted)]
    )
    return protect(grid_of(indicator, _told(engine, code, rows, wanted)), indicator)


def _told(
    engine: Engine, code: str, rows: list[Observation], wanted: Iterable[type_key]
) -> list[Observation]:
    """In the communes of today; what is told of others than those wanted is left out."""
    told = on_present_ground(rows, engine.catalogue.indicators[code], _past(engine.territories))
    kept, named = frozenset(wanted), homonyms(engine)
    told = [
        replace(row, label=named[row.level, row.territory])
        if (row.level, row.territory) in named
        else row
        for row in told
    ]
    return [row for row in told if not kept or (str(row.level), row.territory) in kept]


def _former_of(engine: Engine, wanted: Iterable[type_key]) -> list[type_key]:
    """The vanished codes of the communes that are wanted."""
    kept = frozenset(wanted)
    return [
        (COMMUNE, old)
        for old, heir in engine.territories.former.items()
        if (COMMUNE, heir) in kept and (COMMUNE, old) not in kept
    ]


@lru_cache(maxsize=2)
def _past(territories: Territories) -> Past:
    communes = territories.by_level(Level.COMMUNE)
    heirs = set(territories.former.values())
    return Past(
        vintage=max((one.vintage for one in communes if one.vintage), default=None),
        former=territories.former,
        names={one.code: one.name for one in communes if one.code in heirs},
        perimeters=Perimeters(territories.movements) if territories.movements else None,
    )
