"""A count by territory as circles whose surface says the number.

A count is never a colour: a large département would look « high » because more people live there.
"""

from __future__ import annotations

from collections.abc import Mapping

from stats.catalogue.model import Indicator, Theme
from stats.drawing.outlines import OBJECT, aspect, read_outlines
from stats.drawing.palette import INK, PAPER, RULE, accent
from stats.drawing.specification import specification
from stats.grid import Grid
from stats.observation import Observation
from stats.secrecy import require_protected
from stats.words import Directory, as_published, format_observation, format_value, text_alternative
from stats.words.numbers import NB_SPACE, short_unit

LARGEST = 6000  # square pixels of the largest circle
NAMED_UP_TO = 12


def circles(
    indicator: Indicator,
    grid: Grid,
    topology: dict,
    territories: Directory,
    *,
    title: str = "",
    links: Mapping[str, str] | None = None,
    theme: Theme | None = None,
    width: int = 440,
) -> dict:
    """A Vega-Lite specification of a protected grid of one period and one level (else ValueError).

    The surface of a circle is proportional to the value, zero having none; a territory without a
    number has no circle and says why. `links` gives an address by code.
    """
    require_protected(grid)
    (period,) = grid.periods
    cells = {code: grid.cell((level, code), period) for level, code in grid.territories}
    rows = [
        _row(indicator, outline.code, outline.name, outline.middle, cells.get(outline.code), links)
        for outline in read_outlines(topology)
    ]
    drawn = specification(text_alternative(indicator, grid, territories), title)
    drawn["width"], drawn["height"] = width, round(width * aspect(topology))
    drawn["projection"] = {"type": "identity", "reflectY": True}
    drawn["padding"] = 4
    drawn["layer"] = [_ground(topology, rows, links), _circles(rows, accent(theme).main)]
    if len(rows) <= NAMED_UP_TO:
        drawn["layer"] += [_text(rows, "nom", -8, 400, 11), _text(rows, "ecrit", 8, 700, 14)]
    return drawn


def _row(
    indicator: Indicator,
    code: str,
    name: str,
    middle: tuple[float, float],
    cell: Observation | None,
    links: Mapping[str, str] | None,
) -> dict:
    known = cell is not None and cell.known
    said = format_observation(indicator, cell) if cell is not None else "sans valeur publiée"
    named = cell.label if cell is not None and cell.label else name or code
    decimals = as_published(indicator, [cell]).decimals if cell is not None else 0
    return {
        "code": code,
        "nom": named,
        "valeur": cell.value if known else None,
        "ecrit": format_value(cell.value, short_unit(indicator.unit), decimals) if known else "–",
        "infobulle": f"{named}{NB_SPACE}: {said}",
        "x": middle[0],
        "y": middle[1],
        **({"lien": links[code]} if links and code in links else {}),
    }


def _ground(topology: dict, rows: list[dict], links: Mapping[str, str] | None) -> dict:
    """The territories, all of one grey: they carry the names and the links."""
    fields = ["infobulle", *(["lien"] if links else [])]
    encoding = {"tooltip": {"field": "infobulle"}, "description": {"field": "infobulle"}}
    if links:
        encoding["href"] = {"condition": {"test": "datum.lien", "field": "lien"}, "value": ""}
    values = [{key: row[key] for key in ("code", *fields) if key in row} for row in rows]
    return {
        "data": {"values": topology, "format": {"type": "topojson", "feature": OBJECT}},
        "transform": [
            {
                "lookup": "id",
                "from": {"data": {"values": values}, "key": "code", "fields": fields},
            }
        ],
        "mark": {
            "type": "geoshape",
            "fill": "#f2f2f4",
            "stroke": RULE,
            "strokeWidth": 1,
            "strokeJoin": "round",
        },
        "encoding": encoding,
    }


def _circles(rows: list[dict], colour: str) -> dict:
    known = [row for row in rows if row["valeur"] is not None]
    largest = max((row["valeur"] for row in known), default=0) or 1
    values = [
        {"x": row["x"], "y": row["y"], "surface": LARGEST * max(row["valeur"], 0) / largest}
        for row in known
    ]
    return {
        "data": {"values": values},
        "mark": {
            "type": "circle",
            "fill": colour,
            "fillOpacity": 0.35,
            "stroke": colour,
            "strokeWidth": 1.5,
            "strokeOpacity": 1,
            "aria": False,
        },
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
            "size": {"field": "surface", "type": "quantitative", "scale": None},
        },
    }


def _text(rows: list[dict], field: str, shift: int, weight: int, size: int) -> dict:
    return {
        "data": {"values": [{key: row[key] for key in (field, "x", "y")} for row in rows]},
        "mark": {
            "type": "text",
            "dy": shift,
            "fontWeight": weight,
            "fontSize": size,
            "fill": INK,
            "stroke": PAPER,
            "strokeWidth": 0,
            "aria": False,
        },
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
            "text": {"field": field},
        },
    }
