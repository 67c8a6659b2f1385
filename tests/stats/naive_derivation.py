"""A second derivation, cell by cell and from the dictionary of what was published: what tests
compare with."""

from __future__ import annotations

import datetime

from stats.catalogue.model import Indicator, Operation, Shift, Which
from stats.observation import Observation
from stats.statuses import Mark, Status
from tests.stats.naive import GRAVITY

ROUNDED = {Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10}


def derived(indicator: Indicator, published: list[Observation]) -> dict[tuple, tuple]:
    """(level, territory, day or year) → (status, value, marks), of days and years only."""
    found = {}
    for first in published:
        reference = [o for o in indicator.calculation.operands if o.shift is Shift.NONE][0]
        if first.indicator != reference.indicator:
            continue
        parts = []
        for operand in indicator.calculation.operands:
            same = [
                one
                for one in published
                if one.indicator == operand.indicator
                and (one.level, one.territory) == (first.level, first.territory)
                and one.period == moved(first.period, operand.shift)
                and (not operand.edition or one.edition == operand.edition)
            ]
            same.sort(key=lambda one: one.revision)
            if isinstance(operand.revision, int) and not isinstance(operand.revision, Which):
                same = [one for one in same if one.revision == operand.revision]
            if same:
                parts.append(same[0] if operand.revision is Which.FIRST else same[-1])
        if len(parts) == len(indicator.calculation.operands):
            found[first.level, first.territory, first.period] = worth(indicator, parts)
    return found


def moved(period: str, shift: Shift) -> str:
    if shift is Shift.NONE:
        return period
    if shift is Shift.BEFORE:
        return f"{int(period[:4]) - 1}{period[4:]}"
    if len(period) == 4:
        return f"{int(period) + 1}-01-01"
    return str(datetime.date.fromisoformat(period) + datetime.timedelta(days=1))


def worth(indicator: Indicator, parts: list[Observation]) -> tuple:
    marks = set()
    for part in parts:
        marks |= part.marks
    operation = indicator.calculation.operation
    if operation is Operation.QUOTIENT:
        marks -= ROUNDED
    if operation is Operation.SUM and any(p.status is not Status.NOT_CONCERNED for p in parts):
        parts = [part for part in parts if part.status is not Status.NOT_CONCERNED]
    worst = sorted((part.status for part in parts), key=GRAVITY.index)[-1]
    if worst is not Status.VALUE:
        return worst, None, marks
    if operation is Operation.QUOTIENT and parts[1].value == 0:
        return Status.NOT_CONCERNED, None, marks
    if operation is Operation.QUOTIENT:
        return worst, indicator.calculation.factor * parts[0].value / parts[1].value, marks
    if operation is Operation.SUM:
        return worst, sum(part.value for part in parts), marks
    return worst, parts[0].value - parts[1].value, marks
