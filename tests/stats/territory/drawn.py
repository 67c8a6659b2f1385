"""Reads a TopoJSON back, naively, so that the tests judge the file itself."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import shapely


def document(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def compressed_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def polygons(path: Path) -> dict[str, shapely.Geometry]:
    """Code → outline in metres, its arcs put end to end."""
    drawn = document(path)
    scale, origin = drawn["transform"]["scale"], drawn["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in drawn["arcs"]]
    return {
        shape["id"]: shapely.multipolygons([_polygon(rings, arcs) for rings in _parts(shape)])
        for shape in drawn["objects"]["territoires"]["geometries"]
    }


def arc_uses(path: Path) -> Counter[int]:
    """How many times each arc is used, whichever way it is followed."""
    drawn = document(path)
    uses = Counter({arc: 0 for arc in range(len(drawn["arcs"]))})
    for shape in drawn["objects"]["territoires"]["geometries"]:
        for rings in _parts(shape):
            uses.update(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    return uses


def _parts(shape: dict) -> list:
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def _polygon(rings: list, arcs: list[np.ndarray]) -> shapely.Geometry:
    lines = [np.vstack([arcs[a] if a >= 0 else arcs[~a][::-1] for a in ring]) for ring in rings]
    return shapely.Polygon(lines[0], lines[1:])
