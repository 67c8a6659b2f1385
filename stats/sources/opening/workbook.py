"""A workbook (.xlsx) as tables: one a visible sheet, values as texts, formulas remembered."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl

from stats.sources.opening.faults import FileFault
from stats.sources.opening.sizes import LARGEST_WORKBOOK, opened_zip, truncated
from stats.sources.opening.tables import Table, from_rows

FORMULA = re.compile(rb"<f[\s>/]")
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
    with opened_zip(file, content, LARGEST_WORKBOOK) as archive:
        has_formulas = any(_holds_formula(archive, member) for member in archive.namelist())
    values = _opened(file, content, data_only=True)
    formulas = _opened(file, content, data_only=False) if has_formulas else None
    try:
        for sheet in values.sheetnames:
            rows = _rows(file, values[sheet])
            if not any(rows):
                continue
            written = _rows(file, formulas[sheet]) if formulas else []
            found = _formulas(written)
            yield from_rows(
                rows,
                file=file,
                name=name,
                sheet=sheet,
                formulas=frozenset(found),
                uncomputed=frozenset(place for place in found if not _cell(rows, place)),
            )
    finally:
        values.close()
        if formulas:
            formulas.close()


def _holds_formula(archive: zipfile.ZipFile, member: str) -> bool:
    if not member.startswith("xl/worksheets/") or not member.endswith(".xml"):
        return False
    with archive.open(member) as stream:
        tail = b""
        try:
            while chunk := stream.read(1 << 20):
                if FORMULA.search(tail + chunk):
                    return True
                tail = chunk[-4:]
        except (zipfile.BadZipFile, OSError, EOFError):
            return False
    return False


def _opened(file: str, content: bytes, *, data_only: bool) -> openpyxl.Workbook:
    try:
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
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


def _formulas(rows: list[list[str]]) -> list[tuple[int, int]]:
    return [
        (row, place)
        for row, cells in enumerate(rows)
        for place, cell in enumerate(cells)
        if cell.startswith("=")
    ]


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
