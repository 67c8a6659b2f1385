"""A text file as a table: its encoding, its separator, its lines."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from stats.sources.opening.faults import FileFault
from stats.sources.opening.tables import Table, from_rows

BOM = b"\xef\xbb\xbf"
SEPARATORS = ";\t,|"
SAMPLE = 40
PAGE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
# « é » written in UTF-8, read as Windows, written again in UTF-8.
TWICE_ENCODED = re.compile("Ã[\u00a0-\u00bf\u2030\u0160\u201a\u20ac\u0192\u2020]")


def is_page(content: bytes) -> bool:
    return PAGE.match(content[:2000].removeprefix(BOM)) is not None


def read_text(file: str, name: str, content: bytes) -> Table:
    """The table of a CSV of any usual separator. Raises FileFault."""
    if is_page(content):
        raise FileFault(
            file,
            "c’est une page web, pas un tableau : le producteur a répondu par une page d’erreur.",
            "Ouvrir l’adresse dans un navigateur et télécharger le fichier lui-même.",
        )
    if b"\0" in content[:4096]:
        raise FileFault(file, "le fichier n’est pas un texte.", "L’enregistrer en CSV UTF-8.")
    text = decoded(file, content)
    separator = _separator(text)
    table = _fast(file, name, text, separator)
    return table or _slow(file, name, text, separator)


def decoded(file: str, content: bytes) -> str:
    """UTF-8 with or without its mark, or Windows. Raises FileFault with the line."""
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        text = _windows(file, content)
    else:
        if found := TWICE_ENCODED.search(text):
            line = text.count("\n", 0, found.start()) + 1
            raise FileFault(
                file,
                f"les accents sont abîmés (« {_around(text, found.start())} ») : le fichier a été "
                "enregistré deux fois dans deux encodages.",
                "Reprendre le fichier du producteur, sans l’ouvrir dans un tableur.",
                line=line,
            )
    return text


def _windows(file: str, content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise FileFault(
            file,
            "l’encodage n’est ni UTF-8 ni Windows.",
            "L’enregistrer en CSV UTF-8.",
            line=content.count(b"\n", 0, error.start) + 1,
        ) from error


def _around(text: str, place: int) -> str:
    before = re.split(r"[;,\t\n\"]", text[max(0, place - 15) : place])[-1]
    after = re.split(r"[;,\t\n\"]", text[place : place + 15])[0]
    return (before + after).strip()


def _separator(text: str) -> str:
    """The sign most regularly found: title lines and decimal commas do not mislead."""
    lines = text[:200_000].splitlines()[:SAMPLE]
    scores = {}
    for separator in SEPARATORS:
        counts = [line.count(separator) for line in lines if line.count(separator)]
        usual = max(set(counts), key=counts.count) if counts else 0
        scores[separator] = usual * counts.count(usual)
    return max(SEPARATORS, key=scores.__getitem__)


def _fast(file: str, name: str, text: str, separator: str) -> Table | None:
    """Every line of the same width and every cell on its line: read in one go, or None."""
    content = text.encode()
    try:
        found = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(
                autogenerate_column_names=True,
                block_size=max(len(content) + 1, 1024),
                use_threads=True,
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types={
                    f"f{place}": pa.string()
                    for place in range(text.partition("\n")[0].count(separator) + 1)
                },
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    lines = text.count("\n") + (not text.endswith("\n"))
    texts = all(column.type == pa.string() for column in found.columns)
    if found.num_rows != lines or not texts:
        return None
    columns = tuple(column.combine_chunks() for column in found.columns)
    return Table(file=file, name=name, columns=columns)


def _slow(file: str, name: str, text: str, separator: str) -> Table:
    """Titles, notes, cells of several lines: one by one, each with its true line."""
    rows, lines, line = [], [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileFault(
            file,
            f"la ligne ne peut pas être découpée ({error}).",
            "Vérifier les guillemets de cette ligne.",
            line=line,
        ) from error
    return from_rows(rows, file=file, name=name, lines=np.array(lines, dtype=np.int64))
