"""Movements of communes (Insee, `v_mvt_commune_AAAA.csv`): who became whom, and when.

Only what the present map needs is told here: the commune that a vanished code now belongs to, the
communes that came back, those that absorbed others, and since when a code stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

CREATION, RETURN = 20, 21
MERGERS = frozenset({31, 32, 33})
NEW_CODE = frozenset({41, 50})
BIRTHS = frozenset({CREATION, RETURN, 32}) | NEW_CODE


@dataclass(frozen=True)
class Movement:
    """On `day`, the commune `before` went, in part or whole, into the commune `after`."""

    kind: int
    day: date
    before: str
    after: str
    before_name: str = ""
    after_name: str = ""


def read_movements(rows: Iterable[dict[str, str]]) -> tuple[Movement, ...]:
    """The movements between full communes, in the order of time."""
    found = [
        Movement(
            int(row["MOD"]),
            _day(row["DATE_EFF"]),
            row["COM_AV"].zfill(5),
            row["COM_AP"].zfill(5),
            row.get("LIBELLE_AV", ""),
            row.get("LIBELLE_AP", ""),
        )
        for row in rows
        if row["TYPECOM_AV"] == "COM" and row["TYPECOM_AP"] == "COM"
    ]
    return tuple(sorted(found, key=lambda movement: movement.day))


def heirs(movements: Iterable[Movement], present: Collection[str]) -> dict[str, str]:
    """Vanished code → present commune, through as many mergers and changes of code as it takes."""
    step = {
        move.before: move.after
        for move in movements
        if move.kind in MERGERS | NEW_CODE and move.before != move.after
    }
    found = {}
    for code, current in step.items():
        if code in present:
            continue
        seen = {code}
        while current not in present and current in step and current not in seen:
            seen.add(current)
            current = step[current]
        if current in present:
            found[code] = current
    return found


def returned(movements: Iterable[Movement], present: Collection[str]) -> dict[str, str]:
    """Re-created commune → the commune it was taken from."""
    return {
        move.after: move.before
        for move in movements
        if move.kind == RETURN and move.before != move.after and move.after in present
    }


def merged_since(movements: Iterable[Movement], year: int) -> frozenset[str]:
    """The communes that absorbed another one in `year` or later."""
    return frozenset(
        move.after
        for move in movements
        if move.kind in MERGERS and move.before != move.after and move.day.year >= year
    )


def births(movements: Iterable[Movement]) -> dict[str, date]:
    """Commune → the day it began to stand as it is (its latest creation or change of code)."""
    return {move.after: move.day for move in movements if move.kind in BIRTHS}


def _day(text: str) -> date:
    """« 2025-01-01 », or « 01/01/19 » in older copies."""
    if "/" not in text:
        return date.fromisoformat(text[:10])
    day, month, year = (int(part) for part in text.split("/"))
    if year < 100:
        year += 1900 if year >= 43 else 2000
    return date(year, month, day)
