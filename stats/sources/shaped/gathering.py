"""Parts added up into wholes (IRIS into communes): a sum only when each part is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats.sources.shaped.values import STATUSES
from stats.statuses import Status

VALUE, INCOMPLETE = STATUSES.index(Status.VALUE), STATUSES.index(Status.INCOMPLETE)


@dataclass(frozen=True)
class Gathered:
    """One value for each whole. Bounds are NaN where the sum is known or the bound is not."""

    numbers: np.ndarray
    statuses: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def gather(
    whole: np.ndarray,
    count: int,
    numbers: np.ndarray,
    statuses: np.ndarray,
    ceilings: np.ndarray | None,
) -> Gathered:
    """`whole[i]` is the rank, below `count`, of the whole that part i belongs to.

    A hidden part lies between 0 and its ceiling (a count of households is at most that of all the
    households of the IRIS); without ceiling there is no upper bound.
    """
    known = statuses == VALUE
    total = np.bincount(whole[known], weights=numbers[known], minlength=count)
    hidden = np.bincount(whole[~known], minlength=count)
    complete = hidden == 0
    if ceilings is None:
        upper = np.full(count, np.nan)
    else:
        upper = total + np.bincount(whole[~known], weights=ceilings[~known], minlength=count)
    return Gathered(
        numbers=np.where(complete, total, np.nan),
        statuses=np.where(complete, VALUE, INCOMPLETE).astype(np.int8),
        lower=np.where(complete, np.nan, total),
        upper=np.where(complete, np.nan, upper),
    )
