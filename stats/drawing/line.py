"""One indicator over time: the chosen territory strong, references grey, breaks as gaps.

Numbers are joined where one step separates them; where periods are missing the line is dashed;
where the way of counting changed there is no line, and a note says so. Each line carries its name
at its end: there is no legend to look up.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from stats.catalogue.model import Indicator
from stats.drawing.palette import BLUE, MENTION, PAPER, REFERENCE
from stats.drawing.segments import known_points, steps
from stats.drawing.specification import specification
from stats.drawing.spread import shown_bounds
from stats.grid import Grid, type_key
from stats.observation import Observation
from stats.periods import parse_period
from stats.secrecy import require_protected
from stats.statuses import Mark
from stats.words import as_published, format_observation, format_value, series_alternative
from stats.words.numbers import NB_SPACE, short_unit
from stats.words.times import STEPS

LABEL_GAP = 15
LABEL_ROOM = 190
# Marianne is wider than the letters that measured the labels here.
FONT_ROOM = 44
GAP_DASH = [2, 4]
BREAK_NOTE = "Rupture de série"


def line(
    indicator: Indicator,
    grid: Grid,
    chosen: str | type_key,
    *,
    title: str = "",
    subtitle: str = "",
    width: int = 620,
    height: int = 300,
    colour: str = BLUE,
) -> dict:
    """A Vega-Lite specification. `grid` is protected (else ValueError); its territories other
    than `chosen` are the references, in their order. KeyError when `chosen` is not in the grid.
    """
    require_protected(grid)
    strong = grid.territories[grid.row(chosen)]
    described = series_alternative(indicator, grid.names[grid.row(strong)], grid.series(strong))
    drawn = specification(described, title, subtitle)
    drawn["width"], drawn["height"] = max(width - LABEL_ROOM - 60, 200), height
    drawn["autosize"] = {"type": "pad", "contains": "content"}
    drawn["padding"] = {"left": 4, "top": 8, "right": FONT_ROOM, "bottom": 4}
    lines = [(key, known_points(grid.series(key))) for key in grid.territories]
    lines = [(key, known) for key, known in lines if known]
    if not lines:
        drawn["data"] = {"values": []}
        drawn["mark"] = "point"
        return drawn
    rows = [_row(indicator, grid, key, one, key == strong) for key, known in lines for one in known]
    scale = _scale(indicator, [row["y"] for row in rows])
    drawn["layer"] = [
        *_breaks(indicator, rows, scale),
        *_lines(indicator, grid, lines, strong, colour),
        _points(rows, colour),
        *_labels(_placed(rows, scale, height), colour),
    ]
    drawn["encoding"] = {"x": _x_axis(rows), "y": _y_axis(indicator, scale)}
    drawn["resolve"] = {"scale": {"color": "independent", "strokeDash": "independent"}}
    return drawn


def abscissa(code: str) -> float:
    """Where a period stands on an axis of years: a year and a stock at its end on the year, a
    quarter or a month where it begins."""
    period = parse_period(code)
    match period.rhythm:
        case "trimestre":
            return period.year + (int(code[-1]) - 1) / 4
        case "semestre":
            return period.year + (int(code[-1]) - 1) / 2
        case "mois":
            return period.year + (int(code[-2:]) - 1) / 12
        case "jour" if not code.endswith("-12-31"):
            return period.end
    return float(period.year)


def _row(indicator: Indicator, grid: Grid, key: type_key, one: Observation, strong: bool) -> dict:
    shown = as_published(indicator, [one])
    value = format_observation(indicator, one)
    short = format_value(one.value, short_unit(indicator.unit), shown.decimals)
    name = grid.names[grid.row(key)]
    marks = [mark.label.lower() for mark in sorted(one.marks)]
    when = parse_period(one.period).label
    return {
        "territoire": name,
        "serie": "/".join(key),
        "x": abscissa(one.period),
        "y": one.value,
        "valeur": short,
        "periode": when,
        "provisoire": Mark.PROVISIONAL in one.marks,
        "fort": strong,
        "infobulle": f"{name}, {when}{NB_SPACE}: {value}"
        + (f" ({', '.join(marks)})" if marks else ""),
    }


def _lines(
    indicator: Indicator,
    grid: Grid,
    lines: Sequence[tuple[type_key, list[Observation]]],
    strong: type_key,
    colour: str,
) -> list[dict]:
    """References first, so that the chosen line lies above them."""
    layers = []
    for key, _ in sorted(lines, key=lambda pair: pair[0] == strong):
        pairs = [step for step in steps(indicator, grid.series(key)) if not step.broken]
        for gap in (False, True):
            values = [
                {
                    "x": abscissa(step.start.period),
                    "y": step.start.value,
                    "x2": abscissa(step.end.period),
                    "y2": step.end.value,
                    "pas": n,
                }
                for n, step in enumerate(pairs)
                if step.gap is gap
            ]
            if values:
                layers.append(_stroke(values, key == strong, colour, GAP_DASH if gap else [1, 0]))
    return layers


def _stroke(values: list[dict], strong: bool, colour: str, dash: list[int]) -> dict:
    """Points of a path, two for each step; steps that touch share a run so that dashes flow."""
    points, run = [], 0
    for position, step in enumerate(values):
        if position and step["x"] != values[position - 1]["x2"]:
            run += 1
        if position == 0 or step["x"] != values[position - 1]["x2"]:
            points.append({"x": step["x"], "y": step["y"], "trait": run})
        points.append({"x": step["x2"], "y": step["y2"], "trait": run})
    return {
        "data": {"values": points},
        "mark": {
            "type": "line",
            "color": colour if strong else REFERENCE,
            "strokeWidth": 3 if strong else 1.5,
            "strokeDash": dash,
            "strokeCap": "round",
            "strokeJoin": "round",
            "aria": False,
        },
        "encoding": {"detail": {"field": "trait"}, "order": {"field": "x"}},
    }


def _points(rows: list[dict], colour: str) -> dict:
    """Each number of the chosen line; of a reference, only the last and the provisional."""
    last = {row["serie"]: row["x"] for row in rows}
    shown = [
        row for row in rows if row["fort"] or row["provisoire"] or row["x"] == last[row["serie"]]
    ]
    dense = sum(row["fort"] for row in rows) > 24
    if dense:
        shown = [row for row in shown if row["provisoire"] or row["x"] == last[row["serie"]]]
    ink = {"condition": {"test": "datum.fort", "value": colour}, "value": REFERENCE}
    return {
        "data": {"values": shown},
        "mark": {"type": "point", "filled": False, "opacity": 1, "strokeWidth": 2},
        "encoding": {
            "stroke": ink,
            "fill": {
                "condition": [
                    {"test": "datum.provisoire", "value": PAPER},
                    {"test": "datum.fort", "value": colour},
                ],
                "value": REFERENCE,
            },
            "size": {"condition": {"test": "datum.fort", "value": 50}, "value": 20},
            "tooltip": {"field": "infobulle"},
            "description": {"field": "infobulle"},
        },
    }


def _placed(rows: list[dict], scale: dict, height: int) -> list[dict]:
    """The last number of each line, its label moved just enough not to cover another."""
    ends = list({row["serie"]: row for row in rows}.values())
    low, high = scale["domain"]
    per_pixel = (high - low) / height
    ends.sort(key=lambda row: row["y"])
    placed: list[dict] = []
    for row in ends:
        lowest = placed[-1]["y_nom"] + LABEL_GAP * per_pixel if placed else low
        placed.append(row | {"y_nom": max(row["y"], lowest)})
    overflow = placed[-1]["y_nom"] - high
    for row in reversed(placed):
        if overflow <= 0:
            break
        row["y_nom"] -= overflow
        below = [one["y_nom"] for one in placed if one["y_nom"] <= row["y_nom"] and one is not row]
        overflow = max(below) + LABEL_GAP * per_pixel - row["y_nom"] if below else 0
    right = max(row["x"] for row in rows)
    return [row | {"x": right, "texte": f"{row['territoire']}  {row['valeur']}"} for row in placed]


def _labels(ends: list[dict], colour: str) -> list[dict]:
    return [
        {
            "data": {"values": [row for row in ends if row["fort"] is strong]},
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 10,
                "fontSize": 13 if strong else 12,
                "fontWeight": 700 if strong else 400,
                "color": colour if strong else MENTION,
                "aria": False,
            },
            "encoding": {
                "y": {"field": "y_nom", "type": "quantitative"},
                "text": {"field": "texte"},
            },
        }
        for strong in (False, True)
    ]


def _breaks(indicator: Indicator, rows: list[dict], scale: dict) -> list[dict]:
    """A light upright before the first period counted in the new way, and its note."""
    first, last = min(row["x"] for row in rows), max(row["x"] for row in rows)
    places = [
        abscissa(one.period) - STEPS[parse_period(one.period).rhythm] / 2
        for one in indicator.breaks
    ]
    places = [{"x": place, "y": scale["domain"][1]} for place in places if first < place < last]
    if not places:
        return []
    return [
        {
            "data": {"values": places},
            "mark": {"type": "rule", "color": REFERENCE, "strokeDash": [1, 3], "aria": False},
            "encoding": {"y": None},
        },
        {
            "data": {"values": [place | {"texte": BREAK_NOTE} for place in places]},
            "mark": {
                "type": "text",
                "align": "center",
                "baseline": "bottom",
                "dy": -4,
                "fontSize": 11,
                "fontStyle": "italic",
                "color": MENTION,
                "aria": False,
            },
            "encoding": {"text": {"field": "texte"}},
        },
    ]


def _x_axis(rows: list[dict]) -> dict:
    first, last = min(row["x"] for row in rows), max(row["x"] for row in rows)
    years = list(range(math.floor(first), math.ceil(last) + 1))
    every = max(1, math.ceil(len(years) / 8))
    shown = [year for year in years if (years[-1] - year) % every == 0 and first <= year <= last]
    return {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [first - 0.01, last + 0.01], "nice": False, "zero": False},
        "axis": {
            "values": shown,
            "format": "d",
            "title": None,
            "grid": False,
            "tickSize": 4,
            "labelPadding": 6,
            "labelFlush": False,
        },
    }


def _y_axis(indicator: Indicator, scale: dict) -> dict:
    short = short_unit(indicator.unit)
    unit = f"{NB_SPACE}{short}" if short else ""
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": scale["domain"], "nice": False, "zero": False},
        "axis": {
            "values": scale["ticks"],
            "format": f",.{scale['decimals']}f",
            "labelExpr": f"datum.label + '{unit}'",
            "title": None,
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
        },
    }


def _scale(indicator: Indicator, values: list[float]) -> dict:
    """Round ticks around the values; from zero when the values are not far from it."""
    low, high = shown_bounds(indicator, min(values), max(values))
    if 0 < low <= 0.4 * high:
        low = 0.0
    rough = ((high - low) or abs(high) or 1.0) / 5
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if low and low - start * step < step / 10:
        start -= 1
    end = max(end, start + 1)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if step / 10**-decimals % 1:
        decimals += 1
    ticks = [round(n * step, 10) for n in range(start, end + 1)]
    return {"domain": [ticks[0], ticks[-1]], "ticks": ticks, "decimals": decimals}
