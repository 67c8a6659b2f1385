"""An older workbook (.xls) as tables. Its formulas only show their results."""

from __future__ import annotations

import xlrd

from stats.sources.opening.faults import FileFault
from stats.sources.opening.tables import Table, from_rows


def read_older_workbook(file: str, name: str, content: bytes) -> list[Table]:
    """The sheets with at least one cell. Raises FileFault."""
    try:
        book = xlrd.open_workbook(file_contents=content, on_demand=True)
        tables = [
            from_rows(rows, file=file, name=name, sheet=sheet.name)
            for sheet in book.sheets()
            if (rows := _rows(book, sheet))
        ]
    except Exception as error:  # xlrd lets out whatever a broken file makes it trip on.
        raise FileFault(
            file,
            "l’ancien classeur (.xls) ne peut pas être ouvert.",
            "Le télécharger de nouveau, ou l’enregistrer en .xlsx depuis un tableur.",
        ) from error
    return tables


def _rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> list[list[str]]:
    return [
        [_text(book, sheet.cell(row, place)) for place in range(sheet.row_len(row))]
        for row in range(sheet.nrows)
    ]


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return str(int(cell.value)) if cell.value.is_integer() else repr(cell.value)
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, book.datemode).date().isoformat()
        case xlrd.XL_CELL_BOOLEAN:
            return "VRAI" if cell.value else "FAUX"
        case xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#ERREUR!")
    return str(cell.value)
