"""What a drawing must know of a TopoJSON file: its shape on paper, where a name may be written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

OBJECT = "territoires"


@dataclass(frozen=True)
class Outline:
    """One territory of a file: its code, its name, and the middle of its largest piece."""

    code: str
    name: str
    middle: tuple[float, float]


def read_outlines(topology: dict) -> list[Outline]:
    """The territories of a topology, in the order of the file. Coordinates are in its metres."""
    arcs = _arcs(topology)
    return [
        Outline(
            geometry["id"], geometry.get("properties", {}).get("name", ""), _middle(geometry, arcs)
        )
        for geometry in topology["objects"][OBJECT]["geometries"]
    ]


def aspect(topology: dict) -> float:
    """Height divided by width of everything in the file."""
    points = np.vstack(_arcs(topology))
    width, height = points.max(axis=0) - points.min(axis=0)
    return float(height / width)


def _arcs(topology: dict) -> list[np.ndarray]:
    transform = topology.get("transform")
    decoded = []
    for arc in topology["arcs"]:
        points = np.asarray(arc, dtype=np.float64)
        if transform:
            points = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
        decoded.append(points)
    return decoded


def _middle(geometry: dict, arcs: list[np.ndarray]) -> tuple[float, float]:
    """The centre of gravity of the largest ring; (0, 0) where there is no surface."""
    polygons = geometry.get("arcs", [])
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    largest, middle = 0.0, (0.0, 0.0)
    for polygon in polygons:
        ring = np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in polygon[0]])
        area, centre = _centre(ring)
        if area > largest:
            largest, middle = area, centre
    return middle


def _centre(ring: np.ndarray) -> tuple[float, tuple[float, float]]:
    origin = ring[0]
    x, y = (ring - origin).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    if not area:
        return 0.0, (0.0, 0.0)
    along = ((x[:-1] + x[1:]) * cross).sum() / (6 * area)
    across = ((y[:-1] + y[1:]) * cross).sum() / (6 * area)
    return abs(float(area)), (float(origin[0] + along), float(origin[1] + across))


def read_rings(topology: dict) -> dict[str, list[np.ndarray]]:
    """The rings of each territory, points × 2 in metres, holes included, by code."""
    arcs = _arcs(topology)
    found: dict[str, list[np.ndarray]] = {}
    for geometry in topology["objects"][OBJECT]["geometries"]:
        polygons = geometry.get("arcs", [])
        if geometry.get("type") == "Polygon":
            polygons = [polygons]
        found[geometry["id"]] = [
            np.vstack([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring])
            for polygon in polygons
            for ring in polygon
        ]
    return found
