"""References in a table (CSV, XLSX): which column is what, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from observatoire.base import spreadsheets
from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reading, Reference, Refusal, Unreadable

# Field, its name for people, the headers it is known by (folded).
COLUMNS = (
    ("title", "Titre", "titre|title|intitule|nom"),
    ("kind", "Nature", "nature|type|genre|kind"),
    ("producers", "Producteurs", "producteurs|producteur|organisme|editeur|institution|publisher"),
    ("authors", "Auteurs", "auteurs|auteur|authors|author"),
    ("date", "Date", "date|annee|year|parution|publication|date de parution|date de publication"),
    ("summary", "Résumé", "resume|description|abstract|summary"),
    ("keywords", "Mots-clés", "mots cles|mot cle|motscles|keywords|tags|sujets"),
    ("themes", "Thèmes", "themes|theme|thematique|rubrique"),
    ("territories", "Territoires", "territoires|territoire|departement"),
    ("address", "Adresse", "adresse|lien|url|adresse web|source url|voir la source"),
    ("doi", "DOI", "doi"),
    ("isbn", "ISBN", "isbn"),
    ("language", "Langue", "langue|language"),
    ("licence", "Licence", "licence|license|droits"),
    ("collection", "Collection", "collection|revue|journal|serie"),
    ("number", "Numéro", "numero|number|no"),
    ("pages", "Pages", "pages|pagination"),
)
MANY = ("producers", "authors", "keywords", "themes", "territories")
LABELS = {field: label for field, label, _ in COLUMNS}
_HEADERS = {header: field for field, _, known in COLUMNS for header in known.split("|")}


@dataclass(frozen=True)
class Sheet:
    """A table, and what each of its columns was taken for: the name of a field, or nothing."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: tuple[str, ...]


def opened(data: bytes, name: str) -> Sheet:
    """The table of a file with its columns guessed. Raises Unreadable."""
    try:
        table = spreadsheets.read_table(data, name=name)
    except spreadsheets.Unreadable as refusal:
        raise Unreadable(str(refusal).replace("n’a pas de contacts", "est vide")) from None
    return Sheet(table.header, table.rows, guessed(table.header))


def guessed(header: tuple[str, ...]) -> tuple[str, ...]:
    """The field of each column, once each; nothing where its name is not known."""
    taken: set[str] = set()
    mapping = []
    for name in header:
        field = _HEADERS.get(_folded(name), "")
        mapping.append("" if field in taken else field)
        taken.add(field)
    return tuple(mapping)


def _folded(text: str) -> str:
    text = text.lower().translate(str.maketrans("àâäéèêëîïôöùûüç’'-_", "aaaeeeeiioouuuc    "))
    return re.sub(r"\s+", " ", re.sub(r"[^\w ]", "", text)).strip()


def read(sheet: Sheet) -> Reading:
    """Each row, in its order; line 1 is that of the headers."""
    if "title" not in sheet.mapping:
        raise Unreadable("Aucune colonne n’est celle du titre\u00a0: dire laquelle.")
    references, refusals = [], []
    for line, row in enumerate(sheet.rows, start=2):
        made = _reference(line, dict(zip(sheet.mapping, row, strict=False)))
        (references if isinstance(made, Reference) else refusals).append(made)
    return Reading(tuple(references), tuple(refusals))


def _reference(line: int, cells: dict[str, str]) -> Reference | Refusal:
    title = words.tidy(cells.get("title", ""), words.TITLE_LENGTH)
    if not title:
        return Refusal(line, "Le titre est vide.")
    address, date = cells.get("address", "").strip(), cells.get("date", "").strip()
    if address and not words.web_address(address):
        return Refusal(
            line,
            f"L’adresse «\u00a0{words.tidy(address, 80)}\u00a0» ne commence pas par http:// ou https://.",
        )
    if date and not words.partial_date(date):
        return Refusal(
            line,
            f"La date «\u00a0{words.tidy(date, 40)}\u00a0» n’est pas comprise\u00a0: écrire "
            "2024, 2024-05 ou 31/05/2024.",
        )
    if (isbn := cells.get("isbn", "").strip()) and not words.isbn_in(isbn):
        return Refusal(line, f"L’ISBN «\u00a0{words.tidy(isbn, 40)}\u00a0» n’est pas juste.")
    plain = {name: words.tidy(cells.get(name, "")) for name in LABELS if name not in MANY}
    plain["kind"] = plain["kind"].lower() or words.STUDY
    return Reference(
        **{**plain, "title": title, "address": address, "date": words.partial_date(date)}
        | {"doi": words.doi_in(cells.get("doi", "")), "isbn": words.isbn_in(isbn)}
        | {name: _split(cells.get(name, "")) for name in MANY},
        line=line,
    )


def _split(text: str) -> tuple[str, ...]:
    found = (words.tidy(part, words.WORD_LENGTH) for part in re.split(r"[;|\n]", text))
    return tuple(part for part in found if part)[: words.MANY]


def mapped(sheet: Sheet, chosen: list[str]) -> Sheet:
    """The same table with the columns that a person chose; each field once."""
    known = {field for field, _, _ in COLUMNS}
    mapping = tuple(name if name in known else "" for name in chosen)
    used = [name for name in mapping if name]
    if len(used) != len(set(used)):
        double = next(name for name in used if used.count(name) > 1)
        raise Unreadable(
            f"Deux colonnes sont prises pour «\u00a0{LABELS[double]}\u00a0»\u00a0: n’en "
            "garder qu’une."
        )
    return replace(sheet, mapping=mapping)


def rows(references) -> list[list[str]]:
    """What a CSV of the references holds, its headers first."""
    names = [field.name for field in fields(Reference)]
    columns = [name for name, _, _ in COLUMNS if name in names]
    lines = [[LABELS[name] for name in columns]]
    for reference in references:
        values = (getattr(reference, name) for name in columns)
        lines.append(["; ".join(value) if isinstance(value, tuple) else value for value in values])
    return lines
