"""From the communes of a year to what they make up that year: EPCI, parts of EPCI, départements.

Belongings are those of the store, which has one geography: the conversion must lead to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stats.grid import NUMBER, SEVERITY
from stats.statuses import Status
from stats.territory.conversion.files import Refused
from stats.territory.conversion.passage import Passage
from stats.territory.conversion.values import (
    PERCENT,
    Converted,
    Given,
    Kind,
    Method,
    Value,
    convert,
)
from stats.territory.conversion.weights import Weights
from stats.territory.model import Level
from stats.territory.territories import Territories, load_territories


def gather(
    found: list[Converted],
    given: Mapping[str, Given],
    passage: Passage,
    weights: Weights,
    kind: Kind,
    level: str,
    store: Path,
) -> list[Converted]:
    """The values of a level above, made of the communes converted; Refused for another year."""
    territories = load_territories(store)
    vintages = {one.vintage for one in territories.by_level(Level.COMMUNE)}
    if passage.end not in vintages:
        years = ", ".join(str(year) for year in sorted(vintages - {None}))
        raise Refused(
            (
                f"Les appartenances du magasin sont celles de {years} : convertir vers cette "
                f"année, ou construire les territoires de {passage.end} (--cog).",
            )
        )
    if kind is not Kind.RATE:
        return _level(found, territories, level, kind)
    above = _operand(given, passage, weights, "numerator")
    below = _operand(given, passage, weights, "denominator")
    return _quotients(
        _level(above, territories, level, Kind.COUNT),
        _level(below, territories, level, Kind.COUNT),
    )


def _level(
    found: list[Converted], territories: Territories, level: str, kind: Kind
) -> list[Converted]:
    values = {one.code: one for one in found}
    held = {code for code in values if (str(Level.COMMUNE), code) in territories}
    rows = []
    for place in territories.by_level(level):
        members = territories.children(place.key, Level.COMMUNE, whole_only=True)
        codes = tuple(one.code for one in members)
        if held.isdisjoint(codes):
            continue
        rows.append(_summed(place.code, codes, values, kind))
    return rows


def _summed(
    code: str, members: tuple[str, ...], values: Mapping[str, Converted], kind: Kind
) -> Converted:
    if kind is Kind.MEDIAN:
        reason = "une médiane ou un quantile ne se recompose pas à partir de ceux de ses parties"
        return Converted(code, Method.IMPOSSIBLE, None, members, reason)
    missing = [one for one in members if one not in values]
    if missing:
        reason = f"{', '.join(missing[:10])} : pas de valeur dans le fichier"
        return Converted(code, Method.IMPOSSIBLE, None, members, reason)
    parts = [values[one] for one in members]
    blocked = [one.code for one in parts if one.method is Method.IMPOSSIBLE]
    if blocked:
        reason = f"{', '.join(blocked[:10])} : pas de conversion possible"
        return Converted(code, Method.IMPOSSIBLE, None, members, reason)
    shared = any(one.method is Method.SHARE for one in parts)
    method = Method.SHARE if shared else Method.SUM if len(parts) > 1 else parts[0].method
    hidden = [one for one in parts if not one.value.known]
    if hidden:
        worst = max(hidden, key=lambda one: SEVERITY[NUMBER[one.value.status]]).value
        reason = f"{', '.join(one.code for one in hidden[:10])} : {worst.status.label.lower()}"
        return Converted(code, method, worst, members, reason)
    return Converted(code, method, Value(sum(one.value.number for one in parts)), members)


def _operand(
    given: Mapping[str, Given], passage: Passage, weights: Weights, name: str
) -> list[Converted]:
    """Numerators, or denominators, converted as the counts they are."""
    without = [code for code, line in given.items() if not line.has_operands]
    if without:
        raise Refused(
            (
                "Un taux ne s’additionne pas et ne se moyenne pas : donner le numérateur et le "
                f"dénominateur de {', '.join(without[:10])}.",
            )
        )
    counts = {code: Given(value=getattr(line, name)) for code, line in given.items()}
    return convert(counts, passage, Kind.COUNT, weights)


def _quotients(above: list[Converted], below: list[Converted]) -> list[Converted]:
    return [_quotient(one, other) for one, other in zip(above, below, strict=True)]


def _quotient(one: Converted, other: Converted) -> Converted:
    for part in (one, other):
        if part.method is Method.IMPOSSIBLE or not part.value.known:
            return part
    if other.value.number == 0:
        none = Value(None, Status.NOT_CONCERNED)
        return Converted(one.code, one.method, none, one.origins, "dénominateur nul")
    rate = Value(PERCENT * one.value.number / other.value.number)
    return Converted(one.code, one.method, rate, one.origins)
