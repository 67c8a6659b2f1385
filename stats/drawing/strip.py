"""Where a territory stands among its like: one dot each on a strip, the chosen one strong."""

from __future__ import annotations

from stats.drawing.palette import BLUE, MENTION, PAPER, REFERENCE, RULE
from stats.drawing.svg import picture, tag
from stats.grid import Grid, type_key
from stats.secrecy import require_protected

MARGIN = 8.0


def strip(
    grid: Grid,
    chosen: str | type_key | None = None,
    *,
    reference: float | None = None,
    width: int = 160,
    height: int = 20,
    colour: str = BLUE,
    title: str = "",
) -> str:
    """SVG text of a protected grid of one period; empty with fewer than two numbers or when the
    values come from several editions. `reference` is a value of the same unit, drawn as a tick."""
    require_protected(grid)
    (period,) = grid.periods or ("",)
    if not period or grid.known.sum() < 2 or not grid.comparable(period):
        return ""
    values = {
        key: float(grid.values[row, 0])
        for row, key in enumerate(grid.territories)
        if grid.known[row, 0]
    }
    bounds = [*values.values(), *([reference] if reference is not None else [])]
    lowest, spread = min(bounds), max(bounds) - min(bounds)
    middle = height / 2

    def place(value: float) -> float:
        return MARGIN + (width - 2 * MARGIN) * ((value - lowest) / spread if spread else 0.5)

    content = tag(
        "line", x1=MARGIN, x2=width - MARGIN, y1=middle, y2=middle, stroke=RULE, stroke_width=2
    )
    if reference is not None:
        x = place(reference)
        content += tag(
            "line", x1=x, x2=x, y1=middle - 7, y2=middle + 7, stroke=MENTION, stroke_width=1.5
        )
    strong = None if chosen is None else grid.territories[grid.row(chosen)]
    for key, value in values.items():
        if key != strong:
            content += tag("circle", cx=place(value), cy=middle, r=3.5, fill=REFERENCE)
    if strong in values:
        content += tag(
            "circle",
            cx=place(values[strong]),
            cy=middle,
            r=6.0,
            fill=colour,
            stroke=PAPER,
            stroke_width=2,
        )
    return picture(width, height, content, title)
