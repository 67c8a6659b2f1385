"""Writes outlines as TopoJSON: borders are kept once, as arcs that neighbours share.

Coordinates are whole steps of a grid in flat metres (not degrees): draw them with a plane
projection whose y axis is turned over (Vega `identity` with `reflectY`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from topojson import Topology

OBJECT = "territoires"


@dataclass(frozen=True)
class Shape:
    """An outline to draw, in metres."""

    code: str
    name: str
    outline: shapely.Geometry


def write_topology(
    path: Path, shapes: Sequence[Shape], *, step: float, projection: str, source: str
) -> int:
    """Writes `shapes` on a grid of `step` metres; returns the size of the file in bytes."""
    bounds = shapely.total_bounds([shape.outline for shape in shapes])
    origin = np.floor(bounds[:2] / step) * step
    gridded = _on_grid([shape.outline for shape in shapes], origin, step)
    topology = Topology(list(gridded), prequantize=False, shared_coords=True).to_dict()
    arcs = topology["objects"]["data"]["geometries"]
    document = {
        "type": "Topology",
        "projection": projection,
        "source": source,
        "transform": {"scale": [step, step], "translate": origin.tolist()},
        "objects": {
            OBJECT: {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": drawn["type"],
                        "id": shape.code,
                        "properties": {"name": shape.name},
                        "arcs": drawn["arcs"],
                    }
                    for shape, drawn in zip(shapes, arcs, strict=True)
                ],
            }
        },
        "arcs": [_deltas(arc) for arc in topology["arcs"]],
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return path.write_bytes(text.encode())


def _on_grid(outlines: Sequence[shapely.Geometry], origin: np.ndarray, step: float) -> np.ndarray:
    """Outlines in whole steps, without the repeated points and flat rings that rounding makes."""
    rounded = shapely.transform(
        np.asarray(outlines, dtype=object), lambda points: np.rint((points - origin) / step)
    )
    return np.array([_without_flat_rings(shape) for shape in rounded], dtype=object)


def _without_flat_rings(shape: shapely.Geometry) -> shapely.Geometry:
    polygons = []
    for polygon in shapely.get_parts(shape):
        shell, *inner = [_solid(ring) for ring in shapely.get_rings(polygon)]
        if shell is not None:
            polygons.append(shapely.Polygon(shell, [ring for ring in inner if ring is not None]))
    if len(polygons) == 1:
        return polygons[0]
    return shapely.multipolygons(polygons) if polygons else shape


def _solid(ring: shapely.Geometry) -> shapely.Geometry | None:
    """The ring without repeated points, or nothing when rounding has made it flat."""
    flat = shapely.area(shapely.polygons(ring)) == 0
    return None if flat else shapely.remove_repeated_points(ring)


def _deltas(arc: Sequence[Sequence[float]]) -> list[list[int]]:
    points = np.asarray(arc, dtype=np.int64)
    return np.vstack([points[:1], np.diff(points, axis=0)]).tolist()
