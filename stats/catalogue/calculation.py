"""The key `calcul` of an indicator: how its value is made from others, and what is never made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stats.catalogue.coherence import MAY_BE_SUMMED, unknown
from stats.catalogue.document import Entry
from stats.catalogue.fields import Field, Refused, choice, group, many, positive, refuse, text
from stats.catalogue.model import (
    Calculation,
    Indicator,
    Nature,
    Operand,
    Operation,
    Shift,
    Which,
)
from stats.catalogue.problems import NB, Faults, one_of, quote
from stats.periods import PATTERNS

PAIRS = (Operation.QUOTIENT, Operation.DIFFERENCE)
type_indicators = Mapping[str, Indicator]


def revision(entry: Entry) -> Which | int:
    value = entry.value
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if value in tuple(Which):
        return Which(value)
    raise refuse(entry, f"écrire {one_of((*Which, 'un entier à partir de 1'))}.")


def above_zero(entry: Entry) -> float:
    found = positive(entry)
    if found == 0:
        raise refuse(entry, "écrire un nombre plus grand que zéro.")
    return found


_group = group(
    Calculation,
    Field("operation", "operation", choice(Operation)),
    Field("facteur", "factor", above_zero, required=False),
    Field("periodes", "rhythms", many(choice(tuple(PATTERNS)), empty=False), required=False),
    Field(
        "operandes",
        "operands",
        many(
            group(
                Operand,
                Field("indicateur", "indicator", text),
                Field("decalage", "shift", choice(Shift), required=False),
                Field("revision", "revision", revision, required=False),
                Field("edition", "edition", text, required=False),
            ),
            empty=False,
        ),
    ),
)


def calculation(entry: Entry) -> Calculation:
    """The calculation, sound in itself; `check_calculation` looks at its operands."""
    found = _group(entry)
    for sentence in _sentences(found, entry):
        raise Refused(sentence, entry.line)
    return found


def _sentences(found: Calculation, entry: Entry) -> Iterable[str]:
    count = len(found.operands)
    if found.operation in PAIRS and count != 2:
        yield f"a {count} opérande(s){NB}; {found.operation} en demande deux."
    elif count < 2:
        yield f"a un seul opérande{NB}; somme en demande au moins deux."
    if "facteur" in entry.value and found.operation is not Operation.QUOTIENT:
        yield f"a un {quote('facteur')}, qui ne sert qu’au quotient{NB}; le retirer."
    if all(operand.shift is not Shift.NONE for operand in found.operands):
        yield (
            "décale tous ses opérandes"
            f"{NB}; en laisser un sans {quote('decalage')}{NB}: il donne la période du résultat."
        )


def check_calculation(
    found: Indicator,
    document: Entry,
    indicators: type_indicators,
    names: set[str],
    faults: Faults,
) -> None:
    """What the operands are decides whether they may be put together."""
    if found.calculation is None:
        return
    entry = document.value["calcul"]
    missing = False
    parts = entry.value["operandes"].value
    for operand, part in zip(found.calculation.operands, parts, strict=True):
        if operand.indicator not in names:
            sentence = unknown("indicateur", operand.indicator, names, "catalogue/indicateurs")
            faults.add(part.line, sentence)
        missing = missing or operand.indicator not in indicators
    if missing:
        return
    for sentence in _refusals(found, indicators):
        faults.add(entry.line, f"{quote('calcul')} {sentence}")


def _refusals(found: Indicator, indicators: type_indicators) -> Iterable[str]:
    operands = [indicators[one.indicator] for one in found.calculation.operands]
    if loop := _loop(found, indicators):
        yield f"tourne en rond ({' → '.join(loop)}){NB}; partir d’un indicateur publié."
    if found.calculation.operation is Operation.QUOTIENT:
        yield from _quotient_refusals(found, operands)
    else:
        yield from _sum_refusals(found, operands)


def _sum_refusals(found: Indicator, operands: list[Indicator]) -> Iterable[str]:
    """A sum is of counts or amounts; only a change may be the difference of two rates."""
    is_change = found.calculation.operation is Operation.DIFFERENCE
    if not (is_change and found.nature is Nature.CHANGE):
        verb = "soustrait" if is_change else "additionne"
        for one in operands:
            if not one.additive:
                yield (
                    f"{verb} {one.code}, qui ne s’additionne pas ({one.nature}){NB}; n’y mettre "
                    f"que des indicateurs {quote('additif: true')}."
                )
        if found.nature not in {*MAY_BE_SUMMED, Nature.CHANGE}:
            yield (
                f"donne un {found.nature}{NB}; une somme ou une différence est un "
                f"{one_of(sorted(MAY_BE_SUMMED))}."
            )
    for one in operands:
        if one.unit != found.unit:
            yield (
                f"prend {one.code} en {quote(one.unit)} pour un résultat en "
                f"{quote(found.unit)}{NB}; n’y mettre qu’une unité."
            )


def _quotient_refusals(found: Indicator, operands: list[Indicator]) -> Iterable[str]:
    if found.nature is Nature.COUNT:
        yield f"divise pour donner un effectif{NB}; écrire nature{NB}: taux ou rapport."
    if found.nature is Nature.RATE:
        for one in operands:
            if not one.additive:
                yield (
                    f"fait un taux avec {one.code}, qui ne s’additionne pas ({one.nature}){NB}; "
                    f"n’y mettre que des effectifs, ou écrire nature{NB}: rapport."
                )


def _loop(found: Indicator, indicators: type_indicators) -> list[str]:
    """The codes from an indicator back to itself; empty when there is no way back."""
    ways = [[found.code]]
    while ways:
        way = ways.pop()
        last = indicators.get(way[-1])
        for operand in last.calculation.operands if last and last.calculation else ():
            if operand.indicator == found.code:
                return [*way, found.code]
            if operand.indicator not in way:
                ways.append([*way, operand.indicator])
    return []
