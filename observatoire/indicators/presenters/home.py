"""The first page: four themes, each with its most telling figure, and the map of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from observatoire.indicators.presenters.indicator import draw_map, shown_period
from observatoire.indicators.presenters.tile import (
    BOUND,
    change_in_words,
    latest_of,
    spark_of,
    written,
)
from stats.catalogue import Catalogue, Dashboard, Indicator
from stats.catalogue.model import Section
from stats.grid import Grid
from stats.origin import only_real
from stats.periods import parse_period
from stats.territory import Territories
from stats.words import at, describe_range, last_change

type_key = tuple[str, str]


@dataclass(frozen=True)
class ThemeFigure:
    """A theme with its most telling figure for the region."""

    theme: str
    label: str
    title: str
    address: str
    value: str
    unit: str
    period: str
    place: str
    change: str
    arrow: str
    tone: str
    spark: str
    is_mapped: bool


def present_home(
    catalogue: Catalogue,
    board: Dashboard,
    grids: dict[str, Grid],
    territories: Territories,
    *,
    place: type_key,
    peers: tuple[type_key, ...],
    theme: str,
    contours: Path | None,
    cache: Path,
) -> dict:
    """The figures of the themes and the map of `theme` (the first one when it names none).

    Invented figures have no place on the first page.
    """
    grids = {code: only_real(grid) for code, grid in grids.items()}
    told = {
        section.theme: _most_telling(section, catalogue, grids, place, peers)
        for section in board.sections
    }
    told = {name: one for name, one in told.items() if one is not None}
    mapped = theme if theme in told else next(iter(told), "")
    figures = [
        _figure(section, told[section.theme], grids, place, mapped, territories)
        for section in board.sections
        if section.theme in told
    ]
    drawn = _map(told[mapped], grids, territories, peers, contours, cache) if mapped else None
    return {"figures": figures, "map": drawn, "board": board}


def _most_telling(
    section: Section,
    catalogue: Catalogue,
    grids: dict[str, Grid],
    place: type_key,
    peers: tuple[type_key, ...],
) -> Indicator | None:
    """The first key indicator, in the order of the board, with a figure for the region and a map;
    else the first with a regional figure; else the first with a map; None without any."""
    every = [catalogue.indicators[code] for code in section.codes]
    every = [one for one in every if one.key] + [one for one in every if not one.key]
    regional = [one for one in every if latest_of(grids[one.code], place) is not None]
    drawn = [one for one in every if _is_drawable(one, grids[one.code], peers)]
    both = [one for one in regional if one in drawn]
    return next(iter(both or regional or drawn), None)


def _is_drawable(indicator: Indicator, grid: Grid, peers: tuple[type_key, ...]) -> bool:
    """A count is not drawn as a map of colours: it would show where people live."""
    return not indicator.additive and any(
        sum(grid.cell(peer, period).known for peer in peers if peer in grid.territories) > 2
        for period in grid.periods
    )


def _figure(
    section: Section,
    indicator: Indicator,
    grids: dict[str, Grid],
    place: type_key,
    mapped: str,
    territories: Territories,
) -> ThemeFigure:
    grid = grids[indicator.code]
    latest = latest_of(grid, place)
    series = grid.series(place) if latest else []
    change = last_change(indicator, series) if latest is None or latest.known else BOUND
    value, unit = written(indicator, latest) if latest else ("", "")
    return ThemeFigure(
        theme=str(section.theme),
        label=section.theme.label,
        title=indicator.short_title,
        address=f"/indicateurs/{indicator.code}/",
        value=value,
        unit=unit,
        period=parse_period(latest.period).label if latest else "",
        place=territories.get(*place).name,
        change=change_in_words(change) if latest else "",
        arrow=change.arrow,
        tone=change.tone,
        spark=spark_of(indicator, series),
        is_mapped=section.theme == mapped,
    )


def _map(
    indicator: Indicator,
    grids: dict[str, Grid],
    territories: Territories,
    peers: tuple[type_key, ...],
    contours: Path | None,
    cache: Path,
) -> dict | None:
    grid = grids[indicator.code]
    if contours is None or not _is_drawable(indicator, grid, peers):
        return None
    period = shown_period(grid, list(peers), "")
    shown = grid.only(lambda key: key in peers).at(period)
    sources = sorted({cell.source for cell in shown.observations()} - {""})
    return {
        "svg": draw_map(indicator, shown, territories, contours, "departement", cache),
        "title": f"{describe_range(indicator, shown, territories)}, {at(parse_period(period))}",
        "address": f"/indicateurs/{indicator.code}/",
        "source": " ; ".join(sources),
    }
