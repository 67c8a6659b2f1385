"""The last door: nothing leaves the engine without having been through `protect`.

This first form applies the secrecy decided by the producers: it lets their statuses through and
makes sure that no number travels with a secret. It does not yet look for a hidden value that
could be found by subtraction; that rule will stand here too, and callers will not change.
"""

from __future__ import annotations

from dataclasses import replace

from stats.catalogue.model import Indicator
from stats.grid import Grid


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
