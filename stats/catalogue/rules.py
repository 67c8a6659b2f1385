"""The files of `controles/`: what published figures must keep, one rule a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stats.catalogue.coherence import unknown
from stats.catalogue.document import Entry
from stats.catalogue.fields import (
    Field,
    Refused,
    choice,
    group,
    many,
    period,
    positive,
    refuse,
    sentence,
    text,
)
from stats.catalogue.model import Bounds, Equality, Indicator, Nesting, Rule, Severity
from stats.catalogue.problems import NB, Faults, one_of, quote
from stats.territory.model import Level

KINDS = ("egalite", "emboitement", "bornes")


def number(entry: Entry) -> float:
    if isinstance(entry.value, bool) or not isinstance(entry.value, int | float):
        raise refuse(entry, "écrire un nombre, avec un point décimal.")
    return float(entry.value)


def equality(entry: Entry) -> Equality:
    found = _equality(entry)
    if found.total in found.parts or len(set(found.parts)) < len(found.parts):
        raise Refused(f"compte deux fois un indicateur{NB}; ne l’écrire qu’une fois.", entry.line)
    return found


def bounds(entry: Entry) -> Bounds:
    found = _bounds(entry)
    if found.lowest >= found.highest:
        raise Refused(f"a un minimum qui n’est pas sous son maximum{NB}; les échanger.", entry.line)
    return found


_equality = group(
    Equality,
    Field("total", "total", text),
    Field("parties", "parts", many(text, empty=False)),
    Field("tolerance", "tolerance", positive, required=False),
    Field("depuis", "since", period, required=False),
)
_nesting = group(
    Nesting,
    Field("parent", "parent", choice(Level)),
    Field("enfant", "child", choice(Level)),
    Field("tolerance_pourcent", "tolerance", positive, required=False),
    Field("indicateurs", "indicators", many(text, empty=False), required=False),
)
_bounds = group(
    Bounds,
    Field("unite", "unit", text),
    Field("minimum", "lowest", number),
    Field("maximum", "highest", number),
    Field("sauf", "aside", many(text), required=False),
)

RULE = (
    Field("code", "code", text),
    Field("titre", "title", sentence),
    Field("gravite", "severity", choice(Severity)),
    Field("egalite", "equality", equality, required=False),
    Field("emboitement", "nesting", _nesting, required=False),
    Field("bornes", "bounds", bounds, required=False),
)


def check_rule(
    found: Rule,
    document: Entry,
    indicators: Mapping[str, Indicator],
    names: set[str],
    faults: Faults,
) -> None:
    """One kind of rule a file; its indicators exist, and add up where they are added."""
    given = [key for key in KINDS if key in document.value]
    if len(given) != 1:
        faults.add(document.line, f"un contrôle a une seule clé parmi {one_of(KINDS)}.")
        return
    line = document.value[given[0]].line
    for key, code in _codes(found):
        if code not in names:
            faults.add(line, unknown(key, code, names, "catalogue/indicateurs"))
        elif key != "sauf" and code in indicators and not indicators[code].additive:
            faults.add(
                line,
                f"{quote(key)} additionne {code}, qui ne s’additionne pas "
                f"({indicators[code].nature}){NB}; le retirer.",
            )


def _codes(found: Rule) -> Iterable[tuple[str, str]]:
    """Each code with the key it stands under."""
    if found.equality:
        yield "total", found.equality.total
        yield from (("parties", code) for code in found.equality.parts)
    if found.nesting:
        yield from (("indicateurs", code) for code in found.nesting.indicators)
    if found.bounds:
        yield from (("sauf", code) for code in found.bounds.aside)
