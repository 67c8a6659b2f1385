"""The figures a page shows: one question to the store, then through the last door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from observatoire.indicators.queries.engine import Engine
from stats.compute import grid_of
from stats.grid import Grid
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
