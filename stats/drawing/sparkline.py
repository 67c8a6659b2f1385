"""A series as a line the height of a word: breaks are gaps, the last number is a dot."""

from __future__ import annotations

from collections.abc import Sequence

from stats.catalogue.model import Indicator
from stats.drawing.palette import BLUE, PAPER
from stats.drawing.segments import known_points, segments
from stats.drawing.spread import shown_bounds
from stats.drawing.svg import picture, points, tag
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Mark

MARGIN = 4.0


def sparkline(
    indicator: Indicator,
    series: Sequence[Observation],
    *,
    width: int = 120,
    height: int = 32,
    colour: str = BLUE,
    title: str = "",
) -> str:
    """SVG text; empty when there are fewer than two numbers. Hidden from screen readers unless
    `title` names it. A provisional last number is a hollow dot."""
    known = known_points(series)
    if len(known) < 2:
        return ""
    places = _places(indicator, known, width, height)
    content = ""
    for run in segments(indicator, series):
        pairs = [places[one.period] for one in run]
        if len(pairs) == 1:
            content += tag("circle", cx=pairs[0][0], cy=pairs[0][1], r=1.5, fill=colour)
            continue
        content += tag(
            "polyline",
            points=points(pairs),
            fill="none",
            stroke=colour,
            stroke_width=1.75,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    x, y = places[known[-1].period]
    hollow = Mark.PROVISIONAL in known[-1].marks
    content += tag(
        "circle",
        cx=x,
        cy=y,
        r=3.0,
        fill=PAPER if hollow else colour,
        stroke=colour,
        stroke_width=1.5,
    )
    return picture(width, height, content, title)


def _places(
    indicator: Indicator, known: Sequence[Observation], width: int, height: int
) -> dict[str, tuple[float, float]]:
    ends = [parse_period(one.period).end for one in known]
    values = [one.value for one in known]
    duration = ends[-1] - ends[0]
    low, high = shown_bounds(indicator, min(values), max(values))
    inner_width, inner_height = width - 2 * MARGIN, height - 2 * MARGIN
    return {
        one.period: (
            MARGIN + inner_width * ((end - ends[0]) / duration if duration else 0.5),
            MARGIN + inner_height * ((high - one.value) / (high - low) if high > low else 0.5),
        )
        for one, end in zip(known, ends, strict=True)
    }
