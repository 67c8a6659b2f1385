"""A territory found by its name, as a line of a list."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.base.models import Territory
from stats.territory import Level
from stats.words import format_number


@dataclass(frozen=True)
class FoundPlace:
    name: str
    address: str
    remark: str


def present_found(row: Territory) -> FoundPlace:
    """« Commune, 53 000 habitants (2017) »: enough to tell two territories of one name apart."""
    remark = Level(row.level).label
    if row.level == Level.COMMUNE:
        remark += f" ({row.code[:2]})"
    if row.population:
        year = f" ({row.population_year})" if row.population_year else ""
        remark += f", {format_number(row.population)}\u00a0habitants{year}"
    return FoundPlace(row.name, row.get_absolute_url(), remark)
