"""From the store to a Grid: what an indicator is worth, by territory and period."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stats.catalogue.model import Catalogue, Indicator
from stats.grid import ABSENT, NOWHERE, NUMBER, Grid, type_key
from stats.observation import Observation
from stats.periods import parse_period
from stats.store import Provenance, Store


def compute(
    store: Store,
    catalogue: Catalogue,
    indicator: str,
    level: str | None = None,
    territories: Sequence[str | type_key] = (),
    periods: Sequence[str] = (),
) -> Grid:
    """The current values of an indicator; what is not in the store is « non disponible ».

    `territories` are codes, or (level, code) pairs to mix levels; empty, all that the store holds
    at `level`. `periods` empty means all that it holds. KeyError when the catalogue has no such
    indicator. The result has not been through `protect`, which is the only door out.
    """
    described = catalogue.indicators[indicator]
    found = store.observations(
        indicator=indicator, level=level, territories=territories, period=periods
    )
    asked = [_key(territory, level) for territory in territories]
    return grid_of(described, found, territories=[key for key in asked if key], periods=periods)


def grid_of(
    indicator: Indicator,
    observations: Sequence[Observation],
    territories: Sequence[type_key] = (),
    periods: Sequence[str] = (),
) -> Grid:
    """The grid of observations of one indicator, one revision for each cell (else ValueError).

    Territories and periods asked for come first in the order given; without any, those met:
    territories in their order, periods in the order of time.
    """
    keys = list(dict.fromkeys([*territories, *((str(o.level), o.territory) for o in observations)]))
    codes = list(dict.fromkeys(periods)) or sorted(
        {o.period for o in observations}, key=parse_period
    )
    rows = {key: n for n, key in enumerate(keys)}
    columns = {code: n for n, code in enumerate(codes)}
    shape = (len(keys), len(codes))
    values, names = np.full(shape, np.nan), {key: key[1] for key in keys}
    lower, upper = np.full(shape, np.nan), np.full(shape, np.nan)
    statuses, provenance = np.full(shape, ABSENT, np.int8), np.zeros(shape, np.int32)
    numbers: dict[Provenance, int] = {NOWHERE: 0}
    for one in observations:
        place = rows[str(one.level), one.territory], columns[one.period]
        if provenance[place]:
            raise ValueError(f"{one.name} : deux révisions pour une case.")
        values[place] = np.nan if one.value is None else one.value
        lower[place] = np.nan if one.lower is None else one.lower
        upper[place] = np.nan if one.upper is None else one.upper
        statuses[place] = NUMBER[one.status]
        provenance[place] = numbers.setdefault(_provenance(one), len(numbers))
        names[str(one.level), one.territory] = one.label or one.territory
    return Grid(
        indicator=indicator.code,
        unit=indicator.unit,
        territories=tuple(keys),
        names=tuple(names[key] for key in keys),
        periods=tuple(codes),
        values=values,
        statuses=statuses,
        provenance=provenance,
        provenances=tuple(numbers),
        additive=indicator.additive,
        lower=lower,
        upper=upper,
    )


def _provenance(one: Observation) -> Provenance:
    """Never equal to NOWHERE: what says nothing of its origin has at least a unit."""
    return Provenance(
        unit=one.unit or " ",
        source=one.source,
        origin=one.origin,
        edition=one.edition,
        vintage=one.vintage,
        note=one.note,
        marks=one.marks,
        import_id=one.import_id,
    )


def _key(territory: str | type_key, level: str | None) -> type_key | None:
    if isinstance(territory, tuple):
        return (str(territory[0]), territory[1])
    return (str(level), territory) if level is not None else None
