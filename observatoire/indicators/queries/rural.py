"""The communal figures of one territory, added up by country and by town."""

from __future__ import annotations

from observatoire.indicators.queries.engine import Engine
from stats.catalogue import Indicator, Theme
from stats.comparison.guards import Refusal
from stats.periods import parse_period
from stats.rural import Ground, Reading, ground_of, read_by_ground
from stats.secrecy import protect_rows
from stats.territory import Level, Territory

WIDE = (Level.REGION, Level.DEPARTEMENT, Level.EPCI)


def communes_of(engine: Engine, place: Territory) -> tuple[Territory, ...]:
    return engine.territories.children(place.key, Level.COMMUNE) if place.level in WIDE else ()


def has_grid(engine: Engine, place: Territory) -> bool:
    return any(one.density is not None for one in communes_of(engine, place))


def has_communal_figures(engine: Engine, indicator: Indicator) -> bool:
    return str(Level.COMMUNE) in engine.store.held_levels().get(indicator.code, frozenset())


def rural_reading(
    engine: Engine, indicator: Indicator, place: Territory, period: str = ""
) -> Reading | Refusal:
    """At the `period` asked for, else at the last one that has communal figures."""
    communes = communes_of(engine, place)
    codes = {one.code for one in communes}
    former = {old: heir for old, heir in engine.territories.former.items() if heir in codes}
    held = engine.store.periods(indicator.code, str(Level.COMMUNE))
    when = period or max(held, key=parse_period, default="")
    rows = engine.store.observations(
        indicator=indicator.code,
        level=Level.COMMUNE,
        territories=[*codes, *former],
        period=when,
        only_real=True,
    )
    return read_by_ground(indicator, protect_rows(rows) if codes else [], communes, former)


def communal_counts(engine: Engine) -> list[Indicator]:
    """What can be added up from communes, the key indicators first."""
    found = [
        one
        for one in engine.catalogue.indicators.values()
        if one.additive and has_communal_figures(engine, one)
    ]
    return sorted(found, key=lambda one: (not one.key, list(Theme).index(one.theme), one.title))


def people_by_ground(engine: Engine, place: Territory) -> dict[Ground, tuple[int, int]]:
    """Ground → (communes, inhabitants) of the territory."""
    found = {ground: (0, 0) for ground in Ground}
    for one in communes_of(engine, place):
        if ground := ground_of(one):
            communes, people = found[ground]
            found[ground] = communes + 1, people + (one.population or 0)
    return found


def grid_year(engine: Engine) -> int | None:
    """The year of the density grid, when its file says one."""
    return engine.territories.report.get("millesimes", {}).get("densite")
