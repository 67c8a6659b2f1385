"""Official files given by hand, recognised by their columns whatever their name or separator."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

from stats.territory.errors import TerritoryError

HEADER_DEPTH = 15  # Insee puts up to a dozen lines of titles above the header
SEPARATORS = ",;\t"

# Each kind of file: the sets of columns that give it away, and the columns it must not have.
KINDS: dict[str, tuple[tuple[set[str], ...], set[str]]] = {
    "communes": (({"TYPECOM", "COM", "DEP", "LIBELLE", "COMPARENT"},), set()),
    "mouvements": (({"MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "COM_AP"},), set()),
    "departements": (({"DEP", "REG", "CHEFLIEU", "TNCC", "LIBELLE"},), {"ARR"}),
    "regions": (({"REG", "CHEFLIEU", "TNCC", "LIBELLE"},), {"DEP"}),
    "epci": (
        (
            {"CODGEO", "EPCI", "LIBEPCI"},
            {"COM", "EPCI", "LIBEPCI"},
            {"INSEE", "SIREN", "RAISON_SOCIALE"},
        ),
        set(),
    ),
    "iris": (({"CODE_IRIS", "LIB_IRIS", "DEPCOM"},), set()),
    "qpv": (({"CODE_QP", "LIB_QP"}, {"CODGEO", "LIBGEO", "POP_COM_QP", "LIB_COM"}), set()),
    "zonages": (({"CODGEO", "ZE2020"}, {"CODGEO", "BV2022"}), set()),
    "libelles": (({"NIVGEO", "CODGEO", "LIBGEO"},), set()),
    "densite": (
        (
            {"CODGEO", "DENS"},
            {"DEPCOM", "LIBDENS"},
            {"CODE COMMUNE", "LIBELLÉ DEGRÉ DENSITÉ"},
        ),
        set(),
    ),
    "populations": (({"COM", "PMUN"}, {"CODGEO", "PMUN"}), {"DENS"}),
}

Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """A recognised file; its rows are read only when asked for."""

    path: Path
    kind: str
    vintage: int | None
    sheet: str = ""

    def rows(self) -> Iterator[Row]:
        """The rows under the header, by upper-case column, as stripped text."""
        lines = lines_of(self.path, self.sheet)
        for line in lines:
            columns = _columns(line)
            if _kind(set(columns)) == self.kind:
                break
        for line in lines:
            yield {name: _text(cell) for name, cell in zip(columns, line, strict=False)}


def find_tables(folder: Path) -> dict[str, Table]:
    """The best file of each kind under `folder`: the latest vintage, then the largest file."""
    if not folder.is_dir():
        raise TerritoryError(
            f"Le dossier {folder} n’existe pas\u00a0: donner à --cog le dossier où sont les "
            "fichiers du Code officiel géographique."
        )
    found: dict[str, Table] = {}
    for path in sorted(folder.rglob("*")):
        if (table := recognise(path)) is None:
            continue
        known = found.get(table.kind)
        if known is None or _rank(table) > _rank(known):
            found[table.kind] = table
    return found


def _rank(table: Table) -> tuple[int, int]:
    return (table.vintage or 0, table.path.stat().st_size)


def recognise(path: Path) -> Table | None:
    """The first sheet whose header is known (a CSV file has one sheet, without a name)."""
    for sheet in _sheets(path):
        for line in islice(lines_of(path, sheet), HEADER_DEPTH):
            if kind := _kind(set(_columns(line))):
                return Table(path, kind, _vintage(path.name), sheet)
    return None


def _kind(columns: set[str]) -> str:
    for kind, (signatures, refused) in KINDS.items():
        if not columns & refused and any(signature <= columns for signature in signatures):
            return kind
    return ""


def _columns(line: list[object]) -> list[str]:
    return [_text(cell).upper() for cell in line]


def _vintage(name: str) -> int | None:
    years = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", name)]
    return max(years, default=None)


def _sheets(path: Path) -> list[str]:
    if path.suffix == ".xlsx":
        return _workbook(path).sheetnames
    return [""] if path.name.lower().endswith((".csv", ".csv.gz")) else []


def lines_of(path: Path, sheet: str = "") -> Iterator[list[object]]:
    if sheet:
        for row in _workbook(path)[sheet].iter_rows(values_only=True):
            yield list(row)
        return
    text = _decoded(path)
    start = "\n".join(text.splitlines()[:HEADER_DEPTH])
    separator = max(SEPARATORS, key=start.count)
    yield from csv.reader(io.StringIO(text), delimiter=separator)


def _workbook(path: Path):
    try:
        # From memory: a workbook read lazily would keep its file open.
        return load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TerritoryError(
            f"Le classeur {path.name} ne peut pas être lu\u00a0: le télécharger à nouveau, ou le "
            "retirer du dossier."
        ) from error


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
        content = gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError) as error:
        raise TerritoryError(
            f"Le fichier {path.name} ne peut pas être lu\u00a0: le télécharger à nouveau, ou le "
            "retirer du dossier."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
