"""The profile of a territory: who it is, then the key indicators as rows."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.indicators.presenters.indicator import values_of
from observatoire.indicators.presenters.tags import Tag, remark_of, tags_of
from observatoire.indicators.presenters.tile import (
    BOUND,
    Strip,
    change_in_words,
    latest_of,
    spark_of,
    strip_among,
    told_series,
)
from stats.catalogue import Catalogue, Indicator, Theme
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.territory import Level, Territory
from stats.words import find_comparator, format_number, last_change

type_key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One key indicator of the profile."""

    title: str
    address: str
    value: str
    period: str
    tags: tuple[Tag, ...]
    references: tuple[str, ...]
    remark: str
    strip: Strip | None
    spark: str
    change: str
    tone: str
    arrow: str


@dataclass(frozen=True)
class Group:
    """A theme: its rows, and the titles of the key indicators that have no figure here."""

    theme: str
    label: str
    rows: tuple[Row, ...]
    without: tuple[tuple[str, str], ...]


def key_indicators(catalogue: Catalogue) -> list[Indicator]:
    """The key indicators, by theme, in the order of their titles."""
    chosen = [one for one in catalogue.indicators.values() if one.key]
    return sorted(chosen, key=lambda one: (list(Theme).index(one.theme), one.title))


def present_identity(
    place: Territory, parents: list[Territory], published: Observation | None
) -> list[tuple[str, str]]:
    """Level, code, population, area, density of inhabitants, belongings.

    `published` is the last population of the store; without it, the one of the territories.
    """
    facts = [("Niveau", place.level.label), ("Code", place.code)]
    population = published.value if published and published.known else place.population
    if population:
        facts.append(
            (
                "Population",
                f"{format_number(population)} habitants{_when(place, published)}",
            )
        )
    if place.area:
        facts.append(
            ("Superficie", f"environ {format_number(place.area)}\u00a0km², d’après les contours")
        )
    if place.area and population:
        density = format_number(population / place.area)
        facts.append(("Densité", f"{density} habitants au km²"))
    named = [one.name for one in parents if one.level not in _ABOVE]
    if named:
        facts.append(("Appartenances", ", ".join(dict.fromkeys(named))))
    if place.vintage:
        facts.append(("Géographie", f"au 1er janvier {place.vintage}"))
    return facts


def _when(place: Territory, published: Observation | None) -> str:
    """« (1er janvier 2024, provisoire) »: when the people were counted."""
    if published and published.known:
        marks = ", ".join(mark.label.lower() for mark in sorted(published.marks))
        when = parse_period(published.period).label
        return f" ({when}, {marks})" if marks else f" ({when})"
    return f" ({place.population_year})" if place.population_year else ""


_ABOVE = {Level.FRANCE, Level.METROPOLITAN_FRANCE}


def present_groups(
    indicators: list[Indicator],
    grids: dict[str, Grid],
    place: Territory,
    references: list[Territory],
    peers: tuple[type_key, ...],
) -> list[Group]:
    """The rows by theme; an indicator without a figure here is named below them."""
    groups = []
    for theme in Theme:
        mine = [one for one in indicators if one.theme is theme]
        held = [one for one in mine if latest_of(grids[one.code], place.key)]
        rows = tuple(_row(one, grids[one.code], place, references, peers) for one in held)
        without = tuple((_address(one, place), one.short_title) for one in mine if one not in held)
        if mine:
            groups.append(Group(str(theme), theme.label, rows, without))
    return groups


def _address(indicator: Indicator, place: Territory) -> str:
    return f"/indicateurs/{indicator.code}/?territoire={place.level}:{place.code}"


def _row(
    indicator: Indicator,
    grid: Grid,
    place: Territory,
    references: list[Territory],
    peers: tuple[type_key, ...],
) -> Row:
    latest = latest_of(grid, place.key)
    series = grid.series(place.key)
    change = last_change(indicator, series) if latest.known else BOUND
    compared = tuple(
        f"{one.name}\u00a0: {values_of(indicator, found.observation)}"
        for one in references
        if one.key != place.key
        and (found := find_comparator(latest, told_series(grid, one.key))).observation
    )
    return Row(
        title=indicator.short_title,
        address=_address(indicator, place),
        value=values_of(indicator, latest),
        period=parse_period(latest.period).label,
        tags=tags_of(latest),
        remark=remark_of(latest),
        references=compared or ("Pas de référence à la même date",),
        strip=strip_among(indicator, grid, latest, peers),
        spark=spark_of(indicator, series),
        change=change_in_words(change),
        tone=change.tone,
        arrow=change.arrow,
    )
