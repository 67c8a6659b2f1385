"""The map as a picture: the départements, a dot a place (a commune where there are many)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.conf import settings

from observatoire.food_aid.queries.atlas import STATES, Atlas
from observatoire.food_aid.queries.ground import OVERSEAS, communes, rings
from stats.territory.projection import lambert93

WIDTH = 600
MOST_DOTS = 400
MARGIN = 12


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    label: str
    address: str
    state: str


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    outlines: list[str]
    dots: list[Dot]
    is_grouped: bool
    rounds: list[str]


def draw(atlas: Atlas, rows: np.ndarray, states: np.ndarray, stops=()) -> Drawing | None:
    """None where the region has no outline to draw on."""
    found = {} if settings.REGION in OVERSEAS else rings("departement")
    if not found:
        return None
    points = np.vstack([ring for one in found.values() for ring in one])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (WIDTH - 2 * MARGIN) / (high[0] - low[0])

    def pixels(metres: np.ndarray) -> np.ndarray:
        return np.column_stack(
            [MARGIN + (metres[:, 0] - low[0]) * scale, MARGIN + (high[1] - metres[:, 1]) * scale]
        )

    placed = rows[~np.isnan(atlas.latitude[rows])]
    is_grouped = len(placed) > MOST_DOTS
    dots = _communes(atlas, placed, pixels) if is_grouped else _dots(atlas, placed, states, pixels)
    return Drawing(
        WIDTH,
        round(2 * MARGIN + (high[1] - low[1]) * scale),
        [_path([pixels(ring) for ring in one]) for one in found.values()],
        dots,
        is_grouped,
        [_line(pixels(lambert93(np.array(line)))) for line in stops if len(line) > 1],
    )


def _dots(atlas: Atlas, rows: np.ndarray, states: np.ndarray, pixels) -> list[Dot]:
    if not len(rows):
        return []
    spots = pixels(lambert93(np.column_stack([atlas.longitude[rows], atlas.latitude[rows]])))
    return [
        Dot(
            round(float(x), 1),
            round(float(y), 1),
            5,
            f"{atlas.names[row]}, {atlas.commune_names[row]}",
            f"/aide-alimentaire/lieux/{atlas.slugs[row]}/",
            STATES[states[row]],
        )
        for row, (x, y) in zip(rows.tolist(), spots, strict=True)
    ]


def _communes(atlas: Atlas, rows: np.ndarray, pixels) -> list[Dot]:
    known = communes()
    codes, counts = np.unique(atlas.communes[rows], return_counts=True)
    pairs = [
        (known[code], int(n))
        for code, n in zip(codes.tolist(), counts, strict=True)
        if code in known and known[code].centre
    ]
    if not pairs:
        return []
    centres = np.array([(one.centre[1], one.centre[0]) for one, _ in pairs])
    return [
        Dot(
            round(float(x), 1),
            round(float(y), 1),
            round(min(22, 3 + 1.6 * n**0.5), 1),
            f"{one.name}\u00a0: {n} lieu{'x' if n > 1 else ''}",
            f"/aide-alimentaire/?commune={one.code}&rayon=5",
            "groupe",
        )
        for (one, n), (x, y) in zip(pairs, pixels(lambert93(centres)), strict=True)
    ]


def _path(pieces: list[np.ndarray]) -> str:
    return "".join("M" + _joined(one) + "Z" for one in pieces)


def _line(points: np.ndarray) -> str:
    return "M" + _joined(points)


def _joined(points: np.ndarray) -> str:
    """Half a pixel is enough: what would be drawn on the same spot is left out."""
    found: list[str] = []
    for x, y in np.round(points * 2).astype(int) / 2:
        told = f"{x:g},{y:g}"
        if not found or found[-1] != told:
            found.append(told)
    return "L".join(found)
