"""Where a territory lies: its surface in strong colour on the ground of the region."""

from __future__ import annotations

import numpy as np

from stats.drawing.outlines import read_rings
from stats.drawing.palette import BLUE, PAPER, RULE
from stats.drawing.svg import picture, tag

MARGIN = 2.0


def locator(
    topology: dict,
    code: str,
    ground: dict,
    *,
    width: int = 180,
    title: str = "",
    colour: str = BLUE,
) -> str:
    """SVG text; empty when `code` is not in `topology`. Both topologies are in the same metres.

    `ground` is drawn first, in grey; what of the territory lies outside it is drawn too.
    """
    shapes = read_rings(topology)
    if code not in shapes:
        return ""
    below = read_rings(ground)
    points = np.vstack([ring for rings in (*below.values(), shapes[code]) for ring in rings])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (width - 2 * MARGIN) / (high[0] - low[0])
    height = round((high[1] - low[1]) * scale + 2 * MARGIN)

    def path(rings: list[np.ndarray], **attributes: object) -> str:
        moved = [(ring - [low[0], high[1]]) * [scale, -scale] + MARGIN for ring in rings]
        return tag("path", d="".join(_closed(ring) for ring in moved), **attributes)

    drawn = "".join(
        path(rings, fill=RULE, stroke=PAPER, stroke_width=1) for rings in below.values()
    )
    drawn += path(shapes[code], fill=colour, stroke=colour, stroke_width=1, fill_rule="evenodd")
    return picture(width, height, drawn, title)


def _closed(ring: np.ndarray) -> str:
    """A ring to a tenth of a pixel; points that fall on one another are written once."""
    rounded = np.round(ring, 1)
    keep = np.ones(len(rounded), bool)
    keep[1:] = np.any(rounded[1:] != rounded[:-1], axis=1)
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in rounded[keep]) + "Z"
