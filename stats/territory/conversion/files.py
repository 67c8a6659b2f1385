"""The CSV files of a conversion: values by commune, weights, movements; and what comes out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stats.statuses import Status
from stats.territory.conversion.perimeters import Perimeters
from stats.territory.conversion.values import Converted, Given, Kind, Value
from stats.territory.conversion.weights import Weights
from stats.territory.errors import TerritoryError
from stats.territory.movements import read_movements
from stats.territory.tables import KINDS, Row, Table, lines_of, recognise

CODE = re.compile(r"(\d{2}|2[AB])\d{3}")
CODE_COLUMNS = ("CODE", "CODGEO", "COM", "DEPCOM", "INSEE_COM", "INSEE", "CODE_COMMUNE", "COMMUNE")
WEIGHT_COLUMNS = ("POIDS", "POPULATION", "PMUN", "POP", "PTOT", "VALEUR")
HIDDEN = {"s": Status.PRIMARY_SECRET, "nd": Status.NOT_AVAILABLE}
HEADER = ("code", "valeur", "methode", "origine", "raison")
SHOWN = 20
LARGEST_EXACT = 1e15


@dataclass(frozen=True)
class Refused(Exception):
    """The file cannot be converted: a sentence for each reason."""

    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def read_perimeters(path: Path) -> Perimeters:
    """The movements of an Insee file, whatever its year. Refused when it is not one."""
    table = recognise(_existing(path))
    if table is None or table.kind != "mouvements":
        columns = ", ".join(sorted(KINDS["mouvements"][0][0]))
        raise Refused(
            (
                f"{path.name} n’est pas le fichier des mouvements de communes de l’Insee "
                f"(v_mvt_commune_AAAA.csv, colonnes {columns}).",
            )
        )
    try:
        return Perimeters(read_movements(table.rows()))
    except (KeyError, ValueError) as fault:
        raise Refused((f"{path.name} : un mouvement ne se lit pas ({fault}).",)) from fault


def read_given(path: Path, kind: Kind, marks: Mapping[str, Status]) -> dict[str, Given]:
    """The values of a file by commune. Refused with every faulty line named."""
    columns, rows = read_rows(path)
    code = code_column(columns)
    operands = {"NUMERATEUR", "DENOMINATEUR"} <= set(columns)
    if not code or not (operands if kind is Kind.RATE else "VALEUR" in columns):
        if not (code and kind is Kind.RATE and "VALEUR" in columns):
            wanted = "code, numerateur, denominateur" if kind is Kind.RATE else "code, valeur"
            raise Refused((f"{path.name} : colonnes attendues : {wanted}.",))
    found: dict[str, Given] = {}
    faults = []
    for line, row in rows:
        commune = row[code].zfill(5)
        if not CODE.fullmatch(commune):
            faults.append(f"{path.name}, ligne {line} : « {row[code]} » n’est pas un code commune.")
        elif commune in found:
            faults.append(f"{path.name}, ligne {line} : {commune} est déjà donnée plus haut.")
        else:
            try:
                found[commune] = _given(row, kind, marks)
            except ValueError as fault:
                faults.append(f"{path.name}, ligne {line}, {commune} : {fault}")
    if faults:
        left = len(faults) - SHOWN
        raise Refused((*faults[:SHOWN], *([f"… et {left} autres lignes."] if left > 0 else ())))
    return found


def read_weights(path: Path | None) -> Weights:
    """Weights by commune (`code, poids`), or by link (`de, vers, poids`)."""
    if path is None:
        return Weights()
    columns, rows = read_rows(path)
    links = {"DE", "VERS"} <= set(columns)
    code = "" if links else code_column(columns)
    weight = next((name for name in WEIGHT_COLUMNS if name in columns), "")
    if not weight or not (links or code):
        raise Refused((f"{path.name} : colonnes attendues : code, poids, ou de, vers, poids.",))
    by_commune, by_link = {}, {}
    for line, row in rows:
        try:
            number = _number(row[weight])
        except ValueError as fault:
            raise Refused((f"{path.name}, ligne {line} : {fault}",)) from fault
        if number is None or number < 0:
            raise Refused((f"{path.name}, ligne {line} : un poids est un nombre positif ou nul.",))
        if links:
            by_link[row["DE"].zfill(5), row["VERS"].zfill(5)] = number
        else:
            by_commune[row[code].zfill(5)] = number
    return Weights(by_commune, by_link)


def write_converted(converted: Iterable[Converted], path: Path) -> None:
    """`code, valeur, methode, origine, raison`; origins joined by commas in one quoted field."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for one in converted:
        writer.writerow(
            (one.code, written(one.value), one.method, ",".join(one.origins), one.reason)
        )
    path.write_text(text.getvalue(), encoding="utf-8")


def written(value: Value | None) -> str:
    """A whole number without its point; a mark as its source writes it."""
    if value is None:
        return ""
    if value.number is None:
        return value.mark
    whole = value.number.is_integer() and abs(value.number) < LARGEST_EXACT
    return str(int(value.number)) if whole else repr(value.number)


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, Row]]]:
    """Upper-case columns, and the numbered rows under them, blank ones left out."""
    lines = lines_of(_existing(path))
    columns: list[str] = []
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = [str(cell or "").strip() for cell in line]
        if not any(cells):
            continue
        if not columns:
            columns = [cell.upper() for cell in cells]
        else:
            rows.append((number, dict(zip(columns, cells + [""] * len(columns), strict=False))))
    return columns, rows


def code_column(columns: list[str]) -> str:
    """The column of the communes’ codes, by its name."""
    return next((name for name in CODE_COLUMNS if name in columns), "")


def _given(row: Row, kind: Kind, marks: Mapping[str, Status]) -> Given:
    operands = kind is Kind.RATE
    return Given(
        value=_value(row["VALEUR"], marks) if "VALEUR" in row else None,
        numerator=_value(row["NUMERATEUR"], marks) if operands and "NUMERATEUR" in row else None,
        denominator=_value(row["DENOMINATEUR"], marks)
        if operands and "DENOMINATEUR" in row
        else None,
    )


def _value(text: str, marks: Mapping[str, Status]) -> Value:
    if text in marks:
        return Value(None, marks[text], text)
    number = _number(text)
    if number is None:
        return Value(None, Status.NOT_AVAILABLE, "")
    return Value(number)


def _number(text: str) -> float | None:
    """None for an empty cell. ValueError, in words, when it is neither a number nor a mark."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not bare:
        return None
    if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", bare):
        raise ValueError(f"« {text} » n’est ni un nombre, ni une marque connue de la source.")
    return float(bare)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(2, "introuvable", str(path))
    return path


def movement_table(folder: Path) -> Table | None:
    """The latest file of movements in a folder, its sub-folders left aside."""
    found = []
    for path in sorted(folder.glob("*")):
        if re.search(r"mvt|mouvement", path.name, re.IGNORECASE) and path.is_file():
            try:
                table = recognise(path)
            except TerritoryError:
                continue
            if table is not None and table.kind == "mouvements":
                found.append(table)
    return max(found, key=lambda one: (one.vintage or 0, one.path.stat().st_size), default=None)
