"""What the page of an indicator shows, gathered in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from observatoire.indicators.presenters import indicator as presenter
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import shown_grid
from observatoire.indicators.queries.outlines import address_of
from stats.catalogue import Indicator
from stats.drawing.render import render_svg
from stats.grid import Grid
from stats.origin import holds_invented
from stats.periods import parse_period
from stats.territory import Level, Territory

# Above this many outlines the map is a file of its own: the page stays light.
WRITTEN_IN_THE_PAGE = (Level.DEPARTEMENT, Level.EPCI)


@dataclass(frozen=True)
class Spread:
    """The figures of one period over one level, and the levels that could be asked for."""

    grid: Grid
    level: str
    levels: list[str]
    period: str
    links: list[dict]  # the same page at each level


def indicator_context(
    now: Engine, indicator: Indicator, asked: Mapping[str, str], address: str
) -> dict:
    grid = shown_grid(now, indicator.code)
    source = now.catalogue.sources.get(indicator.source)
    place = places.chosen(now, asked.get("territoire", ""), places.best_key(now, grid))
    references = places.references_of(now, place)
    figure = presenter.present_figure(indicator, grid, place, references)
    spread = spread_of(now, grid, asked)
    shown = spread.grid if spread else None
    return {
        "indicator": indicator,
        "trail": [{"label": "Indicateurs", "address": "/indicateurs/"}],
        "headline": presenter.headline(indicator, shown, now.territories, figure, place),
        "state": presenter.present_state(indicator),
        "facts": presenter.present_facts(indicator, source),
        "cite": presenter.cite(indicator, source, address, settings.PLATFORM_NAME),
        "has_figures": bool(grid.known.any()),
        "invented": holds_invented(grid),
        "figure": figure,
        "table": presenter.present_table(indicator, grid),
        "line": presenter.present_line(indicator, grid, place, references, settings.DRAWINGS),
        "groups": places.offered(now, [indicator.code]),
        "territory": f"{place.level}:{place.code}",
    } | _spread_context(now, indicator, grid, spread, place)


def spread_of(now: Engine, grid: Grid, asked: Mapping[str, str]) -> Spread | None:
    """The level and the period asked for, or the best ones; None when nothing can be spread."""
    home = places.home_keys(now)
    grid = grid.only(home.__contains__)
    levels = places.levels_with_figures(now, grid)
    if not levels:
        return None
    level = asked.get("niveau", "")
    level = level if level in levels else levels[0]
    members = [key for key in grid.territories if key[0] == level]
    period = presenter.shown_period(grid, members, asked.get("periode", ""))
    shown = grid.only(lambda key: key[0] == level).at(period)
    return Spread(shown, level, levels, period, _level_links(asked, levels, level))


def map_picture(now: Engine, indicator: Indicator, asked: Mapping[str, str]) -> str | None:
    """The SVG of the map that the query names; None when there is none."""
    drawn = map_drawn(now, indicator, asked)
    return render_svg(drawn, settings.DRAWINGS) if drawn else None


def map_drawn(now: Engine, indicator: Indicator, asked: Mapping[str, str]) -> dict | None:
    """The specification of the map that the query names; None when there is none."""
    grid = shown_grid(now, indicator.code)
    spread = spread_of(now, grid, asked)
    contours = places.contours(now, spread.level) if spread else None
    if spread is None or contours is None or not spread.grid.comparable(spread.period):
        return None
    return presenter.map_specification(
        indicator, spread.grid, now.territories, contours, spread.level
    )


def _spread_context(
    now: Engine, indicator: Indicator, grid: Grid, spread: Spread | None, place: Territory
) -> dict:
    if spread is None:
        return {"levels": [], "periods": [], "map": None, "ranks": [], "unranked": ""}
    home = places.home_keys(now)
    members = [key for key in grid.territories if key[0] == spread.level and key in home]
    ranks, unranked = presenter.present_ranking(indicator, spread.grid, place, level=spread.level)
    sources = sorted({cell.source for cell in spread.grid.observations()} - {""})
    return {
        "levels": [(code, Level(code).plural.capitalize()) for code in spread.levels],
        "level": spread.level,
        "level_links": spread.links,
        "level_label": Level(spread.level).plural.capitalize(),
        "periods": presenter.periods_offered(grid, members),
        "period": spread.period,
        "period_label": parse_period(spread.period).label,
        "ranks": ranks,
        "unranked": unranked,
        "map": _map(now, indicator, spread),
        "map_sources": " ; ".join(sources),
        "scope": indicator.scope or now.catalogue.sources[indicator.source].scope,
    }


def _map(now: Engine, indicator: Indicator, spread: Spread) -> dict | None:
    """Written in the page when it is light, else an image that the browser fetches.

    None without outlines, and where the values do not compare: a colour would compare them.
    """
    contours = places.contours(now, spread.level)
    if contours is None or not spread.grid.comparable(spread.period):
        return None
    asked = urlencode({"niveau": spread.level, "periode": spread.period})
    found = {
        "words": presenter.map_in_words(indicator, spread.grid, now.territories),
        "figures": f"/indicateurs/{indicator.code}/carte.json?{asked}",
        "outlines": address_of(contours, spread.level),
    }
    if spread.level not in WRITTEN_IN_THE_PAGE:
        return found | {"image": f"/indicateurs/{indicator.code}/carte.svg?{asked}"}
    drawn = presenter.draw_map(
        indicator, spread.grid, now.territories, contours, spread.level, settings.DRAWINGS
    )
    return found | {"svg": drawn}


def _level_links(asked: Mapping[str, str], levels: list[str], current: str) -> list[dict]:
    """The same page at each level that has figures; a period of one level may not be another's."""
    kept = {key: value for key, value in asked.items() if key not in ("niveau", "periode")}
    return [
        {
            "label": Level(level).plural.capitalize(),
            "address": f"?{urlencode(kept | {'niveau': level})}",
            "is_current": level == current,
        }
        for level in levels
    ]
