"""Which territories a page offers, and how they are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from observatoire.base.french import normalise
from observatoire.base.models import Territory as TerritoryRow
from observatoire.indicators.queries.engine import Engine
from stats.grid import Grid
from stats.sources.offering import OfferedFile, files_for
from stats.territory import Level, Territory

type_key = tuple[str, str]
# The levels a dashboard may be read at, from the largest.
DASHBOARD_LEVELS = (Level.REGION, Level.DEPARTEMENT, Level.EPCI, Level.COMMUNE)


@dataclass(frozen=True)
class Choice:
    """One line of a list of territories; `value` is « niveau:code »."""

    value: str
    label: str


@dataclass(frozen=True)
class ChoiceGroup:
    label: str
    choices: tuple[Choice, ...]


def region_key(engine: Engine) -> type_key:
    return (str(Level.REGION), engine.region_code)


def departement_keys(engine: Engine) -> tuple[type_key, ...]:
    """The départements of the region, in the order of their codes."""
    found = engine.territories.children(region_key(engine), Level.DEPARTEMENT)
    return tuple(sorted(one.key for one in found))


def reference_keys(engine: Engine) -> tuple[type_key, ...]:
    """What a territory is compared with, the nearest first."""
    return (region_key(engine), ("france_metro", "FM"), ("france", "FR"))


def offered(engine: Engine, codes: list[str]) -> list[ChoiceGroup]:
    """The territories of the region that have at least one figure among these indicators."""
    present = {(row[0], row[1]) for row in engine.store.holders(codes)}
    region = region_key(engine)
    groups = []
    for level in DASHBOARD_LEVELS:
        members = (
            [engine.territories.get(*region)]
            if level is Level.REGION
            else engine.territories.children(region, level)
        )
        named = sorted(
            (one for one in members if one is not None and one.key in present),
            key=lambda one: one.code if level is Level.DEPARTEMENT else normalise(one.name),
        )
        choices = tuple(Choice(f"{one.level}:{one.code}", one.name) for one in named)
        if choices:
            groups.append(ChoiceGroup(level.plural.capitalize(), choices))
    return groups


@dataclass(frozen=True)
class Reach:
    """How far figures go at one level: « 16 communes sur 1 236 », and what would bring the rest."""

    label: str
    held: int
    total: int
    files: tuple[OfferedFile, ...]


def reach(engine: Engine, codes: list[str]) -> list[Reach]:
    """The levels of a dashboard, the largest first; files only where territories are missing."""
    present = set(engine.store.holders(codes)) if codes else set()
    region = region_key(engine)
    found = []
    for level in DASHBOARD_LEVELS:
        members = engine.territories.children(region, level)
        keys = {region} if level is Level.REGION else {one.key for one in members}
        held = len(keys & present)
        files = files_for(engine.catalogue, codes, level) if held < len(keys) else ()
        found.append(Reach(level.plural.capitalize(), held, len(keys), tuple(files)))
    return found


def chosen(engine: Engine, value: str, default: type_key) -> Territory:
    """The territory of « niveau:code »; the default one when the value names nothing known."""
    level, _, code = value.partition(":")
    found = engine.territories.get(level, code) if code else None
    return found or engine.territories.get(*default)


def search_territories(words: str, limit: int = 30) -> list[TerritoryRow]:
    """Territories of the region by name or postal code; accents, hyphens and articles forgiven."""
    wanted = normalise(words)
    if not wanted:
        return []
    rows = TerritoryRow.objects.filter(in_region=True)
    if wanted.isdigit():
        rows = rows.filter(postal_codes__contains=wanted) | rows.filter(code__startswith=wanted)
    else:
        for word in wanted.split():
            rows = rows.filter(searched_name__contains=word)
    order = {str(level): place for place, level in enumerate(DASHBOARD_LEVELS)}
    found = rows.exclude(level="epci_dep").order_by("searched_name", "level", "code")[:400]
    # What begins with the words comes first, then the largest.
    ranked = sorted(
        found,
        key=lambda row: (
            row.searched_name != wanted,
            not row.searched_name.startswith(wanted),
            order.get(row.level, 9),
            -(row.population or 0),
            row.code,
        ),
    )
    return ranked[:limit]


def bar(engine: Engine, codes: list[str], place: Territory, against: Territory) -> dict:
    """What the bar of territories shows: the lists and what is chosen."""
    references = [engine.territories.get(*key) for key in reference_keys(engine)]
    return {
        "groups": offered(engine, codes),
        "references": [Choice(f"{one.level}:{one.code}", one.name) for one in references if one],
        "territory": f"{place.level}:{place.code}",
        "comparison": f"{against.level}:{against.code}",
        "place": place,
        "place_address": address_of(place),
    }


def address_of(place: Territory) -> str:
    return f"/territoires/{place.level}/{place.code}/"


def listed(engine: Engine) -> list[dict]:
    """The départements and intercommunalités of the region, for who does not search."""
    region = region_key(engine)
    return [
        {
            "label": level.plural.capitalize(),
            "places": sorted(
                engine.territories.children(region, level),
                key=lambda one: normalise(one.name),
            ),
        }
        for level in (Level.DEPARTEMENT, Level.EPCI)
    ]


def references_of(engine: Engine, place: Territory) -> list[Territory]:
    """The départements and the region it is in, then France; never itself."""
    keys = [one.key for one in engine.territories.parents(place.key) if one.level in _REFERENCES]
    keys += reference_keys(engine)
    found = [engine.territories.get(*key) for key in dict.fromkeys(keys)]
    return [one for one in found if one is not None and one.key != place.key]


_REFERENCES = (Level.DEPARTEMENT, Level.REGION)


def best_key(engine: Engine, grid: Grid) -> type_key:
    """The region when the indicator has a figure there, else the first territory that has one."""
    wanted = [region_key(engine), *departement_keys(engine), *reference_keys(engine)]
    held = [key for key in wanted if key in grid.territories]
    return (held or list(grid.territories) or wanted)[0]


def home_keys(engine: Engine) -> frozenset[type_key]:
    """The territories inside the region, whose map and ranked list a page shows."""
    region = region_key(engine)
    return frozenset(
        child.key
        for level in (Level.DEPARTEMENT, Level.EPCI, Level.COMMUNE)
        for child in engine.territories.children(region, level)
    )


def told_keys(engine: Engine) -> frozenset[type_key]:
    """The region, everything in it at any level, and what it is compared with."""
    region = region_key(engine)
    inside = {child.key for level in Level for child in engine.territories.children(region, level)}
    return frozenset({*inside, *reference_keys(engine)})


def levels_with_figures(engine: Engine, grid: Grid) -> list[str]:
    """The levels at which at least two territories can be set side by side, the largest first."""
    counts = Counter(key[0] for key in grid.territories)
    wanted = (Level.DEPARTEMENT, Level.EPCI, Level.COMMUNE)
    return [str(level) for level in wanted if counts[str(level)] > 1]


def contours(engine: Engine, level: str) -> Path | None:
    """The outlines of a level of the region; None when they are not there or too many to draw."""
    if level not in (Level.DEPARTEMENT, Level.EPCI, Level.REGION, Level.COMMUNE):
        return None
    path = engine.territories.contour_path(level, settings.REGION)
    return path if path and path.exists() else None


def is_shown(engine: Engine, place: Territory) -> bool:
    """Whether a territory has a page worth a link: in the region, or France."""
    return place.level in (Level.DEPARTEMENT, Level.EPCI, Level.REGION)


def below(engine: Engine, place: Territory) -> list[dict]:
    """What the territory is made of, level by level, by name."""
    wanted = {
        Level.REGION: (Level.DEPARTEMENT, Level.EPCI),
        Level.DEPARTEMENT: (Level.EPCI, Level.COMMUNE),
        Level.EPCI: (Level.COMMUNE,),
    }
    return [
        {
            "label": level.plural.capitalize(),
            "places": sorted(
                engine.territories.children(place.key, level),
                key=lambda one: normalise(one.name),
            ),
        }
        for level in wanted.get(place.level, ())
    ]


def credits(engine: Engine) -> list[str]:
    """Where the territories and their outlines come from, and under which licence."""
    report = engine.territories.report
    return [f"{report['source']}, {report['licence']}"]
