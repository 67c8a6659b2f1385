"""The page of one indicator: its sentence, its figure, its map, its rank, its line, its table."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from observatoire.indicators.presenters.facts import caption
from observatoire.indicators.presenters.ground import ground_in_words
from observatoire.indicators.presenters.standing import (
    number_address,
    standing_basis,
    standing_words,
    trend_words,
)
from observatoire.indicators.presenters.tags import remark_of, tags_of
from observatoire.indicators.presenters.tile import (
    BOUND,
    change_in_words,
    is_shown,
    told_series,
)
from stats.catalogue import Indicator
from stats.catalogue.model import Nature
from stats.drawing.choropleth import choropleth
from stats.drawing.circles import circles
from stats.drawing.classes import Method
from stats.drawing.line import line
from stats.drawing.outlines import OBJECT
from stats.drawing.render import render_svg
from stats.drawing.segments import steps
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Mark
from stats.territory import Level, Territories, Territory
from stats.words import (
    Change,
    at,
    describe_range,
    find_comparator,
    format_observation,
    last_change,
    series_alternative,
    text_alternative,
    where,
)
from stats.words.changes import BREAK, INCOMPARABLE

type_key = tuple[str, str]
# The region, what it is compared with, then down to the smallest.
LEVEL_ORDER = (
    Level.REGION,
    Level.METROPOLITAN_FRANCE,
    Level.FRANCE,
    Level.DEPARTEMENT,
    Level.EMPLOYMENT_ZONE,
    Level.LIVING_AREA,
    Level.EPCI,
    Level.EPCI_PART,
    Level.COMMUNE,
    Level.QPV,
    Level.IRIS,
)
# Beyond as many cells, a level of the table is left to the files.
MOST_CELLS = 1200


@dataclass(frozen=True)
class Cell:
    """One cell of the table: text, and what must be said of it."""

    text: str
    remark: str


def values_of(indicator: Indicator, row: Observation) -> str:
    """The number with its unit as published, its bound, or the name of its status."""
    text = format_observation(indicator, row)
    return f"{text[:1].upper()}{text[1:]}" if not is_shown(row) else text


def shown_period(grid: Grid, members: list[type_key], asked: str) -> str:
    """The period asked for, else the last that at least half as many of the members have as have
    the fullest one: neither a figure of long ago, nor a map of one territory."""
    known = _numbers(grid, members)
    offered = [period for period, count in known.items() if count]
    if asked in offered:
        return asked
    fullest = max(known.values(), default=0)
    return next((period for period in reversed(offered) if known[period] * 2 >= fullest), "")


def periods_offered(grid: Grid, members: list[type_key]) -> list[tuple[str, str]]:
    """(code, label) of the periods at which some member has a number, the latest first."""
    offered = [period for period, count in _numbers(grid, members).items() if count]
    return [(period, parse_period(period).label) for period in reversed(offered)]


def _numbers(grid: Grid, members: list[type_key]) -> dict[str, int]:
    """How many of the members have a number, period by period."""
    wanted = set(members)
    rows = [row for row, key in enumerate(grid.territories) if key in wanted]
    return dict(zip(grid.periods, grid.known[rows].sum(axis=0).tolist(), strict=True))


def present_figure(
    indicator: Indicator,
    grid: Grid,
    place: Territory,
    references: list[Territory],
    *,
    period: str,
    is_asked: bool,
) -> dict:
    """The large figure of the chosen territory, its change, its references.

    At the `period` of the map when it was asked for, else the last known: `apart` says when the
    two are not of one date.
    """
    series = told_series(grid, place.key)
    if is_asked and any(one.period == period and is_shown(one) for one in series):
        end = parse_period(period)
        series = [one for one in series if parse_period(one.period) <= end]
    shown = [one for one in series if is_shown(one)]
    latest = (shown or series or [None])[-1]
    if latest is None:
        return {"place": place.name, "value": "", "absence": "Aucun chiffre pour ce territoire."}
    change = last_change(indicator, series) if latest.known else BOUND
    compared = [
        f"{one.name}\u00a0: {values_of(indicator, found.observation)}"
        + standing_words(indicator, latest, found.observation)
        for one in references
        if (found := find_comparator(latest, told_series(grid, one.key))).observation
    ]
    return {
        "place": place.name,
        "value": values_of(indicator, latest),
        "period": parse_period(latest.period).label,
        "apart": _apart(latest.period, period),
        "change": change,
        "change_words": change_in_words(change),
        "compared": compared,
        "basis": standing_basis(indicator) if _stood(indicator, compared) else "",
        "why": _why(change),
        "trend": trend_words(indicator, series, always=True),
        "number": number_address(latest),
        "tags": tags_of(latest),
        "remark": remark_of(latest, in_full=True),
        "source": latest.source,
        "absence": "",
    }


def _why(change: Change) -> str:
    """Why the last two numbers are not compared; empty when they are."""
    told = change.kind in (BREAK, INCOMPARABLE) and change.text
    return f"{change.text[:1].upper()}{change.text[1:]}." if told else ""


def _stood(indicator: Indicator, compared: list[str]) -> bool:
    return bool(compared) and indicator.nature is not Nature.COUNT


def _apart(shown: str, mapped: str) -> str:
    if not mapped or shown == mapped:
        return ""
    label = parse_period(mapped).label
    return f"Dernière valeur connue ici\u00a0; la carte et la liste sont de\u00a0{label}."


def newer_periods(grid: Grid, members: list[type_key], period: str) -> list[tuple[str, str]]:
    """Periods after the one shown that some of the members have, the latest first."""
    now = parse_period(period)
    return [one for one in periods_offered(grid, members) if parse_period(one[0]) > now]


@dataclass(frozen=True)
class MapStyle:
    """How a map is coloured: the way classes are found, and their bounds when they are fixed."""

    method: Method = Method.QUANTILES
    bounds: tuple[float, ...] = ()


def map_specification(
    indicator: Indicator,
    grid: Grid,
    territories: Territories,
    contours: Path,
    level: str,
    style: MapStyle = MapStyle(),
) -> dict:
    """One period over one level; each territory leads to its page.

    Counts are circles, everything else colours.
    """
    topology = json.loads(contours.read_text(encoding="utf-8"))
    codes = [one["id"] for one in topology["objects"][OBJECT]["geometries"]]
    links = {code: f"/territoires/{level}/{code}/" for code in codes}
    theme = indicator.theme
    if indicator.nature is Nature.COUNT:
        return circles(indicator, grid, topology, territories, links=links, theme=theme)
    return choropleth(
        indicator,
        grid,
        topology,
        territories,
        links=links,
        theme=theme,
        method=style.method,
        bounds=style.bounds,
    )


def draw_map(
    indicator: Indicator,
    grid: Grid,
    territories: Territories,
    contours: Path,
    level: str,
    cache: Path,
    style: MapStyle = MapStyle(),
) -> str:
    """The SVG of that specification, kept."""
    spec = map_specification(indicator, grid, territories, contours, level, style)
    return render_svg(spec, cache)


def map_in_words(indicator: Indicator, grid: Grid, territories: Territories) -> str:
    return text_alternative(indicator, grid, territories)


def line_specification(
    indicator: Indicator, grid: Grid, place: Territory, references: list[Territory]
) -> dict | None:
    """The line over time: the chosen territory strong, the references grey; None with one point.

    A count stands alone: beside the country's, a département's would lie flat on the axis.
    """
    if sum(one.known for one in told_series(grid, place.key)) < 2:
        return None
    others = () if indicator.nature is Nature.COUNT else {one.key for one in references}
    shown = grid.only(lambda key: key == place.key or key in others)
    return line(indicator, shown, place.key, width=1080)


def present_line(
    indicator: Indicator,
    grid: Grid,
    place: Territory,
    references: list[Territory],
    cache: Path,
) -> dict | None:
    spec = line_specification(indicator, grid, place, references)
    if spec is None:
        return None
    series = told_series(grid, place.key)
    breaks = [
        (parse_period(one.period).label, one.reason)
        for one in sorted(indicator.breaks, key=lambda one: parse_period(one.period))
    ]
    return {
        "svg": render_svg(spec, cache),
        "words": series_alternative(indicator, place.name, series),
        "ground": ground_in_words(series),
        "breaks": breaks,
        "has_gaps": any(step.gap and not step.broken for step in steps(indicator, series)),
        "is_provisional": any(Mark.PROVISIONAL in one.marks for one in series),
    }


def present_table(indicator: Indicator, grid: Grid) -> dict:
    """Territories in lines, the largest first, periods in columns, the latest first.

    Levels that would make the page too long stay out of it, and are named.
    """
    told = {key: told_series(grid, key) for key in grid.territories}
    held = {one.period for series in told.values() for one in series}
    columns = [period for period in reversed(grid.periods) if period in held]
    by_level: dict[str, list[type_key]] = {}
    for key in sorted((key for key, series in told.items() if series), key=_largest_first):
        by_level.setdefault(key[0], []).append(key)
    long = [level for level, keys in by_level.items() if len(keys) * len(columns) > MOST_CELLS]
    lines = [
        (
            grid.names[grid.row(key)],
            Level(key[0]).label,
            [_cell(indicator, grid.cell(key, period)) for period in columns],
        )
        for level, keys in by_level.items()
        if level not in long
        for key in keys
    ]
    return {
        "caption": caption(indicator),
        "columns": [parse_period(period).label for period in columns],
        "lines": lines,
        "left_out": [Level(level).plural for level in long],
    }


def _largest_first(key: type_key) -> tuple[int, str]:
    return (LEVEL_ORDER.index(key[0]), key[1])


def headline(
    indicator: Indicator,
    grid: Grid | None,
    territories: Territories,
    figure: dict,
    place: Territory,
) -> str:
    """The title of the page as a sentence that says what the figures show, and when."""
    if grid is not None and grid.known.sum() > 1 and grid.comparable(grid.periods[0]):
        said = describe_range(indicator, grid, territories)
        return f"{said}, {at(parse_period(grid.periods[0]))}"
    if figure["value"] and not figure["absence"]:
        subject = indicator.subject[:1].upper() + indicator.subject[1:]
        return f"{subject} {where(place)}\u00a0: {figure['value']} ({figure['period']})"
    return indicator.title


def _cell(indicator: Indicator, row: Observation) -> Cell:
    if not row.known and not row.source:
        return Cell("–", "")
    remarks = [*(tag.label for tag in tags_of(row) if row.known), remark_of(row).rstrip(".")]
    text = values_of(replace(indicator, unit=""), row)
    return Cell(text, ", ".join(filter(None, remarks)))
