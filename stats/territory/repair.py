"""Repairs outlines by rule, in the coordinates of their source, and names every repair.

1. A commune without outline is the union of its communes déléguées; a commune whose outline stands
   under vanished codes takes theirs.
2. A hole in the cover belongs to a commune that absorbed another one lately and kept only its own
   outline: it is given to the one that touches it. Where nothing says which, it goes to the commune
   with the longest border on it; this weaker rule is named in the report.
3. What is left (overlaps, slivers, edges that do not match) is cleaned as a coverage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely

from stats.territory.projection import SEMI_MAJOR, equal_area
from stats.territory.register import Outlines, Register

Shapes = dict[str, shapely.Geometry]

TOUCH = 1e-5  # degrees, about one metre
NAMED_AREA = 0.1  # km²: smaller holes are drawing noise, closed without being named one by one

# Llívia (Spain) is the only foreign land enclosed in French communes: a real hole.
FOREIGN_ENCLAVES = {"Llívia (Espagne)": shapely.Point(1.981, 42.464)}


@dataclass(frozen=True)
class HoleRepair:
    """A hole of `area` km² given to `commune`; `weak` when only the length of border decided."""

    commune: str
    area: float
    weak: bool
    touching: tuple[str, ...]


@dataclass(frozen=True)
class Repaired:
    """A cover without hole or overlap: outlines in degrees by commune, and what was done."""

    outlines: Shapes
    rebuilt: dict[str, tuple[str, ...]] = field(default_factory=dict)
    holes: tuple[HoleRepair, ...] = ()
    slivers: int = 0
    enclaves: tuple[str, ...] = ()


def gather(outlines: Outlines, register: Register) -> tuple[Shapes, dict[str, tuple[str, ...]]]:
    """Outlines under present codes, and the communes that had to be rebuilt with the codes used."""
    pieces: dict[str, Shapes] = defaultdict(dict)
    for code, shape in outlines.communes.items():
        heir = code if code in register.communes else register.former.get(code)
        if heir:
            pieces[heir][code] = shape
    for code in register.communes.keys() - pieces.keys():
        parts = outlines.parts.get(code, {})
        if parts and all(shape is not None for shape in parts.values()):
            pieces[code] = dict(parts)
    shapes, rebuilt = {}, {}
    for code, found in sorted(pieces.items()):
        if list(found) == [code]:
            shapes[code] = found[code]
        else:
            shapes[code] = shapely.union_all(list(found.values()))
            rebuilt[code] = tuple(sorted(found))
    return shapes, rebuilt


def unmatched(outlines: Outlines, register: Register) -> tuple[str, ...]:
    """Codes of outlines that are neither a present commune nor known to have become one."""
    known = register.communes.keys() | register.former.keys()
    return tuple(sorted(outlines.communes.keys() - known))


def repair(
    shapes: Shapes,
    mergers: Collection[str],
    owners: Collection[str] | None = None,
    elsewhere: Shapes | None = None,
) -> Repaired:
    """Fills the holes of the cover and cleans it.

    `mergers` are the communes known to lack a part of their outline; with `owners`, only the holes
    that touch one of these communes are filled (the rest of the cover is there to bound them).
    `elsewhere` are outlines outside the cover: a hole that one of them fills is an enclave.
    """
    codes = list(shapes)
    cover = np.array(list(shapes.values()), dtype=object)
    tree, found, enclaves = shapely.STRtree(cover), [], []
    for hole in enclosed_holes(cover):
        touching = [codes[index] for index in _by_shared_length(hole, cover, tree)]
        if owners is not None and not set(touching) & set(owners):
            continue
        if name := _foreign(hole):
            enclaves.append(name)
        elif not _occupant(hole, elsewhere or {}):
            found.append((hole, _chosen(hole, touching, mergers)))
    filled = _filled(dict(zip(codes, cover, strict=True)), found)
    cleaned = shapely.coverage_clean(np.array(list(filled.values()), dtype=object))
    named = [chosen for _, chosen in found if chosen.area >= NAMED_AREA]
    return Repaired(
        outlines={
            code: shape for code, shape in zip(codes, cleaned, strict=True) if not shape.is_empty
        },
        holes=tuple(sorted(named, key=lambda hole: -hole.area)),
        slivers=len(found) - len(named),
        enclaves=tuple(enclaves),
    )


def neighbours_inside(home: Collection[str], outlines: Shapes) -> dict[str, float]:
    """The communes outside `home` that it encloses, with the area enclosed (km²): real holes."""
    around = {code: outlines[code] for code in outlines if code not in home}
    found = {}
    for hole in enclosed_holes(outlines[code] for code in outlines if code in home):
        if commune := _occupant(hole, around):
            found[commune] = round(area(hole), 2)
    return found


def enclosed_holes(cover: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
    """The areas that a cover surrounds without covering them."""
    parts = shapely.get_parts(shapely.union_all(np.asarray(list(cover), dtype=object)))
    rings, of_part = shapely.get_rings(parts, return_index=True)
    first = np.r_[True, of_part[1:] != of_part[:-1]] if len(rings) else np.array([], bool)
    return list(shapely.polygons(rings[~first]))


def area(shape: shapely.Geometry) -> float:
    """Area in km² of an outline in degrees, measured on the ellipsoid."""
    return areas({"": shape})[""]


def areas(shapes: Shapes) -> dict[str, float]:
    """The same for many outlines at once."""
    flat = shapely.transform(np.array(list(shapes.values()), dtype=object), equal_area)
    return dict(zip(shapes, (shapely.area(flat) / 1e6).tolist(), strict=True))


def _chosen(hole: shapely.Geometry, touching: list[str], mergers: Collection[str]) -> HoleRepair:
    """`touching` is sorted by length of border: the longest wins, among the mergers if any."""
    known = [code for code in touching if code in mergers]
    return HoleRepair(
        commune=(known or touching)[0],
        area=round(area(hole), 2),
        weak=not known,
        touching=tuple(touching),
    )


def _filled(shapes: Shapes, found: list[tuple[shapely.Geometry, HoleRepair]]) -> Shapes:
    given = defaultdict(list)
    for hole, chosen in found:
        given[chosen.commune].append(hole)
    return shapes | {
        code: shapely.union_all([shapes[code], *holes]) for code, holes in given.items()
    }


def _occupant(hole: shapely.Geometry, around: Shapes) -> str:
    """The commune of `around` that lies in the hole, or nothing."""
    inside = shapely.point_on_surface(hole)
    return next((code for code, shape in around.items() if shapely.intersects(shape, inside)), "")


def _by_shared_length(
    hole: shapely.Geometry, cover: np.ndarray, tree: shapely.STRtree
) -> list[int]:
    """Positions in the cover of what touches the hole, the longest common border first."""
    ring = shapely.boundary(hole)
    near = tree.query(shapely.buffer(hole, TOUCH), predicate="intersects")
    shared = shapely.intersection(shapely.buffer(cover[near], TOUCH), ring)
    lengths = shapely.length(shapely.transform(shared, _local_metres(hole)))
    return [int(near[i]) for i in sorted(range(len(near)), key=lambda i: (-lengths[i], near[i]))]


def _local_metres(shape: shapely.Geometry):
    """Degrees to metres around a shape: enough to compare lengths a few kilometres apart."""
    narrowing = np.cos(np.radians(shapely.get_y(shapely.centroid(shape))))
    return lambda points: np.radians(points) * SEMI_MAJOR * np.array([narrowing, 1.0])


def _foreign(hole: shapely.Geometry) -> str:
    return next((name for name, at in FOREIGN_ENCLAVES.items() if shapely.covers(hole, at)), "")
