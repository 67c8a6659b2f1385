"""One indicator on a map: classes from light to dark; what is secret or missing apart.

Outlines are TopoJSON in flat metres, drawn as they are (no projection but turning the y axis).
With few territories the value is written on each, and no legend repeats it; with many, the legend
speaks alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from stats.catalogue.model import Indicator, Theme
from stats.drawing.classes import (
    Classes,
    Method,
    class_labels,
    fixed_classes,
    jenks_classes,
    quantile_classes,
)
from stats.drawing.live import legend_entry
from stats.drawing.outlines import OBJECT, Outline, aspect, read_outlines
from stats.drawing.palette import BLUE, CENSORED, INK, MISSING, PAPER, SECRET, sequential, text_on
from stats.drawing.specification import specification
from stats.grid import Grid
from stats.observation import Observation
from stats.secrecy import require_protected
from stats.statuses import SECRET as SECRET_STATUSES
from stats.statuses import Status
from stats.words import (
    Directory,
    as_published,
    at_floor,
    floor_text,
    format_number,
    format_observation,
    format_value,
    text_alternative,
)
from stats.words.numbers import NB_SPACE, rounded, short_unit

SECRET_LABEL = "Secret statistique"
MISSING_LABEL = "Sans valeur connue ici"
CENSORED_LABEL = "Borne seulement, sans valeur"
SHORT_LABELS = {SECRET_LABEL: "secret", CENSORED_LABEL: "borne", MISSING_LABEL: "–"}
APART = {SECRET_LABEL: SECRET, CENSORED_LABEL: CENSORED, MISSING_LABEL: MISSING}
NAMED_UP_TO = 12


def choropleth(
    indicator: Indicator,
    grid: Grid,
    topology: dict,
    territories: Directory,
    *,
    title: str = "",
    subtitle: str = "",
    bounds: Sequence[float] = (),
    classes: int = 5,
    method: Method = Method.QUANTILES,
    chosen: str | None = None,
    links: Mapping[str, str] | None = None,
    theme: Theme | None = None,
    width: int = 440,
) -> dict:
    """A Vega-Lite specification of a protected grid of one period and one level (else ValueError).

    At most `classes` classes, found by `method`; `bounds` fixes them, and with the fixed method
    they all keep their colour, filled or not. `links` gives an address by code; `chosen` is
    outlined. A territory of the topology that the grid lacks is missing.
    """
    require_protected(grid)
    (period,) = grid.periods
    outlines = read_outlines(topology)
    cells = {code: grid.cell((level, code), period) for level, code in grid.territories}
    shown = {outline.code: cells.get(outline.code) for outline in outlines}
    indicator = as_published(indicator, [cell for cell in shown.values() if cell is not None])
    values = [cell.value for cell in shown.values() if cell is not None and cell.known]
    found = _classes(indicator, values, bounds, classes, method)
    scale = _Scale(indicator, values, found, theme)
    rows = [_row(indicator, outline, shown[outline.code], scale, links) for outline in outlines]
    drawn = specification(text_alternative(indicator, grid, territories), title, subtitle)
    drawn["width"], drawn["height"] = width, round(width * aspect(topology))
    drawn["projection"] = {"type": "identity", "reflectY": True}
    drawn["padding"] = 4
    entries, colours, texts = scale.legend(Counter(row["classe"] for row in rows))
    legend = [
        legend_entry(texts.get(entry, entry), colour)
        for entry, colour in zip(entries, colours, strict=True)
    ]
    drawn["usermeta"] = {"legende": legend}
    drawn["layer"] = [_surfaces(topology, rows, scale, len(rows), links)]
    if chosen is not None:
        drawn["layer"].append(_chosen(topology, chosen))
    if len(rows) <= NAMED_UP_TO:
        drawn["layer"] += _written(rows)
        drawn["layer"][0]["encoding"]["color"]["legend"] = None
    return drawn


class _Scale:
    """The labels of the legend, in their order, and the colour of each."""

    def __init__(
        self, indicator: Indicator, values: list[float], classes: Classes, theme: Theme | None
    ) -> None:
        self.classes = classes
        self.labels = class_labels(indicator, values, classes) if values else []
        self.colours = list(sequential(classes.count, theme)) if values else []
        self.indicator, self.decimals = indicator, indicator.decimals
        self.floor = floor_text(indicator) if indicator.floor else ""
        self.apart = {SECRET_LABEL: SECRET, self.floor or CENSORED_LABEL: CENSORED} | APART

    def label(self, cell: Observation | None) -> str:
        if cell is None:
            return MISSING_LABEL
        if cell.status in SECRET_STATUSES:
            return SECRET_LABEL
        if at_floor(self.indicator, cell):
            return self.floor
        if cell.status is Status.CENSORED:
            return CENSORED_LABEL
        if not cell.known:
            return MISSING_LABEL
        return self.labels[self.classes.of(float(rounded(cell.value, self.decimals)))]

    def colour(self, label: str) -> str:
        if label in self.labels:
            return self.colours[self.labels.index(label)]
        return self.apart[label]

    def legend(self, counts: Counter) -> tuple[list[str], list[str], dict[str, str]]:
        """Entries, their colours, and what is written beside each: the count where none is seen."""
        apart = [label for label in self.apart if counts[label]]
        entries = [*reversed(self.labels), *apart]
        written = {label: f"{label} ({format_number(counts[label])})" for label in apart}
        return entries, [self.colour(label) for label in entries], written


def _classes(
    indicator: Indicator,
    values: list[float],
    bounds: Sequence[float],
    count: int,
    method: Method,
) -> Classes:
    if not values:
        return Classes(())
    if method is Method.FIXED:
        return Classes(tuple(sorted(bounds)), by_bounds=True)
    if method is Method.JENKS:
        return jenks_classes(values, count, indicator.decimals)
    if bounds:
        return fixed_classes(values, bounds)
    return quantile_classes(values, count, indicator.decimals)


def _row(
    indicator: Indicator,
    outline: Outline,
    cell: Observation | None,
    scale: _Scale,
    links: Mapping[str, str] | None,
) -> dict:
    label = scale.label(cell)
    known = cell is not None and cell.known
    value = format_observation(indicator, cell) if cell is not None else label
    name = cell.label if cell is not None and cell.label else outline.name or outline.code
    return {
        "code": outline.code,
        "nom": name,
        "classe": label,
        "valeur": _short(indicator, cell) if known else SHORT_LABELS.get(label, label),
        "infobulle": f"{name}{NB_SPACE}: {value}",
        "x": outline.middle[0],
        "y": outline.middle[1],
        "encre": text_on(scale.colour(label)),
        **({"lien": links[outline.code]} if links and outline.code in links else {}),
    }


def _short(indicator: Indicator, cell: Observation) -> str:
    """What fits on a territory: the number and its symbol; the title says the unit."""
    decimals = as_published(indicator, [cell]).decimals
    return format_value(cell.value, short_unit(indicator.unit), decimals)


def _surfaces(
    topology: dict,
    rows: list[dict],
    scale: _Scale,
    count: int,
    links: Mapping[str, str] | None,
) -> dict:
    entries, colours, written = scale.legend(Counter(row["classe"] for row in rows))
    texts = {entry: written.get(entry, entry) for entry in entries}
    fields = ["nom", "classe", "infobulle", *(["lien"] if links else [])]
    encoding = {
        "color": {
            "field": "classe",
            "type": "nominal",
            "scale": {"domain": entries, "range": colours},
            "legend": {
                "title": None,
                "orient": "right",
                "labelExpr": f"{_javascript(texts)}[datum.label]",
                "labelLimit": 260,
                "symbolStrokeColor": "#929292",
                "symbolStrokeWidth": 0.5,
            },
        },
        "tooltip": {"field": "infobulle"},
        "description": {"field": "infobulle"},
    }
    if links:
        encoding["href"] = {"condition": {"test": "datum.lien", "field": "lien"}, "value": ""}
    return {
        "data": {
            "values": topology,
            "format": {"type": "topojson", "feature": OBJECT},
        },
        "transform": [
            {
                "lookup": "id",
                "from": {
                    "data": {
                        "values": [
                            {k: row[k] for k in ("code", *fields) if k in row} for row in rows
                        ]
                    },
                    "key": "code",
                    "fields": fields,
                },
            }
        ],
        "mark": {
            "type": "geoshape",
            "stroke": PAPER,
            "strokeWidth": 1.5 if count <= NAMED_UP_TO else 0.75 if count <= 100 else 0.3,
            "strokeJoin": "round",
        },
        "encoding": encoding,
    }


def _chosen(topology: dict, code: str) -> dict:
    geometries = topology["objects"][OBJECT]["geometries"]
    one = [geometry for geometry in geometries if geometry["id"] == code]
    objects = {OBJECT: {"type": "GeometryCollection", "geometries": one}}
    used = topology | {"objects": objects}
    return {
        "data": {
            "values": used,
            "format": {"type": "topojson", "feature": OBJECT},
        },
        "mark": {
            "type": "geoshape",
            "filled": False,
            "stroke": INK if not one else BLUE,
            "strokeWidth": 3,
            "strokeJoin": "round",
            "aria": False,
        },
    }


def _written(rows: list[dict]) -> list[dict]:
    """Name and value on each territory, in the ink that its colour lets read."""
    layers = []
    for field, shift, weight, size in (("nom", -9, 400, 11), ("valeur", 8, 700, 14)):
        layers.append(
            {
                "data": {
                    "values": [{k: row[k] for k in (field, "x", "y", "encre")} for row in rows]
                },
                "mark": {
                    "type": "text",
                    "dy": shift,
                    "fontWeight": weight,
                    "fontSize": size,
                    "aria": False,
                },
                "encoding": {
                    "longitude": {"field": "x", "type": "quantitative"},
                    "latitude": {"field": "y", "type": "quantitative"},
                    "text": {"field": field},
                    "color": {"field": "encre", "type": "nominal", "scale": None},
                },
            }
        )
    return layers


def _javascript(texts: Mapping[str, str]) -> str:
    """A Vega expression object of plain texts."""
    pairs = ",".join(f"{_quoted(key)}:{_quoted(value)}" for key, value in texts.items())
    return "({" + pairs + "})"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
