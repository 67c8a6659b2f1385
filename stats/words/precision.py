"""How precisely a number may be written: never more than its producer published it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stats.catalogue.model import Indicator
from stats.observation import Observation
from stats.statuses import Mark

ROUNDED = frozenset({Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10})


def as_published(indicator: Indicator, observations: Iterable[Observation]) -> Indicator:
    """The indicator, without decimals when every number given is marked as rounded."""
    known = [one for one in observations if one.known]
    if known and all(one.marks & ROUNDED for one in known):
        return replace(indicator, decimals=0)
    return indicator
