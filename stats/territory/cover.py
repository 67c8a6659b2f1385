"""From repaired outlines to maps: projected, simplified together, then united level by level.

Communes are simplified as one coverage and every larger territory is the union of its communes, so
that all the maps of a scope share their borders to the metre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from stats.territory.model import Level, Territory
from stats.territory.projection import Projection
from stats.territory.register import Register
from stats.territory.topology import Shape, write_topology

Shapes = dict[str, shapely.Geometry]


@dataclass(frozen=True)
class Scale:
    """How fine a family of maps is: tolerance of simplification and step of the grid, in metres."""

    tolerance: float
    step: float


REGIONAL = Scale(tolerance=300, step=10)
NATIONAL = Scale(tolerance=1000, step=10)


@dataclass(frozen=True)
class Cover:
    """Simplified outlines of communes, in metres, ready to be united."""

    communes: Shapes
    scale: Scale
    projection: Projection
    source: str


def scope_of(region: str, register: Register, shapes: Shapes) -> tuple[set[str], set[str]]:
    """(owned, scope): the communes to repair, those of the region and of its EPCI wherever they
    are, and these with all that lies in the same frame, which bounds them on every side."""
    inside = {code for code in shapes if register.region_of(code) == region}
    groupings = {register.communes[code].epci for code in inside} - {""}
    owned = inside | {code for code in shapes if register.communes[code].epci in groupings}
    codes = list(shapes)
    bounds = shapely.bounds(np.array(list(shapes.values()), dtype=object))
    west, south, east, north = shapely.total_bounds([shapes[code] for code in owned])
    near = (bounds[:, 0] <= east) & (bounds[:, 2] >= west)
    near &= (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    return owned, owned | {codes[index] for index in np.flatnonzero(near)}


def make_cover(outlines: Shapes, scale: Scale, projection: Projection, source: str) -> Cover:
    """Projects a valid coverage in degrees and simplifies it without parting neighbours."""
    flat = shapely.transform(np.array(list(outlines.values()), dtype=object), projection.forward)
    simple = shapely.coverage_simplify(flat, scale.tolerance)
    return Cover(dict(zip(outlines, simple, strict=True)), scale, projection, source)


def united(cover: Cover, group_of: Callable[[str], Iterable[str]]) -> Shapes:
    """The outlines of the groups that communes belong to; `group_of` gives the groups of one."""
    members = defaultdict(list)
    for code, outline in cover.communes.items():
        for group in group_of(code):
            members[group].append(outline)
    return {code: shapely.coverage_union_all(found) for code, found in sorted(members.items())}


def regional_shapes(region: str, register: Register, cover: Cover) -> dict[Level, Shapes]:
    """The maps of a region, by level; its EPCI are drawn whole, also beyond its border."""
    inside = {code for code in cover.communes if register.region_of(code) == region}
    groupings = {register.communes[code].epci for code in inside} - {""}
    parts = straddling(register)

    def grouping(code: str) -> list[str]:
        epci = register.communes[code].epci
        return [epci] if epci in groupings else []

    def part(code: str) -> list[str]:
        return [
            f"{epci}-{register.communes[code].departement}"
            for epci in grouping(code)
            if epci in parts
        ]

    home = Cover(
        {code: cover.communes[code] for code in cover.communes if code in inside},
        cover.scale,
        cover.projection,
        cover.source,
    )
    return {
        Level.COMMUNE: home.communes,
        Level.EPCI: united(cover, grouping),
        Level.EPCI_PART: united(cover, part),
        Level.DEPARTEMENT: united(home, lambda code: [register.communes[code].departement]),
        Level.REGION: united(home, lambda code: [f"R{register.region_of(code)}"]),
    }


def national_shapes(register: Register, cover: Cover) -> dict[Level, Shapes]:
    """The maps of metropolitan France."""
    return {
        Level.COMMUNE: cover.communes,
        Level.DEPARTEMENT: united(cover, lambda code: [register.communes[code].departement]),
        Level.REGION: united(cover, lambda code: [f"R{register.region_of(code)}"]),
    }


def straddling(register: Register) -> dict[str, set[str]]:
    """The EPCI that lie in several départements → these départements."""
    found = defaultdict(set)
    for commune in register.communes.values():
        if commune.epci:
            found[commune.epci].add(commune.departement)
    return {code: departements for code, departements in found.items() if len(departements) > 1}


def write_maps(
    folder: Path,
    name: str,
    maps: dict[Level, Shapes],
    cover: Cover,
    territories: Collection[Territory],
) -> dict[str, int]:
    """One TopoJSON file per level that has an outline; returns their sizes in bytes."""
    names = {(territory.level, territory.code): territory.name for territory in territories}
    sizes = {}
    for level, shapes in maps.items():
        if not shapes:
            continue
        path = folder / f"{level}-{name}.topojson"
        sizes[path.name] = write_topology(
            path,
            [Shape(code, names[level, code], outline) for code, outline in shapes.items()],
            step=cover.scale.step,
            projection=f"Mètres, {cover.projection.label}",
            source=cover.source,
        )
    return sizes
