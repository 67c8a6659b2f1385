"""Which source a file belongs to, by the names its producer gives."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from stats.catalogue.lecture import reading_of
from stats.catalogue.model import Catalogue
from stats.sources.shaped.choosing import is_known

NOT_DATA = (".md", ".tsv~", ".json", ".yaml", ".geojson")


def sources_of(path: Path, catalogue: Catalogue) -> list[str]:
    """The codes of the sources that know a file of this name, or a member of the archive."""
    names = [path.name.removesuffix(".gz"), *_members(path)]
    return [
        code
        for code, source in sorted(catalogue.sources.items())
        if (reading := reading_of(source.reading)) and any(is_known(reading, n) for n in names)
    ]


def sort_by_source(
    paths: Iterable[Path], catalogue: Catalogue
) -> tuple[dict[str, list[Path]], list[Path]]:
    """The files of each source, and those that no source, or more than one, knows.

    A folder stands for all the files below it, in the order of their names.
    """
    known: dict[str, list[Path]] = {}
    left = []
    for path in _files(paths):
        found = sources_of(path, catalogue)
        if len(found) == 1:
            known.setdefault(found[0], []).append(path)
        else:
            left.append(path)
    return known, left


def _files(paths: Iterable[Path]) -> list[Path]:
    every = []
    for path in paths:
        below = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        every += [one for one in below if one.suffix not in NOT_DATA]
    return every


def _members(path: Path) -> list[str]:
    """The names inside an archive; none when it is not one, or is broken: reading will say so."""
    if path.suffix != ".zip":
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return [PurePosixPath(name).name for name in archive.namelist()]
    except (OSError, zipfile.BadZipFile):
        return []
