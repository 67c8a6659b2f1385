"""The profile of a territory: who it is, then the key indicators as rows."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.indicators.presenters.indicator import values_of
from observatoire.indicators.presenters.standing import (
    number_address,
    standing_words,
    trend_words,
)
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
from stats.territory import Territory
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
    compared: str
    references: tuple[str, ...]
    remark: str
    strip: Strip | None
    spark: str
    change: str
    tone: str
    arrow: str
    trend: str
    number: str


@dataclass(frozen=True)
class Beside:
    """What a profile is read against: a chosen territory, the references, the like ones."""

    against: Territory | None
    references: list[Territory]
    peers: tuple[type_key, ...]
    departements: tuple[type_key, ...]

    def keys(self, place: Territory) -> tuple[type_key, ...]:
        """All the territories whose figures the page needs, the profile's own first."""
        named = [place, *([self.against] if self.against else []), *self.references]
        return tuple(dict.fromkeys([*(one.key for one in named), *self.peers, *self.departements]))


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
    place: Territory, published: Observation | None, postal_codes: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """Level, code, population, area, density of inhabitants.

    `published` is the last population of the store; without it, the one of the territories.
    """
    facts = [("Niveau", place.level.label), ("Code", place.code)]
    if postal_codes:
        facts.append(("Code postal", ", ".join(postal_codes)))
    population = published.value if published and published.known else place.population
    if population:
        people = f"{format_number(population)} habitants{_when(place, published)}"
        facts.append(("Population", people))
    if place.area:
        area = f"environ {format_number(place.area)}\u00a0km², d’après les contours"
        facts.append(("Superficie", area))
    if place.area and population:
        density = format_number(population / place.area)
        facts.append(("Densité", f"{density} habitants au km²"))
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


def present_groups(
    indicators: list[Indicator], grids: dict[str, Grid], place: Territory, beside: Beside
) -> list[Group]:
    """The rows by theme; an indicator without a figure here is named below them."""
    groups = []
    for theme in Theme:
        mine = [one for one in indicators if one.theme is theme]
        held = [one for one in mine if latest_of(grids[one.code], place.key)]
        rows = tuple(_row(one, grids[one.code], place, beside) for one in held)
        without = tuple((_address(one, place), one.short_title) for one in mine if one not in held)
        if mine:
            groups.append(Group(str(theme), theme.label, rows, without))
    return groups


def _address(indicator: Indicator, place: Territory) -> str:
    return f"/indicateurs/{indicator.code}/?territoire={place.level}:{place.code}"


def _row(indicator: Indicator, grid: Grid, place: Territory, beside: Beside) -> Row:
    latest = latest_of(grid, place.key)
    series = grid.series(place.key)
    change = last_change(indicator, series) if latest.known else BOUND
    return Row(
        title=indicator.short_title,
        address=_address(indicator, place),
        value=values_of(indicator, latest),
        period=parse_period(latest.period).label,
        tags=tags_of(latest),
        remark=remark_of(latest),
        compared=_compared(indicator, grid, latest, beside.against),
        references=_references(indicator, grid, latest, beside)
        or ("Pas de référence à la même date",),
        strip=_strip(indicator, grid, latest, beside),
        spark=spark_of(indicator, series),
        change=change_in_words(change),
        tone=change.tone,
        arrow=change.arrow,
        trend=trend_words(indicator, series, always=False),
        number=number_address(latest),
    )


def _compared(
    indicator: Indicator, grid: Grid, latest: Observation, against: Territory | None
) -> str:
    """The territory chosen to compare with, its value or the reason why there is none."""
    if against is None:
        return ""
    found = find_comparator(latest, told_series(grid, against.key))
    if found.observation is None:
        return f"{against.name}\u00a0: pas de valeur comparable à la même date"
    standing = standing_words(indicator, latest, found.observation)
    return f"{against.name}\u00a0: {values_of(indicator, found.observation)}{standing}"


def _references(
    indicator: Indicator, grid: Grid, latest: Observation, beside: Beside
) -> tuple[str, ...]:
    return tuple(
        f"{one.name}\u00a0: {values_of(indicator, found.observation)}"
        + standing_words(indicator, latest, found.observation)
        for one in beside.references
        if (found := find_comparator(latest, told_series(grid, one.key))).observation
    )


def _strip(indicator: Indicator, grid: Grid, latest: Observation, beside: Beside) -> Strip | None:
    """Among its like; where too few of them have a number, among the départements, said so."""
    own = strip_among(indicator, grid, latest, beside.peers)
    if own is not None or beside.peers == beside.departements:
        return own
    others = strip_among(indicator, grid, latest, beside.departements)
    return Strip(others.svg, f"Départements\u00a0: {others.words}") if others else None
