"""The files of a deposit: kept as given, copied out to be read, erased when nobody wants them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction

from observatoire.indicators.models import Import, ImportFile

CHUNK = 1024 * 1024
LONGEST_NAME = 200


def keep_file(imported: Import, file: File, *, kind: str = ImportFile.Kind.GIVEN) -> ImportFile:
    """Store a file; its name is the one it was given, without any folder."""
    name = PurePosixPath(file.name.replace("\\", "/")).name[-LONGEST_NAME:]
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    file.seek(0)
    kept = ImportFile(
        owner=imported, kind=kind, name=name, sha256=digest.hexdigest(), size=file.size
    )
    kept.file.save(name, file, save=True)
    return kept


def write_beside(imported: Import, *, kind: str, name: str, content: bytes | None) -> None:
    """What a reading leaves beside the files, in place of what the former one left."""
    erase(imported.files.filter(kind=kind))
    if content is not None:
        keep_file(imported, ContentFile(content, name=name), kind=kind)


def copy_out(imported: Import, folder: Path) -> list[Path]:
    """The given files under their own names, wherever the storage keeps them.

    Each in a folder of its own: two may bear the same name.
    """
    paths = []
    for number, given in enumerate(imported.files.given().order_by("name", "id")):
        path = folder / str(number) / given.name
        path.parent.mkdir()
        with given.file.open("rb") as source, path.open("wb") as target:
            for chunk in source.chunks(CHUNK):
                target.write(chunk)
        paths.append(path)
    return paths


def erase(files: Iterable[ImportFile]) -> None:
    """The rows now, the content once this is committed: a refusal must lose nothing."""
    for kept in list(files):
        transaction.on_commit(partial(kept.file.storage.delete, kept.file.name))
        kept.delete()


def harmless(cell: object) -> object:
    """What a file says must not become a formula of the spreadsheet that opens the report."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell
