"""Tables that people deposit and take away: CSV and XLSX, read with care, written without harm.

Reading refuses what is too large before opening it. Writing never lets a cell become a formula:
a name such as « =HYPERLINK(…) » stays a name in every spreadsheet.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.styles.protection import Protection
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_BYTES = 10 * 1024 * 1024
MOST_UNFOLDED = 60 * 1024 * 1024  # a workbook is an archive: what it weighs once opened
LONGEST_CELL = 2_000
# What makes a spreadsheet calculate, in its own width or in that of Asian writing.
FORMULA = re.compile("^[\\s\x00]*[=+\\-@|%＝＋－＠]|^[\t\r\n\x00]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
BROKEN = "Ce fichier ne s’ouvre pas\u00a0: l’enregistrer de nouveau en CSV ou en XLSX."


class Unreadable(Exception):
    """The file cannot be read as a table; the sentence says why and what to do."""


@dataclass(frozen=True)
class Table:
    """The first line, and those below it that are not empty, all as text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_table(content: bytes, *, name: str) -> Table:
    """The table of a CSV file or of the first sheet of a workbook. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Ce fichier dépasse 10\u00a0Mo\u00a0: le couper en plusieurs.")
    is_workbook = content[:4] == b"PK\x03\x04"
    if not is_workbook and name.lower().endswith((".xls", ".ods", ".xlsx")):
        raise Unreadable("Enregistrer ce classeur au format XLSX, ou en CSV, puis recommencer.")
    lines = list(_workbook_lines(content) if is_workbook else _csv_lines(content))
    lines = [line for line in lines if any(line)]
    if len(lines) < 2:
        raise Unreadable(
            "Ce fichier n’a pas de contacts\u00a0: sa première ligne nomme les colonnes, les "
            "suivantes les remplissent."
        )
    width = max(len(line) for line in lines)
    filled = [tuple(line) + ("",) * (width - len(line)) for line in lines]
    return Table(header=filled[0], rows=tuple(filled[1:]))


def _csv_lines(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            _check_size(number, len(line))
            yield [_cell(value) for value in line]
    except csv.Error as error:
        raise Unreadable(BROKEN) from error


def _decoded(content: bytes) -> str:
    """UTF-16 is told by its mark, UTF-8 by its form; what is neither comes from an old Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _workbook_lines(content: bytes) -> Iterable[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unfolded = sum(entry.file_size for entry in archive.infolist())
        if unfolded > MOST_UNFOLDED:
            raise Unreadable("Ce classeur est trop grand une fois ouvert\u00a0: le couper.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for number, line in enumerate(book.worksheets[0].iter_rows(values_only=True)):
            _check_size(number, len(line))
            yield [_cell(value) for value in line]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise Unreadable(BROKEN) from error


def _check_size(number: int, width: int) -> None:
    if number > MOST_ROWS or width > MOST_COLUMNS:
        raise Unreadable(
            f"Ce fichier dépasse {MOST_ROWS} lignes ou {MOST_COLUMNS} colonnes\u00a0: le couper."
        )


def _cell(value) -> str:
    """A cell as text; the apostrophe that we write before a dangerous sign is taken back."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = CONTROL.sub("", str(value)).replace("\u00a0", " ").strip()[:LONGEST_CELL]
    return text[1:] if text[:1] == "'" and FORMULA.match(text[1:]) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """A CSV as French spreadsheets open it: semicolons, and the mark of UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in [header, *rows]:
        writer.writerow([harmless(value) for value in line])
    return file.getvalue().encode("utf-8-sig")


def harmless(value) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would calculate."""
    text = CONTROL.sub("", "" if value is None else str(value))
    return f"'{text}" if FORMULA.match(text) else text


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence], *, title: str) -> bytes:
    """A workbook of one sheet, every cell of which is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_text_cell(sheet, value, is_bold=True) for value in header])
    for line in rows:
        sheet.append([_text_cell(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_cell(sheet, value, *, is_bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=CONTROL.sub("", "" if value is None else str(value)))
    cell.data_type = "s"  # whatever it begins with
    cell.number_format = "@"
    cell.font, cell.protection = Font(bold=is_bold), Protection()
    return cell
