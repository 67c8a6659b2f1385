"""Territories side by side: one row an indicator, values only where they compare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from observatoire.indicators.presenters.ground import ground_in_words
from observatoire.indicators.presenters.indicator import values_of
from observatoire.indicators.presenters.standing import number_address
from observatoire.indicators.presenters.tags import Tag, remark_of, tags_of
from observatoire.indicators.presenters.tile import latest_of, told_series
from stats.catalogue import Indicator
from stats.catalogue.model import Nature
from stats.drawing.line import line
from stats.drawing.render import render_svg
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.territory import Territory
from stats.words import series_alternative, typeset

type_key = tuple[str, str]


@dataclass(frozen=True)
class ComparedCell:
    """One territory's value; `when` only where the row has no single date."""

    text: str
    when: str
    tags: tuple[Tag, ...]
    remark: str
    number: str


@dataclass(frozen=True)
class ComparedRow:
    """One indicator; `period` is empty, and `caution` filled, when the dates or editions differ."""

    title: str
    address: str
    theme: str
    period: str
    caution: str
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True)
class Multiple:
    """One small drawing over time, all the territories on it, and the same in words."""

    title: str
    svg: str
    words: str
    ground: str


def present_rows(
    indicators: list[Indicator], grids: dict[str, Grid], places: list[Territory]
) -> list[ComparedRow]:
    """Rows of the indicators that at least one of the territories has."""
    return [
        _row(one, grids[one.code], places)
        for one in indicators
        if any(latest_of(grids[one.code], place.key) for place in places)
    ]


def present_multiples(
    indicators: list[Indicator], grids: dict[str, Grid], places: list[Territory], cache: Path
) -> list[Multiple]:
    """A drawing for each indicator that two of the territories have over time.

    Counts are left out: on one axis, they would compare how many people live there.
    """
    return [
        _multiple(one, grids[one.code], places, cache)
        for one in indicators
        if one.nature is not Nature.COUNT and _has_lines(grids[one.code], places)
    ]


def common_period(grid: Grid, places: list[Territory]) -> str:
    """The last period at which all the territories have a number of one edition, or nothing."""
    keys = [place.key for place in places]
    if any(key not in grid.territories for key in keys):
        return ""
    for period in reversed(grid.periods):
        cells = [grid.cell(key, period) for key in keys]
        if all(cell.known for cell in cells) and len({cell.edition for cell in cells}) == 1:
            return period
    return ""


def _row(indicator: Indicator, grid: Grid, places: list[Territory]) -> ComparedRow:
    period = common_period(grid, places)
    rows = [
        grid.cell(place.key, period) if period else latest_of(grid, place.key) for place in places
    ]
    return ComparedRow(
        title=indicator.short_title,
        address=f"/indicateurs/{indicator.code}/",
        theme=str(indicator.theme),
        period=parse_period(period).label if period else "",
        caution="" if period else _caution(rows, places),
        cells=tuple(_cell(indicator, row, dated=not period) for row in rows),
    )


def _caution(rows: list[Observation | None], places: list[Territory]) -> str:
    """Why the values of a row are not to be compared."""
    told = [(place.name, row) for place, row in zip(places, rows, strict=True)]
    without = [name for name, row in told if row is None or not row.known]
    known = [row for _, row in told if row is not None and row.known]
    dates = {row.period for row in known}
    editions = {row.edition for row in known}
    if without:
        reason = f"pas de valeur pour {', '.join(without)}"
    elif len(dates) > 1:
        reason = "aucune date commune"
    elif len(editions) > 1:
        reason = f"deux éditions ({', '.join(sorted(one or 'sans nom' for one in editions))})"
    else:
        reason = "valeurs de natures différentes"
    return typeset(f"Ne pas comparer : {reason}.")


def _cell(indicator: Indicator, row: Observation | None, *, dated: bool) -> ComparedCell:
    if row is None:
        return ComparedCell("–", "", (), "", "")
    when = parse_period(row.period).label if dated else ""
    number = number_address(row)
    return ComparedCell(values_of(indicator, row), when, tags_of(row), remark_of(row), number)


def _has_lines(grid: Grid, places: list[Territory]) -> bool:
    long = [place for place in places if sum(one.known for one in told_series(grid, place.key)) > 1]
    return len(long) > 1


def _multiple(indicator: Indicator, grid: Grid, places: list[Territory], cache: Path) -> Multiple:
    keys = [place.key for place in places if place.key in grid.territories]
    shown = grid.only(lambda key: key in keys)
    spec = line(indicator, shown, keys[0], width=560, height=220)
    words = " ".join(
        series_alternative(indicator, place.name, told_series(grid, place.key))
        for place in places
        if place.key in keys
    )
    return Multiple(indicator.short_title, render_svg(spec, cache), words, _grounds(grid, places))


def _grounds(grid: Grid, places: list[Territory]) -> str:
    """What is said once of all the lines: each level’s geography."""
    told = [ground_in_words(told_series(grid, place.key)) for place in places]
    return " ".join(dict.fromkeys(filter(None, told)))
