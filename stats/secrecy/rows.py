"""The CSV files of tables and of releases: their rows, or a sentence that says what to correct."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from stats.store.table import RefusedError

SPACES = str.maketrans("", "", "\u00a0\u202f ")
NUMBER = re.compile(r"[0-9]+([.,][0-9]*)?([eE][+-]?[0-9]+)?|[.,][0-9]+")
LARGEST = 1e15  # beyond, sums are no longer exact
type_row = dict[str, str]


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, type_row]]]:
    """Header, and rows with their line, of a CSV file: comma, semicolon or tab. RefusedError."""
    text = _text(path)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise RefusedError(
            f"{path.name}, ligne {reader.line_num} : le fichier ne se lit pas comme du CSV "
            f"({error}) ; vérifier les guillemets."
        ) from error
    lines = [(number, row) for number, row in lines if any(row)]
    if not lines:
        raise RefusedError(f"{path.name} est vide.")
    (_, header), *rows = lines
    _refuse_twice(path, header)
    for number, row in rows:
        if len(row) > len(header) and any(row[len(header) :]):
            raise RefusedError(
                f"{path.name}, ligne {number} : {len(row)} cases pour {len(header)} colonnes ; "
                "vérifier les séparateurs et les guillemets."
            )
    empty = [""] * len(header)
    return header, [
        (number, dict(zip(header, [*row, *empty], strict=False))) for number, row in rows
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            f"{path.name} n’est pas en UTF-8 ; l’enregistrer en « CSV UTF-8 »."
        ) from None
    except (IsADirectoryError, PermissionError):
        raise RefusedError(f"{path} n’est pas un fichier qui se lit.") from None


def _refuse_twice(path: Path, header: list[str]) -> None:
    twice = [name for name in dict.fromkeys(header) if name and header.count(name) > 1]
    if twice:
        raise RefusedError(f"{path.name} : la colonne « {twice[0]} » est là deux fois.")


def given_twice(
    cell: Sequence[str], header: Sequence[str], known: Iterable[str], where: str
) -> RefusedError:
    """A cell said twice is one too many, or is two cells that a forgotten dimension tells apart."""
    others = [name for name in header if name and name not in set(known)]
    hint = f" ; déclarer la dimension « {others[0]} » dans les règles" if others else ""
    return RefusedError(f"{where} : la cellule {' × '.join(cell)} est donnée deux fois{hint}.")


def code_of(row: type_row, name: str, where: str) -> str:
    """The code of a cell in a dimension. RefusedError when there is none."""
    if not row[name]:
        raise RefusedError(f"{where} : le code de « {name} » manque.")
    return row[name]


def number_of(text: str, where: str) -> float:
    """NaN for an empty cell. RefusedError for what is neither empty nor a positive number."""
    compact = text.translate(SPACES)
    if not compact:
        return np.nan
    found = float(compact.replace(",", ".")) if NUMBER.fullmatch(compact) else -1.0
    if found < 0:
        raise RefusedError(f"{where} : « {text} » n’est pas un nombre positif ou nul.")
    if found > LARGEST:
        raise RefusedError(f"{where} : « {text} » est trop grand pour être additionné.")
    return found
