"""What a quotient, a sum or a difference becomes, of numbers and of what is not a number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stats.catalogue.model import Calculation, Operation
from stats.grid import NUMBER, SEVERITY
from stats.observation import Observation
from stats.statuses import Mark, Status

ROUNDED = frozenset({Mark.ROUNDED_1, Mark.ROUNDED_5, Mark.ROUNDED_10})


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
    return marks - ROUNDED if calculation.operation is Operation.QUOTIENT else marks


def carried_error(
    calculation: Calculation, operands: Sequence[Observation], errors: Sequence[float]
) -> float:
    """How far the result may be when each operand is known within its error, to the first order.

    In the unit of the result; 0 when an operand is no number or the denominator is zero.
    """
    if not all(one.known for one in operands):
        return 0.0
    if calculation.operation is not Operation.QUOTIENT:
        return sum(errors)
    (above, below), value = errors, operands[1].value
    if value == 0:
        return 0.0
    quotient = operands[0].value / value
    return calculation.factor * (above + abs(quotient) * below) / abs(value)
