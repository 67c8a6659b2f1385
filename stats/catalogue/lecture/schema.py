"""The keys of `lecture`, checked like the rest of the catalogue: file, line, remedy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from stats.catalogue.document import Entry, plain
from stats.catalogue.fields import (
    Field,
    Kind,
    Refused,
    boolean,
    choice,
    group,
    many,
    refuse,
    sentence,
    text,
)
from stats.catalogue.lecture.coherence import sentences
from stats.catalogue.lecture.model import (
    Cell,
    ColumnRule,
    Footnote,
    Gathering,
    Header,
    LeftColumns,
    PeriodRule,
    Reading,
    Serie,
    SetAside,
    Shape,
    StatusRule,
    TableRule,
    TerritoryRule,
)
from stats.catalogue.problems import NB, Faults, nearest, quote
from stats.statuses import Mark, Status
from stats.territory.model import Level

optional = partial(Field, required=False)


def any_text(entry: Entry) -> str:
    """A text or a number: a code, a header."""
    if isinstance(entry.value, int) and not isinstance(entry.value, bool):
        return str(entry.value)
    return text(entry)


def whole(entry: Entry) -> int:
    if isinstance(entry.value, bool) or not isinstance(entry.value, int) or entry.value < 1:
        raise refuse(entry, "écrire un nombre entier à partir de 1.")
    return entry.value


def factor(entry: Entry) -> float:
    if isinstance(entry.value, bool) or not isinstance(entry.value, int | float):
        raise refuse(entry, "écrire un nombre, avec un point décimal.")
    return float(entry.value)


def one_or_many(kind: Kind) -> Kind:
    """A value, or a list of them: always given back as a tuple."""
    return lambda entry: (
        many(kind, empty=False)(entry) if isinstance(entry.value, list) else (kind(entry),)
    )


def by_word(kind: Kind) -> Kind:
    """Sub-keys written by the source, each with a value of one kind."""

    def read(entry: Entry) -> dict:
        if not isinstance(entry.value, dict):
            raise refuse(entry, "écrire des sous-clés, une par mot du fichier.")
        return {key: kind(value) for key, value in entry.value.items()}

    return read


def place(entry: Entry) -> tuple[str, str]:
    """« departement 44 », « france FR », « departement {code} »."""
    level, _, code = text(entry).partition(" ")
    if level not in set(Level) or not code:
        raise refuse(entry, "écrire un niveau, une espace et un code (« departement 44 »).")
    return level, code


def cell(entry: Entry) -> Cell:
    """The header of a column, or its rank when it has none."""
    if isinstance(entry.value, int) and not isinstance(entry.value, bool):
        return Cell(rank=whole(entry))
    return Cell(header=text(entry))


marks = one_or_many(choice(Mark))
level = choice(Level)
footnotes = by_word(
    group(
        Footnote,
        optional("marques", "marks", marks),
        optional("revision", "revision", whole),
        optional("note", "note", text),
    )
)
RULE = (
    optional("indicateur", "indicator", text),
    optional("periode", "period", text),
    optional("territoire", "place", place),
    optional("echelle", "scale", factor),
    optional("marques", "marks", marks),
    optional("arrondi", "rounded", by_word(choice(Mark))),
    optional("somme_de", "summed", many(any_text, empty=False)),
    optional("facultative", "optional", boolean),
    optional("revision", "revision", whole),
    optional("note", "note", text),
    optional("plafond", "ceiling", text),
)
listed_rule = group(ColumnRule, Field("entete", "header", one_or_many(any_text)), *RULE)


def columns(entry: Entry) -> tuple[ColumnRule, ...]:
    """`entête: CODE` for each column, or a list of rules when a header has several lines."""
    if isinstance(entry.value, dict):
        return tuple(_short_rule(header, value) for header, value in entry.value.items())
    return many(listed_rule, empty=False)(entry)


def _short_rule(header: str, entry: Entry) -> ColumnRule:
    if isinstance(entry.value, dict):
        return group(partial(ColumnRule, header=(header,)), *RULE)(entry)
    return ColumnRule(header=(header,), indicator=text(entry))


def period(entry: Entry) -> str | PeriodRule:
    """A template, or the column where it stands."""
    if not isinstance(entry.value, dict):
        return any_text(entry)
    return group(
        PeriodRule,
        Field("colonne", "cell", cell),
        Field("lire", "read", one_or_many(any_text)),
        Field("ecrire", "write", text),
        optional("avec", "also", cell),
    )(entry)


table = group(
    TableRule,
    optional("titre", "title", text),
    optional("feuille", "sheet", any_text),
    optional("indicateur", "indicator", text),
    optional("periode", "period", any_text),
    optional("renvois", "footnotes", footnotes),
    optional("colonnes", "columns", columns),
    optional("note", "note", text),
    optional("marques", "marks", marks),
)
shape = group(
    Shape,
    Field("nom", "name", text),
    Field("fichiers", "files", many(text, empty=False)),
    Field(
        "entete",
        "header",
        group(
            Header,
            optional("repere", "marker", any_text),
            optional("ligne", "line", whole),
            optional("lignes", "lines", whole),
            optional("avant", "before", whole),
            optional("fois", "nth", whole),
        ),
    ),
    optional("feuilles", "sheets", many(any_text, empty=False)),
    optional(
        "territoires",
        "territory",
        group(
            TerritoryRule,
            Field("colonne", "cell", cell),
            optional("niveau", "level", level),
            optional("selon", "by", text),
            optional("niveaux", "levels", by_word(level)),
            optional("codes", "codes", by_word(any_text)),
            optional("zeros", "zeros", boolean),
            optional("noms", "named", boolean),
        ),
    ),
    optional("territoire", "place", place),
    optional("noms", "names", by_word(place)),
    optional("lignes_ignorees", "skipped_rows", many(any_text)),
    optional("arret", "stops", one_or_many(any_text)),
    optional("periode", "period", period),
    optional("colonnes", "columns", columns),
    optional("autres_colonnes", "other_columns", many(any_text)),
    optional(
        "colonnes_laissees",
        "left_columns",
        many(
            group(
                LeftColumns,
                Field("colonnes", "headers", many(any_text, empty=False)),
                Field("raison", "reason", sentence),
            ),
            empty=False,
        ),
    ),
    optional("tableaux", "tables", many(table, empty=False)),
    optional(
        "series",
        "series",
        many(
            group(
                Serie,
                Field("quand", "when", by_word(any_text)),
                optional("indicateur", "indicator", text),
                optional("territoire", "place", place),
                optional("arrondi", "rounded", by_word(choice(Mark))),
                optional("raison", "reason", sentence),
            )
        ),
    ),
    optional(
        "statut",
        "status",
        one_or_many(
            group(
                StatusRule,
                Field("colonne", "cell", cell),
                Field("valeurs", "statuses", by_word(choice(Status))),
                optional("marques", "marks", by_word(choice(Mark))),
                optional("pour", "about", many(any_text, empty=False)),
            )
        ),
    ),
    optional(
        "regroupe",
        "gathering",
        group(
            Gathering,
            Field("colonne", "cell", cell),
            Field("niveau", "level", level),
            optional("detail", "detail", boolean),
            optional("codes", "codes", by_word(any_text)),
        ),
    ),
    optional("puissance", "power", cell),
    optional("repetitions", "repeated", boolean),
    optional("renvois", "footnotes", footnotes),
    optional("mentions", "mentions", by_word(choice(Mark))),
    optional("marques", "marks", by_word(choice(Status))),
    optional("estimes", "estimated", by_word(choice(Mark))),
    optional("citation", "citation", text),
    optional("edition", "edition", text),
    optional("millesime", "vintage", any_text),
    optional("millesimes", "vintages", by_word(any_text)),
    optional("note", "note", text),
)
READING = (
    optional("formes", "shapes", many(shape)),
    optional("marques", "marks", by_word(choice(Status))),
    optional("citation", "citation", text),
    optional("edition", "edition", text),
    optional("formules", "computed_cells", boolean),
    optional(
        "non_lus",
        "aside",
        many(
            group(
                SetAside,
                Field("raison", "reason", sentence),
                optional("fichier", "file", text),
                optional("feuille", "sheet", any_text),
                optional("titre", "title", text),
            )
        ),
    ),
)


def lecture(entry: Entry) -> dict:
    """The kind of the key `lecture`: checked whole, given back as plain data."""
    _reading(entry)
    return plain(entry)


def reading_of(raw: dict | None) -> Reading | None:
    """The reading of a source's plain data; None when its YAML does not say how it is read."""
    return None if raw is None else _reading(_unlined(raw))


def check_lecture(entry: Entry, indicators: set[str], additive: set[str], faults: Faults) -> None:
    """The indicators it names exist; those added up from parts to wholes can be added."""
    shapes = entry.value.get("formes")
    for shape in shapes.value if shapes else ():
        for line, code in _named(shape) if "regroupe" in shape.value else ():
            if code in indicators - additive:
                faults.add(
                    line,
                    f"{quote(code)} ne s’additionne pas ; le lire dans une forme sans "
                    f"{quote('regroupe')}.",
                )
    for line, code in _named(entry):
        if code not in indicators:
            close = nearest(code, indicators)
            remedy = (
                f"écrire {quote(close)}" if close else f"créer catalogue/indicateurs/{code}.yaml"
            )
            faults.add(line, f"{quote(code)} n’est pas dans catalogue/indicateurs\u00a0; {remedy}.")


def _reading(entry: Entry) -> Reading:
    found: Reading = group(Reading, *READING)(entry)
    shapes = entry.value.get("formes")
    for said, one in zip(shapes.value if shapes else (), found.shapes, strict=True):
        for complaint in sentences(one, found):
            said_well = (
                complaint.replace(" ;", f"{NB};").replace("« ", f"«{NB}").replace(" »", f"{NB}»")
            )
            raise Refused(f"\0la forme {quote(one.name)} {said_well}", said.line)
    return found


def _named(entry: Entry) -> Iterator[tuple[int, str]]:
    if isinstance(entry.value, list):
        for item in entry.value:
            yield from _named(item)
    if not isinstance(entry.value, dict):
        return
    for key, value in entry.value.items():
        if key == "indicateur" and isinstance(value.value, str):
            yield value.line, value.value
        elif key == "colonnes" and isinstance(value.value, dict):
            for rule in value.value.values():
                if isinstance(rule.value, str):
                    yield rule.line, rule.value
            yield from _named(value)
        else:
            yield from _named(value)


def _unlined(raw: object) -> Entry:
    """Plain data as entries: checked once with its lines, it has no fault left to say."""
    if isinstance(raw, dict):
        return Entry({key: _unlined(value) for key, value in raw.items()}, 0)
    if isinstance(raw, list):
        return Entry([_unlined(value) for value in raw], 0)
    return Entry(raw, 0)
