"""The kinds of value a key of the catalogue may hold, each with its remedy in French.

A kind is a function `(entry) -> value` that raises `Refused(sentence, line)`; the sentence follows
« la clé … ». `Field` ties a YAML key to an attribute of the model and to a kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stats.catalogue.document import Entry
from stats.catalogue.problems import NB, Faults, nearest, one_of, quote
from stats.periods import parse_period

SHORT_TITLE_LENGTH = 45
MAXIMUM_DECIMALS = 4


class Refused(ValueError):
    """The value is not of the kind: « vaut … ; écrire … »."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        self.sentence, self.line = sentence, line
        super().__init__(sentence)


Kind = Callable[[Entry], object]


@dataclass(frozen=True)
class Field:
    """A key of the YAML, the attribute it fills, and whether it may be left out."""

    key: str
    attribute: str
    kind: Kind
    required: bool = True


def refuse(entry: Entry, remedy: str) -> Refused:
    return Refused(f"vaut {quote(shown(entry.value))}{NB}; {remedy}", entry.line)


def shown(value: object) -> str:
    match value:
        case None:
            return "vide"
        case bool():
            return "true" if value else "false"
        case list():
            return "une liste"
        case dict():
            return "des sous-clés"
    return str(value)


def text(entry: Entry) -> str:
    """A text that is not empty."""
    if not isinstance(entry.value, str) or not entry.value.strip():
        raise refuse(entry, "écrire un texte, entre guillemets si c’est un nombre.")
    return entry.value.strip()


def text_or_empty(entry: Entry) -> str:
    return "" if entry.value in (None, "") else text(entry)


def sentence(entry: Entry) -> str:
    """A text that ends with a full stop: it is shown as it stands."""
    found = text(entry)
    if not found.endswith("."):
        raise Refused(
            f"n’a pas de point final (après {quote(found[-20:])}){NB}; l’ajouter.",
            entry.line,
        )
    return found


def sentence_or_empty(entry: Entry) -> str:
    return "" if entry.value in (None, "") else sentence(entry)


def short_title(entry: Entry) -> str:
    found = text(entry)
    if len(found) > SHORT_TITLE_LENGTH:
        raise Refused(
            f"compte {len(found)} signes{NB}; en garder {SHORT_TITLE_LENGTH} au plus.",
            entry.line,
        )
    return found


def boolean(entry: Entry) -> bool:
    if not isinstance(entry.value, bool):
        raise refuse(entry, "écrire true ou false, sans guillemets.")
    return entry.value


def direction(entry: Entry) -> int:
    if isinstance(entry.value, bool) or entry.value not in (-1, 0, 1):
        raise refuse(entry, f"écrire {one_of(('-1', '0', '1'))}.")
    return entry.value


def decimals(entry: Entry) -> int:
    value = entry.value
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAXIMUM_DECIMALS:
        raise refuse(entry, f"écrire un nombre entier de 0 à {MAXIMUM_DECIMALS}.")
    return value


def positive(entry: Entry) -> float:
    value = entry.value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise refuse(entry, "écrire un nombre positif ou nul, avec un point décimal.")
    return float(value)


def period(entry: Entry) -> str:
    try:
        return parse_period(str(entry.value)).code
    except ValueError as error:
        raise Refused(f"est mal écrite. {error}", entry.line) from None


def web_address(entry: Entry) -> str:
    """What is downloaded comes through a connection that proves who answers."""
    if not isinstance(entry.value, str) or not entry.value.startswith("https://"):
        raise refuse(entry, "écrire une adresse qui commence par https://.")
    return entry.value


def days(entry: Entry) -> int:
    """A whole number of days, ten years at most."""
    value = entry.value
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
        raise refuse(entry, "écrire un nombre entier de jours.")
    return value


def file_name(entry: Entry) -> str:
    if not isinstance(entry.value, str) or not re.fullmatch(r"[\w][\w .()-]*", entry.value):
        raise refuse(entry, "écrire le nom du fichier seul, sans dossier.")
    return entry.value


def fingerprint(entry: Entry) -> str:
    if not isinstance(entry.value, str) or not re.fullmatch(r"[0-9a-f]{64}", entry.value):
        raise refuse(entry, "écrire l’empreinte SHA-256, 64 chiffres hexadécimaux (sha256sum).")
    return entry.value


def choice(words: type[StrEnum] | tuple[str, ...]) -> Kind:
    """One word of a closed list, given back as the enumeration's member."""
    known = tuple(str(word) for word in words)

    def kind(entry: Entry) -> str:
        if entry.value not in known:
            raise refuse(entry, f"écrire {one_of(known)}.")
        return words(entry.value) if isinstance(words, type) else entry.value

    return kind


def many(kind: Kind, *, empty: bool = True) -> Kind:
    """A list of values of one kind."""

    def read(entry: Entry) -> tuple:
        if not isinstance(entry.value, list):
            raise refuse(entry, "écrire une liste (une ligne « - … » par élément).")
        if not empty and not entry.value:
            raise Refused(f"est vide{NB}; écrire au moins un élément.", entry.line)
        return tuple(kind(item) for item in entry.value)

    return read


def group(build: Callable[..., object], *fields: Field) -> Kind:
    """Sub-keys read into `build(**attributes)`; the first fault refuses the whole."""

    def read(entry: Entry) -> object:
        if not isinstance(entry.value, dict):
            keys = one_of(tuple(field.key for field in fields))
            raise refuse(entry, f"écrire les sous-clés {keys.replace(' ou ', ' et ')}.")
        faults = Faults("")
        values = read_fields(entry, fields, faults)
        if faults.problems:
            raise Refused("\0" + faults.problems[0].sentence, faults.problems[0].line)
        return build(**values)

    return read


def read_fields(entry: Entry, fields: tuple[Field, ...], faults: Faults) -> dict[str, object]:
    """The attributes of a mapping; unknown, missing and refused keys go to `faults`."""
    known = {field.key: field for field in fields}
    misspelt = set()
    for key, value in entry.value.items():
        if key not in known:
            misspelt.add(nearest(key, known))
            faults.add(value.line, _unknown_key(key, known))
    values = {}
    for field in fields:
        if field.key not in entry.value:
            # A misspelt key is one fault, not two.
            if field.required and field.key not in misspelt:
                faults.add(entry.line, f"la clé {quote(field.key)} manque{NB}; l’ajouter.")
            continue
        try:
            values[field.attribute] = field.kind(entry.value[field.key])
        except Refused as refused:
            faults.add(refused.line or entry.line, _named(field.key, refused.sentence))
    return values


def _named(key: str, sentence_: str) -> str:
    """A sentence of a sub-key already has its own subject (marked by a null character)."""
    return sentence_[1:] if sentence_.startswith("\0") else f"{quote(key)} {sentence_}"


def _unknown_key(key: str, known: dict[str, Field]) -> str:
    close = nearest(key, known)
    remedy = f"écrire {quote(close)}" if close else "la retirer (voir catalogue/README.md)"
    return f"la clé {quote(key)} est inconnue{NB}; {remedy}."
