"""The source `long`: any table of one observation a line, as a CSV or as a workbook.

Columns: `indicateur, niveau, territoire, periode, valeur`; optional: `statut, marques, unite,
source, origine, edition, millesime, revision, note`. Comma, semicolon or tabulation between
them, decimal point or comma inside numbers. Without `indicateur`, the name of the file begins
with the code (`TX_PAUV60_2024.xlsx`), or whoever asks for the reading gives it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stats.catalogue.model import Catalogue
from stats.observation import Observation
from stats.periods import parse_period
from stats.sources.opening import FileFault, Table, open_file
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
    indicator: str = ""
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
    *,
    indicator: str = "",
) -> tuple[list[Observation], Report]:
    """The observations of every file, and the account of every row."""
    reading = Reading(catalogue, territories, source, indicator)
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
        for table in open_file(path):
            _read_table(table, reading)
    except FileFault as fault:
        reading.rows += 1
        reading.refused.append(
            Refusal(fault.file, fault.line, fault.column, fault.reason, fault.remedy)
        )


def _read_table(table: Table, reading: Reading) -> None:
    header = [cell.strip().lower() for cell in table.row(0)] if table.size else []
    while header and not header[-1]:
        header.pop()
    try:
        constant = _check_header(table, header, reading)
    except RowError as error:
        reading.rows += 1
        reading.refused.append(Refusal(table.place, 1, error.column, error.reason, error.remedy))
        return
    for row, cells in _rows(table):
        line = table.line(row)
        reading.rows += 1
        try:
            _check_cells(table, row, header, cells)
            texts = dict(zip(header, cells, strict=False)) | constant
            _read_row(table.place, line, texts, reading)
        except RowError as error:
            reading.refused.append(
                Refusal(table.place, line, error.column, error.reason, error.remedy)
            )


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows under the header that hold something."""
    columns = [column.to_pylist() for column in table.columns]
    for row, cells in enumerate(zip(*columns, strict=True)):
        if row and any(cell.strip() for cell in cells):
            yield row, [cell.strip() for cell in cells]


def _check_header(table: Table, header: list[str], reading: Reading) -> dict[str, str]:
    """The indicator of the whole table, when no column gives it. RowError when one is missing."""
    constant = {}
    if "indicateur" not in header and (code := _named_indicator(table, reading)):
        constant = {"indicateur": code}
    if missing := [name for name in REQUIRED if name not in header and name not in constant]:
        raise RowError(
            missing[0],
            f"colonne absente parmi {', '.join(REQUIRED)}.",
            "La première ligne doit porter ces noms.",
        )
    if unknown := [name for name in header if name and name not in REQUIRED + OPTIONAL]:
        raise RowError(unknown[0], "colonne inconnue.", f"Admises : {', '.join(OPTIONAL)}.")
    return constant


def _named_indicator(table: Table, reading: Reading) -> str:
    """The longest code of the catalogue with which the name of the file begins."""
    stem = f"{table.name.split('.')[0]}_"
    codes = (code for code in reading.catalogue.indicators if stem.startswith(f"{code}_"))
    return reading.indicator or max(codes, key=len, default="")


def _check_cells(table: Table, row: int, header: list[str], cells: list[str]) -> None:
    width = table.width(row)
    beyond = any(cells[len(header) :])
    if beyond or (not table.sheet and width != table.width(0)):
        raise RowError(
            "",
            f"{width} cellules au lieu de {len(header)}.",
            "Mettre entre guillemets un texte ou un nombre qui contient le séparateur.",
        )
    if any((row, place) in table.formulas for place in range(len(header))):
        raise RowError(
            "",
            "une cellule contient une formule.",
            "Dans le tableur, copier puis coller les valeurs seules, et enregistrer.",
        )


def _read_row(file: str, line: int, row: dict[str, str], reading: Reading) -> None:
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
