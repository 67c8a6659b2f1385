"""Communes as the engine knows them: their centres, their EPCI, the outlines of the region."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from observatoire.base.french import normalise
from observatoire.food_aid.exchange.draft import from_lambert93
from stats.drawing.outlines import read_outlines, read_rings
from stats.territory import Level, Territories, load_territories

OVERSEAS = frozenset(("01", "02", "03", "04", "06"))


@dataclass(frozen=True)
class Commune:
    """One commune of the region; its centre is that of its largest piece."""

    code: str
    name: str
    population: int
    centre: tuple[float, float] | None
    epci: str
    departement: str
    density: int | None


def territories() -> Territories | None:
    """None where nothing was built yet: the census then stays without a map."""
    try:
        return _territories(settings.STORE, _stamp())
    except (FileNotFoundError, OSError):
        return None


def _stamp() -> float:
    return (settings.STORE / "territoires" / "territoires.parquet").stat().st_mtime


@lru_cache(maxsize=2)
def _territories(store: Path, stamp: float) -> Territories:
    return load_territories(store)


def topology(level: str) -> dict | None:
    found = territories()
    path = found.contour_path(level, settings.REGION) if found else None
    if path is None or not path.exists():
        return None
    return _topology(path, path.stat().st_mtime)


@lru_cache(maxsize=6)
def _topology(path: Path, stamp: float) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def communes() -> dict[str, Commune]:
    """Those of the region, by code."""
    found = territories()
    return _communes(found, settings.REGION) if found else {}


@lru_cache(maxsize=2)
def _communes(found: Territories, region: str) -> dict[str, Commune]:
    middles = {}
    if region not in OVERSEAS:
        given = topology("commune")
        middles = (
            {one.code: from_lambert93(*one.middle) for one in read_outlines(given)} if given else {}
        )
    rows = {}
    for one in found.children(("region", f"R{region}"), Level.COMMUNE):
        above = {str(up.level): up.code for up in found.parents(one.key)}
        rows[one.code] = Commune(
            one.code,
            one.name,
            one.population or 0,
            middles.get(one.code),
            above.get("epci", ""),
            above.get("departement", one.code[:2]),
            one.density,
        )
    return rows


def commune_named(words: str) -> Commune | None:
    """By its code, its name or its postal code."""
    known, wanted = communes(), normalise(words)
    if words.strip().upper() in known:
        return known[words.strip().upper()]
    by_name = [one for one in known.values() if normalise(one.name) == wanted]
    if by_name:
        return max(by_name, key=lambda one: one.population)
    found = territories()
    posted = found.of_postal_code(words.strip()) if found and words.strip().isdigit() else ()
    inside = [known[one.code] for one in posted if one.code in known]
    return max(inside, key=lambda one: one.population, default=None)


def place_commune(code: str, name: str, postal_code: str) -> Commune | None:
    """The commune of an address: its code first, else its name checked against its postal code."""
    known = communes()
    heir = getattr(territories(), "former", {}).get(code, code) if known else code
    if heir in known:
        return known[heir]
    wanted = normalise(name)
    same = [one for one in known.values() if normalise(one.name) == wanted] if wanted else []
    near = [one for one in same if not postal_code or one.code[:2] == postal_code[:2]]
    return near[0] if len(near) == 1 else None


@lru_cache(maxsize=4)
def _rings(path_key: int, level: str) -> dict:
    return read_rings(topology(level))


def rings(level: str) -> dict:
    given = topology(level)
    return _rings(id(given), level) if given else {}
