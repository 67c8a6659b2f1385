"""What a quotient, a sum or a difference becomes, of numbers and of what is not a number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stats.catalogue.model import Calculation, Operation
from stats.grid import NUMBER, SEVERITY
from stats.observation import Observation
from stats.statuses import Mark, Status

ROUNDINGS = {Mark.ROUNDED_1: 0.5, Mark.ROUNDED_5: 2.5, Mark.ROUNDED_10: 5.0}


def combine(
    calculation: Calculation, operands: Sequence[Observation]
) -> tuple[Status, float | None]:
    """The status and the value of a result, in the unit that `calculation.factor` leads to.

    The most severe status of the operands is the result's, as in `Grid`; in a sum, what is « non
    concerné » counts for nothing. A zero denominator gives « non concerné »; a quotient too large
    to be written, « non disponible ».
    """
    counted = list(operands)
    if calculation.operation is Operation.SUM:
        counted = [one for one in operands if one.status is not Status.NOT_CONCERNED] or counted
    status = max((one.status for one in counted), key=lambda one: SEVERITY[NUMBER[one]])
    if status is not Status.VALUE:
        return status, None
    values = [one.value for one in counted]
    match calculation.operation:
        case Operation.QUOTIENT:
            if values[1] == 0:
                return Status.NOT_CONCERNED, None
            value = calculation.factor * values[0] / values[1]
        case Operation.SUM:
            value = sum(values)
        case Operation.DIFFERENCE:
            value = values[0] - values[1]
    return (Status.VALUE, value) if math.isfinite(value) else (Status.NOT_AVAILABLE, None)


def merged_marks(calculation: Calculation, operands: Sequence[Observation]) -> frozenset[Mark]:
    """All the marks; but a rate of rounded counts is not itself rounded to the unit."""
    marks = frozenset().union(*(one.marks for one in operands))
    return marks - ROUNDINGS.keys() if calculation.operation is Operation.QUOTIENT else marks


def rounding_error(
    calculation: Calculation, operands: Sequence[Observation], value: float
) -> float:
    """How far `value` may be from that of the operands before their producer rounded them."""
    errors = [
        max((ROUNDINGS.get(mark, 0.0) for mark in one.marks), default=0.0) for one in operands
    ]
    if calculation.operation is not Operation.QUOTIENT:
        return sum(errors)
    above, below = errors
    return (calculation.factor * above + abs(value) * below) / abs(operands[1].value)
