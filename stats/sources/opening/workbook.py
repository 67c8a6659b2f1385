"""A workbook (.xlsx) as tables: one a visible sheet, values as texts, formulas remembered."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import column_index_from_string

from stats.sources.opening.faults import FileFault
from stats.sources.opening.sizes import LARGEST_WORKBOOK, opened_zip, truncated
from stats.sources.opening.tables import Table, from_rows

# Those of « xm » belong to small charts and to rules of input, not to cells.
FORMULA = re.compile(rb"<(?!xm:)(?:\w+:)?f[\s>/]")
# A cell that says where it stands, and begins with its formula.
FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')
UNREADABLE = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    AttributeError,
    ParseError,
)


def read_workbook(file: str, name: str, content: bytes) -> Iterator[Table]:
    """The sheets with at least one cell. Raises FileFault."""
    with (
        opened_zip(file, content, LARGEST_WORKBOOK) as archive,
        contextlib.closing(_opened(file, content)) as book,
    ):
        for sheet in book.sheetnames:
            rows = _rows(file, book[sheet])
            if not any(rows):
                continue
            found = _formulas(file, archive, book[sheet])
            yield from_rows(
                rows,
                file=file,
                name=name,
                sheet=sheet,
                formulas=found,
                uncomputed=frozenset(place for place in found if not _cell(rows, place)),
            )


def _formulas(file: str, archive: zipfile.ZipFile, sheet: object) -> frozenset[tuple[int, int]]:
    """(row, column) of the cells that are formulas, from the very text of the sheet: to open the
    workbook a second time for them would take as long as to read it."""
    try:
        # The library keeps to itself where it found a sheet.
        content = archive.read(sheet._worksheet_path)
    except UNREADABLE as error:
        raise truncated(file) from error
    found = frozenset(
        (int(row) - 1, column_index_from_string(letters.decode()) - 1)
        for letters, row in FORMULA_CELL.findall(content)
    )
    if len(found) != len(FORMULA.findall(content)):
        raise FileFault(
            file,
            "une formule n’est pas dans une cellule que l’on puisse situer.",
            "Dans le tableur, copier puis coller les valeurs seules, et enregistrer.",
        )
    return found


def _opened(file: str, content: bytes) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UNREADABLE as error:
        raise FileFault(
            file,
            "le classeur ne peut pas être ouvert.",
            "Le télécharger de nouveau, ou l’enregistrer en .xlsx depuis un tableur.",
        ) from error


def _rows(file: str, sheet: object) -> list[list[str]]:
    """The texts of a sheet without the empty lines and columns that follow the last cell."""
    try:
        # A workbook may announce a million empty lines: only what is written is read.
        sheet.reset_dimensions()
        rows = [
            _trimmed([_text(cell) for cell in row]) for row in sheet.iter_rows(values_only=True)
        ]
    except AttributeError:
        return []  # A sheet of charts has no cells.
    except UNREADABLE as error:
        raise truncated(file) from error
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(rows: list[list[str]], place: tuple[int, int]) -> str:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _text(cell: object) -> str:
    """A number without a false decimal, a date as written in ISO, a text as it stands."""
    match cell:
        case None:
            return ""
        case bool():
            return "VRAI" if cell else "FAUX"
        case str():
            return cell
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
    return str(getattr(cell, "text", cell))
