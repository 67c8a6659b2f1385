"""A picture that travels alone: its title above, and below what makes it citable."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from stats.drawing.palette import MENTION

# Signs of a line, for one pixel of width: measured on the fonts of the house.
TITLE_SIGNS = 1 / 8.2
NOTE_SIGNS = 1 / 5.6
FRAME = ("$schema", "description", "background", "config")
LEFT_OUT = ("title", "padding", "autosize", "usermeta")


def captioned(spec: dict, title: str, notes: Sequence[str]) -> dict:
    """The same picture between its title and its notes (source, date, status, address), each on
    as many lines as it needs. The width of the picture decides where lines are cut."""
    width = int(spec["width"])
    inside = {name: value for name, value in spec.items() if name not in (*FRAME, *LEFT_OUT)}
    lines = [line for note in notes for line in _wrapped(note, width * NOTE_SIGNS)]
    inside["title"] = {
        "text": lines,
        "orient": "bottom",
        "anchor": "start",
        "frame": "group",
        "fontSize": 10,
        "fontWeight": 400,
        "lineHeight": 14,
        "color": MENTION,
        "offset": 14,
    }
    framed = {name: spec[name] for name in FRAME if name in spec}
    framed["padding"] = 16
    framed["title"] = {"text": _wrapped(title, width * TITLE_SIGNS) or [""]}
    framed["vconcat"] = [inside]
    return framed


def _wrapped(text: str, signs: float) -> list[str]:
    """Cut between words; an address longer than a line is cut where it must."""
    return textwrap.wrap(text, int(signs), break_on_hyphens=False)
