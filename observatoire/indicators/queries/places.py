"""Which territories a page offers, and how they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from observatoire.base.french import normalise
from observatoire.base.models import Territory as TerritoryRow
from observatoire.indicators.queries.engine import Engine
from stats.grid import Grid
from stats.sources.offering import OfferedFile, files_for
from stats.territory import Level, Territories, Territory

type_key = tuple[str, str]
ARTICLES = frozenset("l d le la les de du des a au aux en et sur sous".split())
LIKENESS = 0.7  # below, a suggestion reads as a mistake of ours
FRANCE = (Level.METROPOLITAN_FRANCE, Level.FRANCE)
MOST_OFFERED = 60  # in one group of a list: beyond, one types a name
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


def homonyms(engine: Engine) -> Mapping[type_key, str]:
    """The communes of the region that share their name, each told with its département."""
    return _homonyms(engine.territories, region_key(engine))


@lru_cache(maxsize=2)
def _homonyms(territories: Territories, region: type_key) -> Mapping[type_key, str]:
    communes = territories.children(region, Level.COMMUNE)
    shared = Counter(one.name for one in communes)
    return {one.key: f"{one.name} ({one.code[:2]})" for one in communes if shared[one.name] > 1}


def region_key(engine: Engine) -> type_key:
    return (str(Level.REGION), engine.region_code)


def departement_keys(engine: Engine) -> tuple[type_key, ...]:
    """The départements of the region, in the order of their codes."""
    found = engine.territories.children(region_key(engine), Level.DEPARTEMENT)
    return tuple(sorted(one.key for one in found))


def reference_keys(engine: Engine) -> tuple[type_key, ...]:
    """What a territory is compared with, the nearest first."""
    return (region_key(engine), ("france_metro", "FM"), ("france", "FR"))


def offered(engine: Engine, codes: list[str], place: Territory) -> list[ChoiceGroup]:
    """The territories of the region that have at least one figure among these indicators; of a
    group that nobody would scroll through, only the chosen `place`."""
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
        told = homonyms(engine)
        choices = tuple(
            Choice(f"{one.level}:{one.code}", told.get(one.key, one.name)) for one in named
        )
        if len(choices) > MOST_OFFERED:
            choices = tuple(one for one in choices if one.value == f"{place.level}:{place.code}")
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


def named(engine: Engine, value: str, *, but: Territory) -> Territory | None:
    """The territory of « niveau:code », None when it is `but` or one that no page tells of."""
    level, _, code = value.partition(":")
    if (level, code) == but.key or (level, code) not in told_keys(engine):
        return None
    return engine.territories.get(level, code)


def search_territories(words: str, limit: int = 30) -> list[TerritoryRow]:
    """Territories of the region by name or postal code; accents, hyphens and articles forgiven.

    « 44300 Nantes » is a postal code and a name: both must be true.
    """
    typed = normalise(words).split()
    wanted = [word for word in typed if word not in ARTICLES] or typed
    if not wanted:
        return []
    rows = TerritoryRow.objects.filter(in_region=True).exclude(level="epci_dep")
    for word in wanted:
        coded = Q(postal_codes__contains=word) | Q(code__startswith=word)
        rows = rows.filter(coded if word.isdigit() else Q(searched_name__contains=word))
    found = rows.order_by("searched_name", "level", "code")[:400]
    return sorted(found, key=lambda row: _order(row, wanted, " ".join(typed)))[:limit]


def _order(row: TerritoryRow, wanted: list[str], typed: str) -> tuple:
    """The very name or code first, then what begins with the words, then the largest."""
    bare = [word for word in row.searched_name.split() if word not in ARTICLES]
    order = {str(level): place for place, level in enumerate(DASHBOARD_LEVELS)}
    return (
        row.searched_name != typed and bare != wanted and row.code != typed,
        bare[:1] != wanted[:1],
        order.get(row.level, 9),
        -(row.population or 0),
        row.code,
    )


def near_territories(words: str, limit: int = 5) -> list[TerritoryRow]:
    """Those whose name is nearly what was typed, the likest first."""
    rows = TerritoryRow.objects.filter(in_region=True, level__in=DASHBOARD_LEVELS)
    names = sorted(set(rows.values_list("searched_name", flat=True)))
    near = get_close_matches(normalise(words), names, n=limit, cutoff=LIKENESS)
    found = rows.filter(searched_name__in=near).order_by("level", "code")
    return sorted(found, key=lambda row: near.index(row.searched_name))[:limit]


def bar(engine: Engine, codes: list[str], place: Territory, against: Territory) -> dict:
    """What the bar of territories shows: the lists and what is chosen."""
    references = [engine.territories.get(*key) for key in reference_keys(engine)]
    return {
        "groups": offered(engine, codes, place),
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


def peers_of(engine: Engine, place: Territory) -> tuple[type_key, ...]:
    """The like territories among which a profile places one: a commune in its own EPCI, any other
    level in the region; the départements for the region and for France."""
    if place.level is Level.COMMUNE:
        around = [one for one in engine.territories.parents(place.key) if one.level is Level.EPCI]
        return tuple(
            child.key
            for epci in around
            for child in engine.territories.children(epci.key, Level.COMMUNE)
        )
    if place.level is Level.EPCI:
        found = engine.territories.children(region_key(engine), Level.EPCI)
        return tuple(one.key for one in found)
    return departement_keys(engine)


def peers_label(place: Territory) -> str:
    if place.level is Level.COMMUNE:
        return "Parmi les communes de l’intercommunalité"
    if place.level is Level.EPCI:
        return "Parmi les intercommunalités de la région"
    return "Parmi les départements"


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


def members(engine: Engine, level: str) -> dict[type_key, str]:
    """The territories of a level of the region, with their names: whoever has no figure counts."""
    found = engine.territories.children(region_key(engine), Level(level))
    told = homonyms(engine)
    return {one.key: told.get(one.key, one.name) for one in sorted(found, key=lambda one: one.code)}


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
