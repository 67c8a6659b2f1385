"""Territories that are alike: the same size of place, the same context, whatever their figures.

Method: each context variable is centred and divided by its standard deviation over all the
territories of the level that have every variable; distance is the root of the mean of the squared
differences, weighted as the catalogue says; the nearest come first, ties by code.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

type_key = tuple[str, str]


@dataclass(frozen=True)
class Variable:
    """A context variable: its name for a reader, its weight, and whether its logarithm is taken
    (populations spread over several orders of magnitude)."""

    code: str
    label: str
    weight: float = 1.0
    logarithm: bool = False


@dataclass(frozen=True)
class Neighbour:
    """A territory alike, and how far: 0 is the same, 1 a standard deviation away."""

    key: type_key
    distance: float


def nearest(
    place: type_key,
    values: Mapping[type_key, Mapping[str, float]],
    variables: Sequence[Variable],
    *,
    count: int = 5,
) -> list[Neighbour]:
    """The `count` territories nearest to a place; none when it, or every other, lacks a variable.

    `values` holds each territory of the level with the variables known of it.
    """
    complete = {
        key: [_taken(known[variable.code], variable) for variable in variables]
        for key, known in values.items()
        if all(_usable(known.get(variable.code), variable) for variable in variables)
    }
    if place not in complete or len(complete) < 2:
        return []
    scales = [_scale([row[n] for row in complete.values()]) for n in range(len(variables))]
    total = math.fsum(variable.weight for variable in variables)
    here = complete[place]
    found = []
    for key, row in complete.items():
        if key != place:
            squares = [
                variable.weight * ((row[n] - here[n]) / scales[n]) ** 2
                for n, variable in enumerate(variables)
                if scales[n] > 0
            ]
            found.append(Neighbour(key, math.sqrt(math.fsum(squares) / total)))
    return sorted(found, key=lambda one: (round(one.distance, 12), one.key))[:count]


def method_in_words(variables: Sequence[Variable]) -> str:
    """What a page says under a list of similar territories."""
    names = ", ".join(variable.label for variable in variables)
    return (
        f"Territoires du même niveau dont le contexte est le plus proche : {names}. Chaque "
        "variable est ramenée à la même échelle (écart-type) ; les chiffres comparés n’entrent "
        "pas dans le choix."
    )


def _usable(value: float | None, variable: Variable) -> bool:
    return value is not None and math.isfinite(value) and (value > 0 or not variable.logarithm)


def _taken(value: float, variable: Variable) -> float:
    return math.log(value) if variable.logarithm else value


def _scale(values: Sequence[float]) -> float:
    mean = math.fsum(values) / len(values)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
