"""Answers counted; what would tell who answered what is left out.

Fewer than FEWEST answers are never described. A group left out is never alone, and never the
difference between two numbers that are shown.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from observatoire.surveys.questionnaire.answering import is_asked
from observatoire.surveys.questionnaire.model import Kind, Question, Questionnaire

FEWEST = 5
FAVOURABLE = {"tres_satisfait", "plutot_satisfait"}
Values = Mapping[str, object]


@dataclass(frozen=True)
class Count:
    """How many gave one answer, and their share of those who answered the question."""

    code: str
    label: str
    number: int
    share: float


@dataclass(frozen=True)
class Tally:
    """What was answered to one question (or to one row of a matrix).

    `hidden` says that too few answered for it to be shown: everything else is then empty.
    """

    code: str
    label: str
    kind: Kind
    asked: int
    answered: int
    counts: tuple[Count, ...] = ()
    mean: float | None = None
    median: float | None = None
    satisfied: float | None = None
    score: int | None = None
    hidden: bool = False
    row: str = ""


def tally(questionnaire: Questionnaire, answers: Sequence[Values]) -> tuple[Tally, ...]:
    """Every question in order; a matrix gives one Tally a row."""
    found: list[Tally] = []
    for question in questionnaire.questions:
        asked = [one for one in answers if is_asked(question, one)]
        if question.kind is Kind.MATRIX:
            found += [_row(question, row, asked) for row in question.rows]
        elif question.kind is Kind.GRID:
            found += [_grid_row(question, row, asked) for row in question.rows]
        else:
            given = [one[question.code] for one in asked if one.get(question.code) is not None]
            found.append(_tally(question, given, len(asked)))
    return tuple(found)


def _row(question: Question, row, asked: Sequence[Values]) -> Tally:
    given = [one.get(question.code, {}).get(row.code) for one in asked]
    return _tally(question, [one for one in given if one], len(asked), row=row.label, of=row.code)


def _grid_row(question: Question, row, asked: Sequence[Values]) -> Tally:
    """The sum of a row, answer by answer: cell by cell is for who reads the file."""
    held = [(one.get(question.code) or {}).get(row.code) for one in asked]
    given = [sum(cells.values()) for cells in held if cells]
    return _tally(question, given, len(asked), row=row.label, of=row.code)


def _tally(question: Question, given: list, asked: int, *, row: str = "", of: str = "") -> Tally:
    named = {
        "code": f"{question.code}.{of}" if of else question.code,
        "label": question.label,
        "kind": question.kind,
        "asked": asked,
        "row": row,
    }
    if len(given) < FEWEST:
        return Tally(**named, answered=len(given), hidden=True)
    named["answered"] = len(given)
    if question.kind in {Kind.NUMBER, Kind.TOTAL, Kind.GRID}:
        return Tally(**named, mean=statistics.fmean(given), median=statistics.median(given))
    if not question.is_counted:
        return Tally(**named)
    return Tally(**named, counts=_counts(question, given), **_measures(question, given))


def _counts(question: Question, given: list) -> tuple[Count, ...]:
    chosen = [code for one in given for code in (one if isinstance(one, list) else [one])]
    return tuple(
        Count(one.code, one.label, number := chosen.count(one.code), number / len(given))
        for one in question.choices
    )


def _measures(question: Question, given: list) -> dict:
    if question.kind is Kind.SATISFACTION:
        minds = [one for one in given if one != "sans_avis"]
        kept = len(minds) >= FEWEST
        return {"satisfied": sum(one in FAVOURABLE for one in minds) / len(minds) if kept else None}
    if question.kind not in {Kind.SCALE, Kind.RECOMMENDATION}:
        return {}
    numbers = [int(one) for one in given]
    found = {"mean": statistics.fmean(numbers), "median": statistics.median(numbers)}
    if question.kind is Kind.RECOMMENDATION:
        for_it, against = sum(n >= 9 for n in numbers), sum(n <= 6 for n in numbers)
        found["score"] = round(100 * (for_it - against) / len(numbers))
    return found


def protected_groups(sizes: Mapping[str, int], fewest: int = FEWEST) -> set[str]:
    """The groups to leave out, so that no difference from the whole describes fewer than `fewest`.

    Each group under the threshold; then, while what is left out together is itself under it, or
    is one group alone that subtraction would give back, the smallest of the others.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < fewest}
    if not hidden:
        return set()
    others = sorted((size, name) for name, size in sizes.items() if size >= fewest)
    while others and (len(hidden) < 2 or sum(sizes[name] for name in hidden) < fewest):
        hidden.add(others.pop(0)[1])
    return hidden


@dataclass(frozen=True)
class Group:
    """One group of respondents, and what it answered; hidden questions are hidden there too."""

    code: str
    label: str
    tallies: tuple[Tally, ...]


NO_ANSWER = "sans_reponse"


def by_group(
    questionnaire: Questionnaire, answers: Sequence[Values], code: str
) -> tuple[Group, ...]:
    """The answers to every question, by the answer to one of them.

    Protection is decided question by question, on those who answered it: a small group that one
    subtraction would give back hides the smallest of the others.
    """
    question = questionnaire.question(code)
    names = {one.code: one.label for one in question.choices} | {NO_ANSWER: "Sans réponse"}
    parts = {name: [] for name in names}
    for one in answers:
        parts[str(one.get(code) or NO_ANSWER)].append(one)
    found = {name: tally(questionnaire, part) for name, part in parts.items() if part}
    shown = {name: list(tallies) for name, tallies in found.items()}
    for rank, _ in enumerate(tally(questionnaire, ())):
        sizes = {name: tallies[rank].answered for name, tallies in found.items()}
        for name in protected_groups(sizes):
            shown[name][rank] = _hidden(shown[name][rank])
    return tuple(Group(name, names[name], tuple(tallies)) for name, tallies in shown.items())


def _hidden(one: Tally) -> Tally:
    """How many answered is hidden with the rest: it would give back the number next to it."""
    return Tally(one.code, one.label, one.kind, 0, 0, hidden=True, row=one.row)
