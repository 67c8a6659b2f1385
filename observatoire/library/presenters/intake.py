"""The report of an import, row by row."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.library.models import Intake

SHOWN = 300
WORDS = {
    "nouvelle": ("oui", "Nouvelle"),
    "deja": ("attente", "Déjà là"),
    "refusee": ("non", "Refusée"),
    "incomprise": ("non", "À savoir"),
}


@dataclass(frozen=True)
class Line:
    number: int
    title: str
    state: str
    word: str
    sentence: str
    address: str


def report(intake: Intake) -> dict:
    """What each row becomes, the refused ones first, and how many of each."""
    counts = {name: sum(row[2] == name for row in intake.rows) for name in WORDS}
    order = {"refusee": 0, "incomprise": 1, "nouvelle": 2, "deja": 3}
    rows = sorted(intake.rows, key=lambda row: (order[row[2]], row[0]))
    lines = [_line(intake, row) for row in rows[:SHOWN]]
    return {"counts": counts, "lines": lines, "hidden": max(0, len(rows) - SHOWN)}


def _line(intake: Intake, row: list) -> Line:
    number, title, outcome, sentence, notice = row
    state, word = WORDS[outcome]
    if outcome == "nouvelle" and intake.state == Intake.State.DONE:
        word = "Ajoutée"
    address = f"/gestion/base-documentaire/{notice}/" if notice else ""
    return Line(number, title, state, word, sentence, address)
