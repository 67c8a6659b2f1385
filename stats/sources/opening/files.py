"""Which way to open a file, from its first bytes rather than its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from stats.sources.opening.exchange import is_xml, read_exchange
from stats.sources.opening.faults import FileFault
from stats.sources.opening.older import read_older_workbook
from stats.sources.opening.sizes import (
    LARGEST_FILE,
    LARGEST_TEXT,
    MEGABYTE,
    opened_zip,
    read_member,
    unfolded_gzip,
)
from stats.sources.opening.tables import Table
from stats.sources.opening.text import is_page, read_text
from stats.sources.opening.workbook import read_workbook

GZIP, ZIP, OLE = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0"
READ_INSIDE = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".gz")
type_wanted = Callable[[str], bool]


def open_file(path: Path, wanted: type_wanted = lambda name: True) -> Iterator[Table]:
    """The tables of a file, one by one. Raises FileFault, OSError when it is not there.

    In an archive only the members whose name is `wanted` are opened.
    """
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise FileFault(
            path.name,
            f"le fichier pèse plus de {LARGEST_FILE // MEGABYTE}\u00a0Mo.",
            "Le couper, ou n’en garder que les tableaux utiles.",
        )
    yield from open_content(path.name, path.name, path.read_bytes(), wanted)


def open_content(
    file: str, name: str, content: bytes, wanted: type_wanted = lambda name: True
) -> Iterator[Table]:
    """`file` is what a sentence names, `name` the file's own name inside its container."""
    if not content.strip():
        raise FileFault(file, "le fichier est vide.", "Le télécharger de nouveau.")
    if content.startswith(GZIP):
        inner = name.removesuffix(".gz")
        yield from open_content(file, inner, unfolded_gzip(file, content), wanted)
    elif content.startswith(ZIP) and _is_workbook(file, content):
        yield from read_workbook(file, name, content)
    elif content.startswith(ZIP):
        yield from _open_archive(file, content, wanted)
    elif content.startswith(OLE):
        yield from read_older_workbook(file, name, content)
    elif is_xml(content) and not is_page(content):
        yield read_exchange(file, name, content)
    else:
        yield read_text(file, name, content)


def _is_workbook(file: str, content: bytes) -> bool:
    with opened_zip(file, content, LARGEST_TEXT) as archive:
        return "[Content_Types].xml" in archive.namelist()


def _open_archive(file: str, content: bytes, wanted: type_wanted) -> Iterator[Table]:
    with opened_zip(file, content, LARGEST_TEXT) as archive:
        for member in archive.namelist():
            name = PurePosixPath(member).name
            if name.lower().endswith(READ_INSIDE) and wanted(name.removesuffix(".gz")):
                inside = read_member(file, archive, member)
                yield from open_content(f"{file}, {name}", name, inside, wanted)
