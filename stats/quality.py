"""How complete what is shown is: how many territories have a number, and why others have none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.grid import NUMBER, STATUSES, VALUE, Grid
from stats.statuses import SECRET, Status

SECRET_NUMBERS = [NUMBER[status] for status in STATUSES if status in SECRET]


@dataclass(frozen=True)
class Completeness:
    """Counts of territories for one period; the four add up to `total`."""

    known: int
    secret: int
    censored: int
    missing: int

    @property
    def total(self) -> int:
        return self.known + self.secret + self.censored + self.missing


def completeness(grid: Grid, period: str) -> Completeness:
    """How many territories of the grid have a number, a secret, only a bound, or nothing.
    ValueError if the period is not in the grid."""
    column = grid.statuses[:, grid.periods.index(period)]
    known = int(np.count_nonzero(column == VALUE))
    secret = int(np.count_nonzero(np.isin(column, SECRET_NUMBERS)))
    censored = int(np.count_nonzero(column == NUMBER[Status.CENSORED]))
    missing = column.size - known - secret - censored
    return Completeness(known=known, secret=secret, censored=censored, missing=missing)
