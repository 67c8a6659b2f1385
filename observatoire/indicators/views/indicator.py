"""What the page of an indicator shows, gathered in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from observatoire.indicators.presenters import indicator as presenter
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import protected_grids
from stats.catalogue import Indicator
from stats.periods import parse_period
from stats.territory import Level


def indicator_context(
    now: Engine, indicator: Indicator, asked: Mapping[str, str], address: str
) -> dict:
    grid = protected_grids(now, [indicator.code])[indicator.code]
    source = now.catalogue.sources.get(indicator.source)
    place = places.chosen(now, asked.get("territoire", ""), places.best_key(now, grid))
    references = places.references_of(now, place)
    figure = presenter.present_figure(indicator, grid, place, references)
    context = {
        "indicator": indicator,
        "trail": [{"label": "Indicateurs", "address": "/indicateurs/"}],
        "state": presenter.present_state(indicator),
        "facts": presenter.present_facts(indicator, source),
        "cite": presenter.cite(indicator, source, address, settings.PLATFORM_NAME),
        "has_figures": bool(grid.known.any()),
        "figure": figure,
        "table": presenter.present_table(indicator, grid),
        "line": presenter.present_line(
            indicator, grid, place, references, settings.DRAWINGS
        ),
        "groups": places.offered(now, [indicator.code]),
        "territory": f"{place.level}:{place.code}",
    }
    one_period, spread = _spread(now, indicator, grid, place, asked)
    context |= spread
    context["headline"] = presenter.headline(
        indicator, one_period, now.territories, figure, place
    )
    return context


def _spread(now: Engine, indicator: Indicator, grid, place, asked) -> tuple:
    """The grid of one period and one level, and its map, its ranked list, its choices."""
    levels = places.levels_with_figures(now, grid)
    empty = {"levels": [], "periods": [], "map": None, "ranks": [], "unranked": ""}
    if not levels:
        return None, empty
    level = asked.get("niveau", "")
    level = level if level in levels else levels[0]
    members = [key for key in grid.territories if key[0] == level]
    period = presenter.shown_period(grid, members, asked.get("periode", ""))
    shown = grid.only(lambda key: key[0] == level).at(period)
    ranks, unranked = presenter.present_ranking(indicator, shown, place, level=level)
    contours = places.contours(now, level)
    return shown, {
        "levels": [(code, Level(code).plural.capitalize()) for code in levels],
        "level": level,
        "level_label": Level(level).plural.capitalize(),
        "periods": presenter.periods_offered(grid, members),
        "period": period,
        "period_label": parse_period(period).label,
        "ranks": ranks,
        "unranked": unranked,
        "map": presenter.present_map(
            indicator,
            shown,
            now.territories,
            contours=contours,
            level=level,
            cache=settings.DRAWINGS,
        )
        if contours
        else None,
        "map_sources": " ; ".join(
            sorted({cell.source for cell in shown.observations()} - {""})
        ),
        "scope": indicator.scope or now.catalogue.sources[indicator.source].scope,
    }
