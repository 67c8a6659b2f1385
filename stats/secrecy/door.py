"""The last door: nothing leaves the engine without having been through `protect`.

This first form applies the secrecy decided by the producers: it lets their statuses through and
makes sure that no number travels with a secret. It does not yet look for a hidden value that
could be found by subtraction; that rule will stand here too, and callers will not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from stats.catalogue.model import Indicator
from stats.grid import Grid
from stats.observation import Observation
from stats.statuses import SECRET, Status

BOUNDS = ("borne_basse", "borne_haute")


def protect(grid: Grid, indicator: Indicator) -> Grid:
    """The grid that may be shown. ValueError when it is not the grid of this indicator.

    Guarantee: a number only where the status is « valeur » (`Grid` itself refuses any other), so
    drawings, words and exports, which take a protected grid only, cannot reveal a secret.
    """
    if grid.indicator != indicator.code:
        raise ValueError(f"grid of {grid.indicator}, indicator {indicator.code}")
    return replace(grid, protected=True)


def require_protected(grid: Grid) -> Grid:
    """The same grid. ValueError when it has not been through `protect`."""
    if not grid.protected:
        raise ValueError(f"the grid of {grid.indicator} has not been through protect()")
    return grid


def protect_rows(rows: Iterable[Observation]) -> list[Observation]:
    """The observations that may leave one by one: a secret has neither number nor bounds."""
    return [
        replace(row, value=None, lower=None, upper=None) if row.status in SECRET else row
        for row in rows
    ]


def protect_table(table: pa.Table) -> pa.Table:
    """The same for a table with the columns `statut` and `valeur` (and bounds, if any): a number
    only where the status is « valeur », bounds never beside a secret."""
    status = table.column("statut")
    published = pc.equal(status, str(Status.VALUE))
    hidden = pc.is_in(status, pa.array([str(one) for one in sorted(SECRET)]))
    nothing = pa.scalar(None, pa.float64())
    masks = {"valeur": published} | dict.fromkeys(BOUNDS, pc.invert(hidden))
    for name, mask in masks.items():
        if name in table.column_names:
            place = table.column_names.index(name)
            table = table.set_column(place, name, pc.if_else(mask, table.column(name), nothing))
    return table
