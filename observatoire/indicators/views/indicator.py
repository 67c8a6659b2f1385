"""What the page of an indicator shows, gathered in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from observatoire.indicators.presenters import facts, reading
from observatoire.indicators.presenters import indicator as presenter
from observatoire.indicators.presenters.ranking import present_ranking
from observatoire.indicators.presenters.rural import method, present_rural
from observatoire.indicators.presenters.tags import secret_notes
from observatoire.indicators.presenters.tile import told_series
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import shown_grid
from observatoire.indicators.queries.outlines import address_of, drawn_codes
from observatoire.indicators.queries.rural import (
    WIDE,
    grid_year,
    has_communal_figures,
    rural_reading,
)
from stats.catalogue import Indicator
from stats.catalogue.model import Nature
from stats.drawing.classes import Method, round_bounds
from stats.drawing.render import render_svg
from stats.grid import Grid
from stats.origin import holds_invented
from stats.periods import parse_period
from stats.territory import Level, Territory

# Above this many outlines the map is a file of its own: the page stays light.
WRITTEN_IN_THE_PAGE = (Level.DEPARTEMENT,)
CLASSES = 5
QUESTION = ("territoire", "niveau", "periode", "classes")


@dataclass(frozen=True)
class Spread:
    """The figures of one period over one level, and what else could be asked for.

    `grid` holds every territory of the level, `whole` those of all periods that have figures.
    """

    grid: Grid
    whole: Grid
    level: str
    levels: list[str]
    period: str
    style: presenter.MapStyle
    links: list[dict]  # the same page at each level

    @property
    def question(self) -> dict[str, str]:
        """What the address of a map of this spread says."""
        asked = {"niveau": self.level, "periode": self.period}
        if self.style.method is not Method.QUANTILES:
            asked["classes"] = str(self.style.method)
        return asked


def indicator_context(now: Engine, indicator: Indicator, asked: Mapping[str, str]) -> dict:
    grid = shown_grid(now, indicator.code)
    place = places.chosen(now, asked.get("territoire", ""), places.best_key(now, grid))
    spread = spread_of(now, grid, asked)
    told = _told(now, indicator, grid, place, spread, asked)
    return {
        "indicator": indicator,
        "trail": [{"label": "Indicateurs", "address": "/indicateurs/"}],
        "state": facts.present_state(indicator),
        "has_figures": bool(grid.known.any()),
        "invented": holds_invented(grid),
        "place": place,
        "place_address": places.address_of(place),
        "territory": f"{place.level}:{place.code}",
        "table": presenter.present_table(indicator, grid),
        "reach": places.reach(now, [indicator.code]),
        "not_found": asked.get("introuvable", ""),
        "groups": places.offered(now, [indicator.code], place),
        "rural": _rural(now, indicator, place, spread),
        "picture_question": urlencode(_question(spread, place)),
        "files": _files(indicator),
        **told,
        **_sheet(now, indicator, spread, told["figure"], asked),
        **_spread_context(now, indicator, spread, place, asked),
    }


def _told(
    now: Engine,
    indicator: Indicator,
    grid: Grid,
    place: Territory,
    spread: Spread | None,
    asked: Mapping[str, str],
) -> dict:
    """What the page says of the chosen territory: its figure, its line, how to read them."""
    references = places.references_of(now, place)
    shown, period = (spread.grid, spread.period) if spread else (None, "")
    figure = presenter.present_figure(
        indicator, grid, place, references, period=period, is_asked=asked.get("periode") == period
    )
    return {
        "figure": figure,
        "headline": presenter.headline(indicator, shown, now.territories, figure, place),
        "line": presenter.present_line(indicator, grid, place, references, settings.DRAWINGS),
        "rules": reading.rules_told(indicator, shown, told_series(grid, place.key)),
        "lecture": reading.sentence(indicator, shown, place, now.territories),
        "secrets": secret_notes(*([shown] if shown else [])),
    }


def _rural(now: Engine, indicator: Indicator, place: Territory, spread: Spread | None):
    """Country and town, of the chosen territory when it has communes, else of the region; nothing
    where no communal figure could ever be added up."""
    if not indicator.additive or not has_communal_figures(now, indicator):
        return None
    wide = place if place.level in WIDE else now.territories.get(*places.region_key(now))
    period = spread.period if spread and spread.level == Level.COMMUNE else ""
    found = rural_reading(now, indicator, wide, period)
    return present_rural(indicator, found, wide.name) | {"method": method(grid_year(now))}


def _sheet(
    now: Engine,
    indicator: Indicator,
    spread: Spread | None,
    figure: dict,
    asked: Mapping[str, str],
) -> dict:
    """The sheet of the indicator, and how to quote this page."""
    source = now.catalogue.sources.get(indicator.source)
    address = public_address(indicator, asked)
    dated = parse_period(spread.period).label if spread else figure.get("period", "")
    return {
        "facts": facts.present_facts(indicator, source),
        "address": address,
        "cite": facts.cite(indicator, source, dated, address, settings.PLATFORM_NAME),
    }


def public_address(indicator: Indicator, asked: Mapping[str, str]) -> str:
    """The page as one quotes it: what was asked for, at the site's own address."""
    kept = urlencode({name: asked[name] for name in QUESTION if asked.get(name)})
    page = f"{settings.SITE_ADDRESS}/indicateurs/{indicator.code}/"
    return f"{page}?{kept}" if kept else page


def spread_of(now: Engine, grid: Grid, asked: Mapping[str, str]) -> Spread | None:
    """The level and the period asked for, or the best ones; None when nothing can be spread."""
    home = places.home_keys(now)
    grid = grid.only(home.__contains__)
    levels = places.levels_with_figures(now, grid)
    if not levels:
        return None
    level = asked.get("niveau", "")
    level = level if level in levels else levels[0]
    whole = grid.only(lambda key: key[0] == level)
    period = presenter.shown_period(whole, list(whole.territories), asked.get("periode", ""))
    shown = whole.at(period).over(places.members(now, level))
    style = _style(asked.get("classes", ""), whole)
    return Spread(shown, whole, level, levels, period, style, _level_links(asked, levels, level))


def _style(asked: str, whole: Grid) -> presenter.MapStyle:
    method = Method.QUANTILES
    with suppress(ValueError):  # an address written by hand
        method = Method(asked)
    if method is not Method.FIXED:
        return presenter.MapStyle(method)
    return presenter.MapStyle(method, round_bounds(whole.values[whole.known].tolist(), CLASSES))


def map_picture(now: Engine, indicator: Indicator, asked: Mapping[str, str]) -> str | None:
    """The SVG of the map that the query names; None when there is none."""
    drawn = map_drawn(now, indicator, asked)
    return render_svg(drawn, settings.DRAWINGS) if drawn else None


def map_drawn(now: Engine, indicator: Indicator, asked: Mapping[str, str]) -> dict | None:
    """The specification of the map that the query names; None when there is none."""
    return specification_of(now, indicator, spread_of(now, shown_grid(now, indicator.code), asked))


def specification_of(now: Engine, indicator: Indicator, spread: Spread | None) -> dict | None:
    """None without outlines, and where the values do not compare: a colour would compare them."""
    contours = places.contours(now, spread.level) if spread else None
    if spread is None or contours is None or not spread.grid.comparable(spread.period):
        return None
    return presenter.map_specification(
        indicator, spread.grid, now.territories, contours, spread.level, spread.style
    )


def sources_of(grid: Grid) -> str:
    return " ; ".join(sorted({cell.source for cell in grid.observations()} - {""}))


def scope_of(now: Engine, indicator: Indicator) -> str:
    source = now.catalogue.sources.get(indicator.source)
    return indicator.scope or (source.scope if source else "")


def _spread_context(
    now: Engine,
    indicator: Indicator,
    spread: Spread | None,
    place: Territory,
    asked: Mapping[str, str],
) -> dict:
    if spread is None:
        return {"level_links": [], "periods": [], "map": None, "ranking": None}

    def pin(territory: str) -> str:
        return f"?{urlencode(dict(asked.items()) | {'territoire': territory})}#chiffre"

    return {
        "ranking": present_ranking(indicator, spread.grid, place, pin=pin),
        "map": _map(now, indicator, spread),
        "unmatched": _unmatched(now, spread),
        "map_sources": sources_of(spread.grid),
        "scope": scope_of(now, indicator),
        **_choices(indicator, spread),
    }


def _choices(indicator: Indicator, spread: Spread) -> dict:
    """What is shown, among what else could be: levels, periods, classes."""
    members = list(spread.whole.territories)
    return {
        "level": spread.level,
        "level_links": spread.links,
        "level_label": Level(spread.level).plural.capitalize(),
        "periods": presenter.periods_offered(spread.whole, members),
        "newer": presenter.newer_periods(spread.whole, members, spread.period),
        "period": spread.period,
        "period_label": parse_period(spread.period).label,
        "methods": [] if indicator.nature is Nature.COUNT else [(m, m.label) for m in Method],
        "method": spread.style.method,
    }


def _map(now: Engine, indicator: Indicator, spread: Spread) -> dict | None:
    """Written in the page when it is light, else an image that the browser fetches."""
    contours = places.contours(now, spread.level)
    if contours is None or not spread.grid.comparable(spread.period):
        return None
    asked = urlencode(spread.question)
    found = {
        "words": presenter.map_in_words(indicator, spread.grid, now.territories),
        "figures": f"/indicateurs/{indicator.code}/carte.json?{asked}",
        "outlines": address_of(contours, spread.level),
    }
    if spread.level not in WRITTEN_IN_THE_PAGE:
        return found | {"image": f"/indicateurs/{indicator.code}/carte.svg?{asked}"}
    drawn = specification_of(now, indicator, spread)
    return found | {"svg": render_svg(drawn, settings.DRAWINGS)}


def _unmatched(now: Engine, spread: Spread) -> list[str]:
    """Territories that have something to show and no outline to show it on."""
    contours = places.contours(now, spread.level)
    drawn = drawn_codes(contours) if contours else frozenset()
    return [cell.label for cell in spread.grid.observations() if cell.territory not in drawn]


def _question(spread: Spread | None, place: Territory) -> dict[str, str]:
    asked = {"territoire": f"{place.level}:{place.code}"}
    return asked | spread.question if spread else asked


def _files(indicator: Indicator) -> list[tuple[str, str]]:
    """(address, name) of every form the figures can be taken away in."""
    forms = {
        "csv-fr": "CSV pour tableur français (point-virgule, virgule décimale)",
        "csv": "CSV (virgule, point décimal)",
        "xlsx": "Classeur Excel (XLSX)",
        "json": "JSON",
        "parquet": "Parquet",
        "json-stat": "JSON-stat",
    }
    asked = {"indicateur": indicator.code}
    return [
        (f"/api/v1/observations?{urlencode(asked | {'format': form})}", name)
        for form, name in forms.items()
    ]


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
