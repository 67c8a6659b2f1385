"""Totals and controls: small sums over answers, written as people write them.

« fin = debut + nouvelles - sorties », « etp <= effectif », « stock <= 1.25 * avant.stock ». A cell
of a grid is « grille.ligne.colonne »; a star stands for every row, or every column; `avant.` is the
value of the time before. A control about what was not answered says nothing.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from observatoire.surveys.questionnaire.model import (
    Control,
    Kind,
    Question,
    Questionnaire,
    Severity,
)

NB = "\u00a0"
BEFORE, REASONS, ASKED = "avant.", "justifications", "controle-"
NAME = r"[a-z][a-z0-9_]*"
PLACE = re.compile(rf"({NAME})(?:\.({NAME}|\*))?(?:\.({NAME}|\*))?")
TERM = re.compile(rf"\s*([+-]?)\s*(?:(\d+(?:[.,]\d+)?)\s*(?:\*\s*)?)?((?:{NAME}[\w.*]*)?)\s*")
SIDES = re.compile(r"(.+?)(<=|>=|!=|=|<|>)([^<>=!]+)")
HOLDS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
# Two sums of decimals that are equal on paper are equal here.
FINE = 6


@dataclass(frozen=True)
class Alert:
    """A control that does not hold; `reason` is what the respondent says of it."""

    control: Control
    question: str
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{ASKED}{self.control.code}"


def with_totals(questionnaire: Questionnaire, values: Mapping) -> dict:
    """The values, and each total of what was answered; what was typed as a total is not read."""
    found = dict(values)
    for question in questionnaire.questions:
        if question.kind is Kind.TOTAL:
            parts = [value_at(part, found) for part in question.parts]
            given = [one for one in parts if one is not None]
            found.pop(question.code, None)
            if given:
                found[question.code] = plain(sum(given))
    return found


def alerts_of(questionnaire: Questionnaire, values: Mapping, previous: Mapping) -> tuple:
    """The controls that do not hold, in the order they are written."""
    reasons = values.get(REASONS, {})
    return tuple(
        Alert(one, _last_asked(questionnaire, one), reasons.get(one.code, ""))
        for one in questionnaire.controls
        if holds(one.expected, values, previous) is False
    )


def holds(expected: str, values: Mapping, previous: Mapping) -> bool | None:
    """None where something that it speaks of was not answered."""
    left, sign, right = SIDES.fullmatch(expected.strip()).groups()
    sides = [_side(left, values, previous), _side(right, values, previous)]
    if None in sides:
        return None
    return HOLDS[sign](round(sides[0], FINE), round(sides[1], FINE))


def _side(text: str, values: Mapping, previous: Mapping) -> float | None:
    total = 0.0
    for sign, factor, place in terms(text):
        value = 1.0
        if place:
            where = previous if place.startswith(BEFORE) else values
            value = value_at(place.removeprefix(BEFORE), where)
        if value is None:
            return None
        total += (-1 if sign == "-" else 1) * factor * value
    return total


def terms(text: str) -> Iterator[tuple[str, float, str]]:
    """(sign, factor, place or nothing). Raises ValueError where it is no sum."""
    at = 0
    while at < len(text):
        read = TERM.match(text, at)
        sign, number, place = read.groups()
        if not (number or place) or (at and not sign):
            raise ValueError(text)
        yield sign, float((number or "1").replace(",", ".")), place
        at = read.end()


def value_at(place: str, values: Mapping) -> float | None:
    """A number, or the sum of the cells that a star names; None where none was given."""
    code, row, column = PLACE.fullmatch(place).groups()
    held = values.get(code)
    if row is None:
        return held if isinstance(held, int | float) else None
    if not isinstance(held, Mapping):
        return None
    rows = held.values() if row == "*" else [held.get(row, {})]
    cells = [
        number
        for cells in rows
        if isinstance(cells, Mapping)
        for name, number in cells.items()
        if column in {"*", None, name}
    ]
    return sum(cells) if cells else None


def plain(value: float) -> int | float:
    value = round(value, FINE)
    return int(value) if value == int(value) else value


def places_in(expected: str) -> list[str]:
    """What a control speaks of. Raises ValueError where it cannot be read."""
    read = SIDES.fullmatch(expected.strip())
    if read is None:
        raise ValueError(expected)
    return [place for side in (read[1], read[3]) for *_, place in terms(side) if place]


def _last_asked(questionnaire: Questionnaire, control: Control) -> str:
    """The question that the control is told at: the last one typed among those it speaks of."""
    spoken = {one.removeprefix(BEFORE).split(".")[0] for one in places_in(control.expected)}
    named = [one for one in questionnaire.questions if one.code in spoken]
    typed = [one.code for one in named if one.kind is not Kind.TOTAL]
    return (typed or [one.code for one in named])[-1]


def is_known(place: str, seen: Mapping[str, Question]) -> bool:
    """Whether a place names a number, a total, or cells of a grid that are asked."""
    read = PLACE.fullmatch(place)
    question = seen.get(read[1]) if read else None
    if question is None:
        return False
    if read[2] is None:
        return question.kind in {Kind.NUMBER, Kind.TOTAL}
    rows = {"*", *(one.code for one in question.rows)}
    columns = {"*", None, *(one.code for one in question.columns)}
    return question.kind is Kind.GRID and read[2] in rows and read[3] in columns


def read_parts(reader, found: dict, node, seen: Mapping[str, Question]) -> dict:
    """What a total adds up, from its text."""
    parts = tuple(
        str(one.value) for one in reader.sequence(found.get("somme", node), "«\u00a0somme\u00a0»")
    )
    for part in parts:
        if not is_known(part, seen):
            reader.fault(node, f"le total cite «{NB}{part}{NB}», qui n’est pas demandé avant.")
    return {"parts": parts}


def read_controls(reader, node, seen: Mapping[str, Question]) -> tuple[Control, ...]:
    if node is None:
        return ()
    controls: list[Control] = []
    for one in reader.sequence(node, "les contrôles"):
        found = reader.mapping(one, {"code", "gravite", "phrase", "attendu"}, "un contrôle")
        code = reader.code(found, one)
        if code in {other.code for other in controls}:
            reader.fault(one, f"le code «{NB}{code}{NB}» sert déjà à un autre contrôle.")
        severity = reader.text(found, "gravite", one, needed=True)
        if severity and severity not in set(Severity):
            reader.fault(
                one,
                f"la gravité «{NB}{severity}{NB}» n’existe pas{NB}; écrire {', '.join(Severity)}.",
            )
            continue
        sentence = reader.text(found, "phrase", one, needed=True, most=500)
        expected = reader.text(found, "attendu", one, needed=True, most=500)
        if expected and severity and _is_readable(reader, one, expected, seen):
            controls.append(Control(code, Severity(severity), sentence, expected))
    return tuple(controls)


def _is_readable(reader, node, expected: str, seen: Mapping[str, Question]) -> bool:
    try:
        places = places_in(expected)
    except ValueError:
        reader.fault(
            node,
            f"«{NB}{expected}{NB}» ne se lit pas{NB}; écrire par exemple "
            f"«{NB}fin = debut + entrees - sorties{NB}».",
        )
        return False
    wrong = [one for one in places if not is_known(one.removeprefix(BEFORE), seen)]
    if wrong or not places:
        reader.fault(
            node, f"le contrôle cite «{NB}{', '.join(wrong)}{NB}», qui n’est pas un nombre demandé."
        )
    return not wrong and bool(places)
