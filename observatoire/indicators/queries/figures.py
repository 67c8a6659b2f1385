"""The figures a page shows: one question to the store, then through the last door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.places import told_keys
from stats.compute import grid_of
from stats.grid import Grid
from stats.heirs import COMMUNE, under_present_codes
from stats.secrecy import protect

type_key = tuple[str, str]


def protected_grids(
    engine: Engine, codes: Sequence[str], territories: Sequence[type_key] = ()
) -> dict[str, Grid]:
    """One protected grid for each indicator, all periods, the territories in the order given.

    Without territories: all those that the store holds of the indicator.
    """
    by_indicator = defaultdict(list)
    if codes:
        for row in engine.store.observations(indicator=codes, territories=list(territories)):
            by_indicator[row.indicator].append(row)
    known = engine.catalogue.indicators
    return {
        code: protect(grid_of(known[code], by_indicator[code], territories), known[code])
        for code in codes
    }


def shown_grid(engine: Engine, code: str) -> Grid:
    """What the pages of one indicator show: the region, all that is in it, and France above it.

    An official file may hold the whole country, thirty-five thousand communes: it is kept, it is
    given by the open interface, and no page is made of it.
    """
    indicator = engine.catalogue.indicators[code]
    wanted = told_keys(engine)
    former = {
        old: heir
        for old, heir in engine.territories.former.items()
        if (COMMUNE, heir) in wanted and (COMMUNE, old) not in wanted
    }
    rows = engine.store.observations(
        indicator=code, territories=[*wanted, *((COMMUNE, old) for old in former)]
    )
    names = {heir: engine.territories.get(COMMUNE, heir).name for heir in former.values()}
    return protect(grid_of(indicator, under_present_codes(rows, former, names)), indicator)
