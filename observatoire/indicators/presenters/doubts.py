"""Doubts on a reading, each with the word that let it through, if any."""

from __future__ import annotations

from collections.abc import Mapping

from observatoire.indicators.models import Import, Waiver
from stats.catalogue import Catalogue


def present_doubts(
    imported: Import, waivers: Mapping[str, Waiver], catalogue: Catalogue
) -> list[dict]:
    """Those that wait for a word come first."""
    lines = [
        {
            "group": one,
            "title": _title(one["indicateur"], catalogue),
            "left": max(0, one["nombre"] - len(one["cas"])),
            "waiver": waivers.get(one["groupe"]),
        }
        for one in imported.report.get("doutes", [])
    ]
    return sorted(lines, key=lambda line: line["waiver"] is not None)


def _title(code: str, catalogue: Catalogue) -> str:
    found = catalogue.indicators.get(code)
    return found.short_title if found else code
