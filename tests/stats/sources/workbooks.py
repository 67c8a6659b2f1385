"""Small files with one fault each, made where the tests run."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl

MEGABYTE = 1024 * 1024
FILOSOFI_VARIABLES = """NBMENFISC NBPERSMENFISC MED PIMP TP60 TP60AGE1 TP60AGE2 TP60AGE3 TP60AGE4
TP60AGE5 TP60AGE6 TP60TOL1 TP60TOL2 PACT PTSA PCHO PBEN PPEN PPAT PPSOC PPFAM PPMINI PPLOGT PIMPOT
D1 D9 RD""".split()
HEADER = ["CODGEO", *(f"{name}21" for name in FILOSOFI_VARIABLES)]


def filosofi(folder: Path, rows: list[list[str]], header: list[str] | None = None) -> Path:
    """A file of the comparator's form, year 2021: a code and the first values of each row."""
    header = HEADER if header is None else header
    lines = [header, *([*row, *["s"] * (len(header) - len(row))] for row in rows)]
    path = folder / "cc_filosofi_2021_COM.csv"
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


def workbook(folder: Path, rows: list[list[object]], name: str = "classeur.xlsx") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    book.close()
    return path


def bomb(path: Path, unfolded: int = 400 * MEGABYTE) -> Path:
    """A workbook of less than a megabyte whose one sheet unfolds to four hundred."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(unfolded // MEGABYTE):
                sheet.write(b"0" * MEGABYTE)
    return path
