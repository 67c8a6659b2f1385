"""The page of one indicator: its sentence, its figure, its map, its rank, its line, its table."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from observatoire.indicators.presenters.tags import Tag, remark_of, tags_of
from observatoire.indicators.presenters.tile import (
    BOUND,
    change_in_words,
    is_shown,
    latest_of,
    told_series,
)
from stats.catalogue import Indicator, Source
from stats.catalogue.model import Availability, Cycle, Nature, Randomness
from stats.drawing.choropleth import choropleth
from stats.drawing.circles import circles
from stats.drawing.line import line
from stats.drawing.outlines import OBJECT
from stats.drawing.render import render_svg
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Mark
from stats.territory import Level, Territories, Territory
from stats.words import (
    describe_range,
    find_comparator,
    format_observation,
    last_change,
    series_alternative,
    text_alternative,
    where,
)

type_key = tuple[str, str]
ROUNDED = {Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10}
ROUNDED_REASON = "Valeurs arrondies, souvent secrètes\u00a0: les communes ne sont pas classées."
EDITIONS_REASON = "Les valeurs viennent de plusieurs éditions\u00a0: elles ne sont pas classées."
AVAILABILITY = {
    Availability.OPEN: "Données ouvertes",
    Availability.AGREEMENT: "Données transmises par convention",
    Availability.MANUAL: "Données recueillies à la main",
}
RANDOMNESS = {
    Randomness.EXHAUSTIVE: "Comptage exhaustif",
    Randomness.POISSON: "Événements comptés un par un (aléa de Poisson)",
    Randomness.ESTIMATION: "Estimation",
    Randomness.MODEL: "Modèle",
    Randomness.SURVEY: "Enquête par sondage",
}
DIRECTIONS = {
    -1: "Une hausse est une mauvaise nouvelle.",
    1: "Une hausse est une bonne nouvelle.",
    0: "Une hausse peut être une bonne ou une mauvaise nouvelle : aucune couleur de jugement.",
}


@dataclass(frozen=True)
class Rank:
    """One line of the ranked list; `place` is empty where nothing is ranked."""

    place: str
    name: str
    address: str
    value: str
    tags: tuple[Tag, ...]
    is_chosen: bool


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
    """The period asked for, else the last at which most of the members have a number."""
    known = {
        period: sum(grid.cell(key, period).known for key in members if key in grid.territories)
        for period in grid.periods
    }
    offered = [period for period, count in known.items() if count]
    if asked in offered:
        return asked
    most = [period for period in offered if known[period] >= max(2, len(members) // 2)]
    return (most or offered or [""])[-1]


def periods_offered(grid: Grid, members: list[type_key]) -> list[tuple[str, str]]:
    """(code, label) of the periods at which some member has a number, the latest first."""
    offered = [
        period
        for period in grid.periods
        if any(grid.cell(key, period).known for key in members if key in grid.territories)
    ]
    return [(period, parse_period(period).label) for period in reversed(offered)]


def present_figure(
    indicator: Indicator, grid: Grid, place: Territory, references: list[Territory]
) -> dict:
    """The large figure of the chosen territory, its change, its references."""
    latest = latest_of(grid, place.key)
    if latest is None:
        return {
            "place": place.name,
            "value": "",
            "absence": "Aucun chiffre pour ce territoire.",
        }
    change = last_change(indicator, grid.series(place.key)) if latest.known else BOUND
    compared = [
        f"{one.name}\u00a0: {values_of(indicator, found.observation)}"
        for one in references
        if one.key != place.key
        and (found := find_comparator(latest, told_series(grid, one.key))).observation
    ]
    return {
        "place": place.name,
        "value": values_of(indicator, latest),
        "period": parse_period(latest.period).label,
        "change": change,
        "change_words": change_in_words(change),
        "change_sentence": change.text,
        "compared": compared,
        "tags": tags_of(latest),
        "remark": remark_of(latest, in_full=True),
        "source": latest.source,
        "absence": "",
    }


def present_ranking(
    indicator: Indicator, grid: Grid, place: Territory, *, level: str
) -> tuple[list[Rank], str]:
    """The members of one period, highest first, and why they are not ranked if they are not."""
    (period,) = grid.periods
    cells = grid.observations()
    rounded = any(ROUNDED & cell.marks for cell in cells) and level == Level.COMMUNE
    comparable = grid.comparable(period) and not rounded
    places = grid.rank(period)
    rows = [
        Rank(
            place="" if rank is None or not comparable else str(rank),
            name=cell.label,
            address=f"/territoires/{level}/{cell.territory}/",
            value=values_of(indicator, cell),
            tags=tags_of(cell),
            is_chosen=(str(cell.level), cell.territory) == place.key,
        )
        for cell, rank in zip(cells, places, strict=True)
    ]
    order = {id(row): n for n, row in enumerate(rows)}
    values = grid.values[:, 0]
    rows.sort(
        key=lambda row: -values[order[id(row)]] if grid.known[order[id(row)], 0] else float("inf")
    )
    reason = "" if comparable else ROUNDED_REASON if rounded else EDITIONS_REASON
    return rows, reason


def map_specification(
    indicator: Indicator, grid: Grid, territories: Territories, contours: Path, level: str
) -> dict:
    """One period over one level; each territory leads to its page.

    Counts are circles, everything else colours.
    """
    draw = circles if indicator.nature is Nature.COUNT else choropleth
    topology = json.loads(contours.read_text(encoding="utf-8"))
    codes = [one["id"] for one in topology["objects"][OBJECT]["geometries"]]
    return draw(
        indicator,
        grid,
        topology,
        territories,
        links={code: f"/territoires/{level}/{code}/" for code in codes},
        theme=indicator.theme,
    )


def draw_map(
    indicator: Indicator,
    grid: Grid,
    territories: Territories,
    contours: Path,
    level: str,
    cache: Path,
) -> str:
    """The SVG of that specification, kept."""
    return render_svg(map_specification(indicator, grid, territories, contours, level), cache)


def map_in_words(indicator: Indicator, grid: Grid, territories: Territories) -> str:
    return text_alternative(indicator, grid, territories)


def present_line(
    indicator: Indicator,
    grid: Grid,
    place: Territory,
    references: list[Territory],
    cache: Path,
) -> dict | None:
    """The line over time: the chosen territory strong, the references grey; None with one point.

    A count stands alone: beside the country's, a département's would lie flat on the axis.
    """
    series = told_series(grid, place.key)
    if sum(one.known for one in series) < 2:
        return None
    others = () if indicator.nature is Nature.COUNT else {one.key for one in references}
    shown = grid.only(lambda key: key == place.key or key in others)
    spec = line(indicator, shown, place.key, width=1080)
    return {
        "svg": render_svg(spec, cache),
        "words": series_alternative(indicator, place.name, series),
    }


def present_table(indicator: Indicator, grid: Grid) -> dict:
    """Territories in lines, periods in columns, the latest first."""
    columns = [
        period
        for period in reversed(grid.periods)
        if any(
            grid.cell(key, period).known or grid.cell(key, period).source
            for key in grid.territories
        )
    ]
    lines = [
        (
            name,
            [_cell(indicator, grid.cell(key, period)) for period in columns],
        )
        for key, name in zip(grid.territories, grid.names, strict=True)
        if any(grid.cell(key, period).source for period in columns)
    ]
    return {
        "columns": [parse_period(period).label for period in columns],
        "lines": lines,
    }


def present_facts(indicator: Indicator, source: Source | None) -> list[tuple[str, str]]:
    """What the public is owed about the figures, term by term."""
    levels = ", ".join(Level(level).plural for level in indicator.levels)
    facts = [
        ("Définition", indicator.definition),
        ("Numérateur", indicator.numerator),
        ("Dénominateur", indicator.denominator),
        ("Unité", indicator.unit),
        ("Champ", indicator.scope or (source.scope if source else "")),
        ("Source", f"{source.title} ({source.producer})" if source else ""),
        ("Licence", source.licence if source else ""),
        ("Producteur", indicator.producer),
        ("Rythme", indicator.rhythm),
        ("Niveaux", levels),
        ("Nature", RANDOMNESS[indicator.randomness]),
        ("Disponibilité", AVAILABILITY[indicator.availability]),
        ("Sens de lecture", DIRECTIONS[indicator.direction]),
        (
            "Panorama régional de l’Insee",
            "Y figure" if indicator.in_insee_panorama else "N’y figure pas",
        ),
    ]
    return [(term, text) for term, text in facts if text and text != "-"]


def present_state(indicator: Indicator) -> list[str]:
    """Sentences on an indicator that is not published yet."""
    if indicator.cycle is Cycle.IN_COLLECTION and indicator.collection:
        expected = indicator.collection.expected or "date à fixer"
        return [
            f"En cours de collecte par {indicator.collection.by}.",
            f"Attendu\u00a0: {expected}.",
        ]
    if indicator.cycle is Cycle.PROPOSED:
        lead = f" Piste suivie par {indicator.lead}." if indicator.lead else ""
        return [f"Indicateur proposé, pas encore retenu par le groupe de travail.{lead}"]
    if indicator.cycle is Cycle.ABANDONED:
        return ["Indicateur abandonné."]
    return []


def headline(
    indicator: Indicator,
    grid: Grid | None,
    territories: Territories,
    figure: dict,
    place: Territory,
) -> str:
    """The title of the page as a sentence that says what the figures show."""
    if grid is not None and grid.known.sum() > 1 and grid.comparable(grid.periods[0]):
        return describe_range(indicator, grid, territories)
    if figure["value"] and not figure["absence"]:
        subject = indicator.subject[:1].upper() + indicator.subject[1:]
        return f"{subject} {where(place)}\u00a0: {figure['value']}"
    return indicator.title


def cite(indicator: Indicator, source: Source | None, address: str, platform: str) -> str:
    producer = source.producer if source else indicator.producer
    return f"{producer}, «\u00a0{indicator.title}\u00a0», {platform}, {address}"


def _cell(indicator: Indicator, row: Observation) -> Cell:
    if not row.known and not row.source:
        return Cell("–", "")
    remarks = [*(tag.label for tag in tags_of(row) if row.known), remark_of(row).rstrip(".")]
    text = values_of(replace(indicator, unit=""), row)
    return Cell(text, ", ".join(filter(None, remarks)))
