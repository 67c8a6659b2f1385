"""What the screens of surveys show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from observatoire.surveys.questionnaire import (
    Kind,
    Question,
    Questionnaire,
    Section,
    Tally,
    value_at,
)

NB = "\u00a0"
TEMPLATES = {
    Kind.SINGLE: "choices",
    Kind.SATISFACTION: "choices",
    Kind.MULTIPLE: "choices",
    Kind.SCALE: "scale",
    Kind.RECOMMENDATION: "scale",
    Kind.MATRIX: "matrix",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.TEXT: "text",
    Kind.GRID: "grid",
    Kind.TOTAL: "total",
}


@dataclass(frozen=True)
class Box:
    """One answer that can be ticked."""

    code: str
    label: str
    is_ticked: bool
    name: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a matrix."""

    label: str
    name: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Cell:
    """A number of a grid, and what it was the time before."""

    name: str
    label: str
    value: str
    before: str


@dataclass(frozen=True)
class GridLine:
    label: str
    cells: tuple[Cell, ...]
    total: str


@dataclass(frozen=True)
class Field:
    """A question as the form asks it."""

    question: Question
    name: str
    template: str
    value: str
    fault: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    grid: tuple[GridLine, ...] = ()
    totals: tuple[str, ...] = ()  # of each column, then of all
    before: str = ""
    only_if: str = ""
    needs: str = ""  # the question it depends on, and its answers, for the page's script
    among: str = ""

    @property
    def is_multiple(self) -> bool:
        return self.question.kind is Kind.MULTIPLE


@dataclass(frozen=True)
class Part:
    section: Section
    fields: tuple[Field, ...]


def present_form(
    questionnaire: Questionnaire,
    values: Mapping,
    faults: Mapping[str, str],
    previous: Mapping | None = None,
) -> list[Part]:
    """`previous`: what was answered the time before, shown beside."""
    before = previous or {}
    return [
        Part(one, tuple(_field(questionnaire, q, values, faults, before) for q in one.questions))
        for one in questionnaire.sections
    ]


def _field(questionnaire: Questionnaire, one: Question, values, faults, previous) -> Field:
    value, name = values.get(one.code), f"q-{one.code}"
    before = previous.get(one.code)
    needs = f"q-{one.condition.question}" if one.condition else ""
    return Field(
        question=one,
        name=name,
        template=f"surveys/fields/{TEMPLATES[one.kind]}.html",
        value=_typed(one, value),
        fault=faults.get(one.code, ""),
        boxes=() if one.kind is Kind.MATRIX else _boxes(one, value),
        grid=_grid(one, value or {}, before or {}) if one.kind is Kind.GRID else (),
        totals=_totals(one, value or {}) if one.has_totals else (),
        before=_said(one, before),
        lines=_lines(one, value or {}, name) if one.kind is Kind.MATRIX else (),
        only_if=_condition(questionnaire, one),
        needs=needs,
        among=" ".join(one.condition.among) if one.condition else "",
    )


def _typed(one: Question, value) -> str:
    if one.is_counted or value is None:
        return ""
    if one.kind is Kind.GRID:
        return ""
    return _number(value) if one.kind in {Kind.NUMBER, Kind.TOTAL} else str(value)


def _number(value) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _said(one: Question, before) -> str:
    """The answer of the time before, in words; a grid says its own beside each cell."""
    if before is None or one.kind in {Kind.GRID, Kind.MATRIX}:
        return ""
    held = before if isinstance(before, list) else [before]
    if one.is_counted:
        return ", ".join(one.label_of(str(code)) for code in held)
    return _typed(one, before)


def _grid(one: Question, value: Mapping, before: Mapping) -> tuple[GridLine, ...]:
    return tuple(
        GridLine(
            row.label,
            tuple(
                Cell(
                    f"q-{one.code}.{row.code}.{column.code}",
                    f"{row.label}, {column.label}",
                    _number(value.get(row.code, {}).get(column.code)),
                    _number(before.get(row.code, {}).get(column.code)),
                )
                for column in one.columns
            ),
            _number(value_at(f"{one.code}.{row.code}.*", {one.code: value})),
        )
        for row in one.rows
    )


def _totals(one: Question, value: Mapping) -> tuple[str, ...]:
    places = [*(column.code for column in one.columns), "*"]
    return tuple(_number(value_at(f"{one.code}.*.{place}", {one.code: value})) for place in places)


def _boxes(one: Question, value) -> tuple[Box, ...]:
    held = value if isinstance(value, list) else [value]
    return tuple(Box(box.code, box.label, box.code in held) for box in one.choices)


def _lines(one: Question, value: Mapping, name: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            row.label,
            f"{name}.{row.code}",
            tuple(Box(box.code, box.label, value.get(row.code) == box.code) for box in one.choices),
        )
        for row in one.rows
    )


def _condition(questionnaire: Questionnaire, one: Question) -> str:
    """Said in words, for who reads without scripts."""
    if one.condition is None:
        return ""
    asked = questionnaire.question(one.condition.question)
    words = " ou ".join(f"«{NB}{asked.label_of(code)}{NB}»" for code in one.condition.among)
    return f"Seulement si vous avez répondu {words} à la question «{NB}{asked.label}{NB}»."


def present_faults(questionnaire: Questionnaire, faults: Mapping[str, str]) -> list[dict]:
    """In the order of the form, each one leading to its question."""
    return [
        {"anchor": f"q-{one.code}", "label": one.label, "sentence": faults[one.code]}
        for one in questionnaire.questions
        if one.code in faults
    ]


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    percent: str
    width: float  # of a drawing a hundred wide


@dataclass(frozen=True)
class Shown:
    """What was answered to a question: a sentence, a table whose bars are drawn, or why not."""

    code: str
    label: str
    row: str
    sentence: str
    bars: tuple[Bar, ...] = ()
    is_text: bool = False
    texts: tuple[str, ...] = ()


def percent(share: float | None) -> str:
    """« 62 % », « moins de 1 % »; nothing where there is no share."""
    if share is None:
        return ""
    rounded = round(100 * share)
    return f"moins de 1{NB}%" if share and not rounded else f"{rounded}{NB}%"


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",").removesuffix(",0")


def present_tallies(
    tallies: Sequence[Tally], texts: Mapping[str, Sequence[str]] | None = None
) -> list[Shown]:
    return [_shown(one, tuple((texts or {}).get(one.code, ()))) for one in tallies]


def _shown(one: Tally, texts: tuple[str, ...]) -> Shown:
    bars = tuple(
        Bar(part.label, part.number, percent(part.share), round(100 * part.share, 1))
        for part in one.counts
    )
    is_text = one.kind is Kind.TEXT
    return Shown(one.code, one.label, one.row, _sentence(one), bars, is_text, texts)


def _sentence(one: Tally) -> str:
    """The text alternative of the drawing, computed from the same numbers."""
    if one.hidden:
        return "Trop peu de réponses pour être montrées."
    answered = f"{one.answered} réponse{'s' if one.answered > 1 else ''}"
    if one.asked > one.answered:
        answered += f" sur {one.asked} personnes à qui elle était posée"
    if one.satisfied is not None:
        minds = f"{percent(one.satisfied)} de satisfaits, «{NB}sans avis{NB}» mis à part"
        return f"{minds}\u00a0; {answered}."
    if one.score is not None:
        return f"Score de {one.score:+d}, entre −100 et +100\u00a0; {answered}."
    if one.mean is not None:
        return f"En moyenne {decimal(one.mean)}, médiane {decimal(one.median)}\u00a0; {answered}."
    if one.counts:
        first = max(one.counts, key=lambda part: part.number)
        return f"D’abord «{NB}{first.label}{NB}» ({percent(first.share)})\u00a0; {answered}."
    return f"{answered[:1].upper()}{answered[1:]}."


def table_of(tallies: Sequence[Tally]) -> tuple[list[str], list[list]]:
    """Results as lines: a question, an answer, how many, which share."""
    header = ["question", "ligne", "reponse", "effectif", "part", "reponses", "moyenne"]
    rows: list[list] = []
    for one in tallies:
        start = [one.label, one.row]
        mean = "" if one.mean is None else round(one.mean, 2)
        if one.hidden:
            rows.append([*start, "moins de 5 réponses", "", "", "", ""])
        elif not one.counts:
            rows.append([*start, "", "", "", one.answered, mean])
        for part in one.counts:
            share = round(part.share, 4)
            rows.append([*start, part.label, part.number, share, one.answered, mean])
    return header, rows


def table_of_answers(questionnaire: Questionnaire, answers: Sequence[Mapping]) -> tuple:
    """Answer by answer: a column a question, a row of a matrix, a cell of a grid."""
    places = [place for one in questionnaire.questions for place in _places(one)]
    header = [".".join(place) for place in places]
    return header, [[_cell(place, answer) for place in places] for answer in answers]


def _places(one: Question) -> list[tuple[str, ...]]:
    if one.kind is Kind.MATRIX:
        return [(one.code, row.code) for row in one.rows]
    if one.kind is Kind.GRID:
        return [(one.code, row.code, column.code) for row in one.rows for column in one.columns]
    return [(one.code,)]


def _cell(place: tuple[str, ...], answer: Mapping):
    value = answer
    for code in place:
        value = (value or {}).get(code)
    return "|".join(value) if isinstance(value, list) else ("" if value is None else value)


def french(rows: Sequence[Sequence]) -> list[list]:
    """Numbers as French spreadsheets read them."""
    return [
        [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row]
        for row in rows
    ]
