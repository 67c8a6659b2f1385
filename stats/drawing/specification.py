"""What every Vega-Lite specification of the house shares: paper, fonts, French numbers."""

from __future__ import annotations

from stats.drawing.palette import FAINT, INK, MENTION, PAPER, RULE, TEXT
from stats.drawing.svg import FONT
from stats.words.numbers import NB_SPACE, THOUSANDS

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LOCALE = {
    "decimal": ",",
    "thousands": THOUSANDS,
    "grouping": [3],
    "currency": ["", f"{NB_SPACE}€"],
    "percent": f"{NB_SPACE}%",
    "minus": "\u2212",
}


def specification(description: str, title: str = "", subtitle: str = "") -> dict:
    """The beginning of a specification: its words for those who do not see it, its look."""
    started = {
        "$schema": SCHEMA,
        "description": description,
        "background": PAPER,
        "config": _config(),
    }
    if title:
        started["title"] = {"text": title, "subtitle": subtitle} if subtitle else {"text": title}
    return started


def _config() -> dict:
    return {
        "font": FONT,
        "locale": {"number": LOCALE},
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": 16,
            "fontWeight": 700,
            "color": INK,
            "subtitleColor": MENTION,
            "subtitleFontSize": 12,
            "subtitlePadding": 6,
            "offset": 16,
        },
        "axis": {
            "labelColor": MENTION,
            "labelFontSize": 12,
            "titleColor": MENTION,
            "titleFontWeight": 400,
            "titleFontSize": 12,
            "domainColor": RULE,
            "tickColor": RULE,
            "gridColor": FAINT,
        },
        "legend": {
            "labelColor": TEXT,
            "labelFontSize": 12,
            "titleColor": TEXT,
            "titleFontSize": 12,
            "titleFontWeight": 700,
            "symbolType": "square",
            "symbolSize": 180,
            "rowPadding": 4,
        },
    }
