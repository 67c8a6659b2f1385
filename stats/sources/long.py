"""The source `long`: any table of one observation a line, in UTF-8 or Windows encoding.

Columns: `indicateur, niveau, territoire, periode, valeur`; optional: `statut, marques, unite,
source, origine, edition, millesime, revision, note`. Comma, semicolon or tabulation between
them, decimal point or comma inside numbers.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stats.catalogue.model import Catalogue
from stats.observation import Observation
from stats.periods import parse_period
from stats.sources.report import Refusal, Report, Unmatched
from stats.statuses import Mark, Status, parse_marks
from stats.territory.model import Level
from stats.words import typeset

REQUIRED = ("indicateur", "niveau", "territoire", "periode", "valeur")
OPTIONAL = (
    "statut",
    "marques",
    "unite",
    "source",
    "origine",
    "edition",
    "millesime",
    "revision",
    "note",
)
SPACES = re.compile(r"[\s\u00a0\u202f]")
NUMBER = re.compile(r"[+\-\u2212]?\d+([.,]\d+)?([eE][+-]?\d+)?$")


class RowError(ValueError):
    """A row refused: the column, the reason, the remedy."""

    def __init__(self, column: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason, self.remedy = typeset(reason), typeset(remedy)


@dataclass
class Reading:
    """What is gathered while the rows go by."""

    catalogue: Catalogue
    territories: Container[tuple[str, str]] | None
    source: str
    rows: int = 0
    observations: list[Observation] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    seen: dict[tuple, str] = field(default_factory=dict)

    @property
    def marks(self) -> Mapping[str, str]:
        """The source's own dictionary of marks: what stands in place of a number means."""
        declared = self.catalogue.sources.get(self.source)
        return (declared.reading or {}).get("marques", {}) if declared else {}


def read_long(
    files: list[Path],
    catalogue: Catalogue,
    territories: Container[tuple[str, str]] | None,
    source: str = "long",
) -> tuple[list[Observation], Report]:
    """The observations of every file, and the account of every row."""
    reading = Reading(catalogue, territories, source)
    for path in files:
        _read_file(path, reading)
    return reading.observations, Report(
        source=source,
        files=tuple(path.name for path in files),
        rows=reading.rows,
        accepted=len(reading.observations),
        refused=tuple(reading.refused),
        unmatched=tuple(reading.unmatched),
    )


def _read_file(path: Path, reading: Reading) -> None:
    try:
        text = _decoded(path)
        header, rows = _rows(text)
    except RowError as error:
        reading.rows += 1
        reading.refused.append(Refusal(path.name, 1, error.column, error.reason, error.remedy))
        return
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        reading.rows += 1
        try:
            _read_row(path.name, line, header, cells, reading)
        except RowError as error:
            reading.refused.append(
                Refusal(path.name, line, error.column, error.reason, error.remedy)
            )


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    if b"\0" in content[:4096]:
        raise RowError("", "le fichier n’est pas un texte.", "L’enregistrer en CSV UTF-8.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RowError("", "l’encodage n’est ni UTF-8 ni Windows.", "L’enregistrer en CSV UTF-8.")


def _rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the rows with the number of their line in the file."""
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    header = [cell.strip().lower() for cell in next(reader, [])]
    if missing := [name for name in REQUIRED if name not in header]:
        raise RowError(
            missing[0],
            f"colonne absente parmi {', '.join(REQUIRED)}.",
            "La première ligne doit porter ces noms.",
        )
    if unknown := [name for name in header if name and name not in REQUIRED + OPTIONAL]:
        raise RowError(unknown[0], "colonne inconnue.", f"Admises : {', '.join(OPTIONAL)}.")
    return header, [(reader.line_num, cells) for cells in reader]


def _read_row(file: str, line: int, header: list[str], cells: list[str], reading: Reading) -> None:
    if len(cells) != len(header):
        raise RowError(
            "",
            f"{len(cells)} cellules au lieu de {len(header)}.",
            "Mettre entre guillemets un texte ou un nombre qui contient le séparateur.",
        )
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    observation = _observation(row, reading)
    key = (*observation.key, observation.revision)
    first = reading.seen.setdefault(key, f"{file}, ligne {line}")
    if first != f"{file}, ligne {line}":
        raise RowError(
            "valeur", f"la même observation est déjà écrite ({first}).", "N’en garder qu’une."
        )
    place = (str(observation.level), observation.territory)
    if reading.territories is not None and place not in reading.territories:
        reading.unmatched.append(Unmatched(file, line, *place))
        return
    reading.observations.append(observation)


def _observation(row: dict[str, str], reading: Reading) -> Observation:
    indicator = reading.catalogue.indicators.get(row["indicateur"])
    if indicator is None:
        raise RowError(
            "indicateur", f"« {row['indicateur']} » n’est pas au catalogue.", "L’y ajouter d’abord."
        )
    value, status = _value(row, reading.marks)
    if row.get("unite", indicator.unit) not in ("", indicator.unit):
        raise RowError(
            "unite",
            f"« {row['unite']} » n’est pas l’unité de {indicator.code}.",
            f"Convertir en « {indicator.unit} ».",
        )
    return Observation(
        indicator=indicator.code,
        level=_level(row["niveau"]),
        territory=_filled(row, "territoire"),
        period=_period(row["periode"]),
        value=value,
        status=status,
        marks=_marks(row.get("marques", "")),
        unit=indicator.unit,
        source=row.get("source", ""),
        origin=row.get("origine", "") or reading.source,
        edition=row.get("edition", ""),
        vintage=_whole(row, "millesime"),
        revision=_whole(row, "revision") or 0,
        note=row.get("note", ""),
    )


def _value(row: dict[str, str], marks: Mapping[str, str]) -> tuple[float | None, Status]:
    """The number and its status; a mark of the source stands for a status."""
    text, written = row["valeur"], row.get("statut", "")
    if text in marks and not written:
        return None, Status(marks[text])
    if written and written not in set(Status):
        raise RowError(
            "statut", f"« {written} » n’est pas un statut.", f"Admis : {', '.join(Status)}."
        )
    status = Status(written or Status.VALUE)
    if status is not Status.VALUE:
        if text and text not in marks:
            raise RowError("valeur", f"un nombre accompagne « {status} ».", "Vider la cellule.")
        return None, status
    if not text:
        raise RowError("valeur", "cellule vide.", "Écrire le nombre, ou la raison dans « statut ».")
    return _number(text), status


def _number(text: str) -> float:
    compact = SPACES.sub("", text)
    if not NUMBER.match(compact):
        raise RowError(
            "valeur",
            f"« {text} » n’est pas un nombre.",
            "Écrire des chiffres, avec un point ou une virgule pour les décimales.",
        )
    number = float(compact.replace(",", ".").replace("\u2212", "-"))
    if not math.isfinite(number):
        raise RowError("valeur", f"« {text} » est trop grand.", "Vérifier l’unité.")
    return number


def _level(text: str) -> str:
    if text not in set(Level):
        raise RowError("niveau", f"« {text} » n’est pas un niveau.", f"Admis : {', '.join(Level)}.")
    return str(Level(text))


def _period(text: str) -> str:
    try:
        return parse_period(text).code
    except ValueError as error:
        raise RowError("periode", str(error), "") from error


def _marks(text: str) -> frozenset[Mark]:
    try:
        return parse_marks(text)
    except ValueError as error:
        raise RowError(
            "marques", f"« {text} » : marque inconnue.", f"Admises : {', '.join(Mark)}."
        ) from error


def _filled(row: dict[str, str], column: str) -> str:
    if not row[column]:
        raise RowError(column, "cellule vide.", "Écrire le code, zéros compris.")
    return row[column]


def _whole(row: dict[str, str], column: str) -> int | None:
    text = row.get(column, "")
    if text and not text.isdigit():
        raise RowError(
            column, f"« {text} » n’est pas un nombre entier.", "Écrire par exemple 2024."
        )
    return int(text) if text else None
