"""What someone typed into values, question by question."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from observatoire.surveys.questionnaire.controls import (
    ASKED,
    REASONS,
    Alert,
    alerts_of,
    with_totals,
)
from observatoire.surveys.questionnaire.model import Kind, Question, Questionnaire, Severity

NB = "\u00a0"
REASON_LENGTH = 1_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile("[\\s\u00a0\u202f]")
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")


@dataclass(frozen=True)
class Reading:
    """`values` by question; `faults` by question, each one a sentence; the controls that fail."""

    values: dict
    faults: dict[str, str]
    alerts: tuple[Alert, ...] = ()


def read_answers(
    questionnaire: Questionnaire,
    typed: Mapping[str, Sequence[str]],
    *,
    is_final: bool,
    prefix: str = "q-",
    previous: Mapping | None = None,
) -> Reading:
    """Values of the questions that are asked; a draft may lack required ones.

    A question whose condition does not hold is not asked: what was typed there is dropped. Totals
    are computed, then controls are tried, on these values and on those of the time before.
    """
    values: dict = {}
    faults: dict[str, str] = {}
    for question in questionnaire.questions:
        if not is_asked(question, values):
            continue
        value, fault = _value(question, typed, prefix)
        if value is not None:
            values[question.code] = value
        if fault:
            faults[question.code] = fault
        elif is_final and question.is_required and not _is_complete(question, value):
            faults[question.code] = _missing(question)
    values = with_totals(questionnaire, values)
    if reasons := _reasons(questionnaire, typed):
        values[REASONS] = reasons
    alerts = alerts_of(questionnaire, values, previous or {})
    for alert in alerts if is_final else ():
        if sentence := _owed(alert):
            faults.setdefault(alert.question, sentence)
    return Reading(values, faults, alerts)


def _reasons(questionnaire: Questionnaire, typed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    given = {
        one.code: _clean(next(iter(typed.get(f"{ASKED}{one.code}", ())), ""))[:REASON_LENGTH]
        for one in questionnaire.controls
        if one.severity is Severity.TO_JUSTIFY
    }
    return {code: text for code, text in given.items() if text}


def _owed(alert: Alert) -> str:
    """What stands between the answer and its submission."""
    control = alert.control
    if control.severity is Severity.BLOCKING:
        return control.sentence
    if control.severity is Severity.TO_JUSTIFY and not alert.reason:
        return f"{control.sentence} Corriger, ou dire pourquoi plus bas."
    return ""


def is_asked(question: Question, values: Mapping) -> bool:
    condition = question.condition
    if condition is None:
        return True
    given = values.get(condition.question)
    held = given if isinstance(given, list) else [given]
    return any(str(one) in condition.among for one in held if one is not None)


def shown_codes(questionnaire: Questionnaire, values: Mapping) -> set[str]:
    """The questions asked to who answered this."""
    return {one.code for one in questionnaire.questions if is_asked(one, values)}


def _is_complete(question: Question, value) -> bool:
    if question.kind is Kind.MATRIX:
        return value is not None and len(value) == len(question.rows)
    if question.kind is Kind.GRID:
        cells = sum(len(row) for row in (value or {}).values())
        return cells == len(question.rows) * len(question.columns)
    if question.kind is Kind.TOTAL:
        return True
    return value is not None


def _missing(question: Question) -> str:
    if question.kind is Kind.MATRIX:
        return "Répondre à chaque ligne."
    if question.kind is Kind.GRID:
        return "Remplir chaque case\u00a0; écrire 0 où il n’y a rien."
    return "Choisir une réponse." if question.is_counted else "Répondre à cette question."


def _value(question: Question, typed: Mapping[str, Sequence[str]], prefix: str):
    """The value, None where nothing was given, and what is wrong with it."""
    if question.kind is Kind.MATRIX:
        return _matrix(question, typed, prefix)
    if question.kind is Kind.GRID:
        return _grid(question, typed, prefix)
    if question.kind is Kind.TOTAL:
        return None, ""
    given = [_clean(one) for one in typed.get(prefix + question.code, ())]
    given = [one for one in given if one]
    if not given:
        return None, ""
    if question.kind is Kind.MULTIPLE:
        known = [one.code for one in question.choices if one.code in given]
        return (known or None), "" if set(given) <= set(known) else _unknown()
    if question.is_counted:
        codes = {one.code for one in question.choices}
        return (given[0], "") if given[0] in codes else (None, _unknown())
    return READERS[question.kind](question, given[0])


def _unknown() -> str:
    return "Choisir parmi les réponses proposées."


def _matrix(question: Question, typed: Mapping[str, Sequence[str]], prefix: str):
    codes, found, fault = {one.code for one in question.choices}, {}, ""
    for row in question.rows:
        given = list(typed.get(f"{prefix}{question.code}.{row.code}", ()))[:1]
        if not given or not given[0]:
            continue
        if given[0] in codes:
            found[row.code] = given[0]
        else:
            fault = _unknown()
    return (found or None), fault


def _grid(question: Question, typed: Mapping[str, Sequence[str]], prefix: str):
    """Cells that can be read are kept; the first that cannot is named."""
    found: dict[str, dict] = {}
    fault = ""
    for row in question.rows:
        for column in question.columns:
            name = f"{prefix}{question.code}.{row.code}.{column.code}"
            text = _clean(next(iter(typed.get(name, ())), ""))
            if not text:
                continue
            value, wrong = _number(question, text)
            if value is not None:
                found.setdefault(row.code, {})[column.code] = value
            if wrong and not fault:
                fault = f"{row.label}, {column.label}{NB}: {wrong[:1].lower()}{wrong[1:]}"
    return (found or None), fault


def _text(question: Question, text: str):
    if len(text) > question.longest:
        return text[: question.longest], (
            f"Ce texte a {len(text)} signes{NB}: le ramener à {question.longest}."
        )
    return text, ""


def _number(question: Question, text: str):
    plain = SPACES.sub("", text).replace(",", ".").replace("−", "-")
    if not NUMBER.fullmatch(plain):
        return (
            None,
            f"Écrire un nombre en chiffres, par exemple 12{'' if question.is_whole else ',5'}.",
        )
    value = float(plain)
    if question.is_whole and value != math.floor(value):
        return None, "Écrire un nombre entier."
    if question.minimum is not None and value < question.minimum:
        return None, f"Écrire un nombre à partir de {_shown(question.minimum)}."
    if question.maximum is not None and value > question.maximum:
        return None, f"Écrire un nombre jusqu’à {_shown(question.maximum)}."
    return (int(value) if value == math.floor(value) else value), ""


def _shown(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _date(question: Question, text: str):
    french = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    parts = [int(one) for one in reversed(french.groups())] if french else None
    try:
        found = date(*parts) if parts else date.fromisoformat(text)
    except ValueError:
        return None, f"Écrire une date, par exemple 17/03/2026{NB}: elle doit exister."
    return found.isoformat(), ""


def _clean(text: str) -> str:
    return CONTROL.sub("", str(text).replace("\r\n", "\n")).strip()


READERS = {Kind.TEXT: _text, Kind.NUMBER: _number, Kind.DATE: _date}
