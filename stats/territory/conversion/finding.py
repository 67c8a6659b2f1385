"""Where the file of movements is, when nobody said: it is never kept with the engine."""

from __future__ import annotations

import os
from pathlib import Path

from stats.territory.conversion.files import Refused, movement_table

DOWNLOADED = ("var/donnees", "var/telechargements")


def find_movements(given: Path | None, store: Path | None, file: Path) -> Path | None:
    """The file named; else the one kept in the store; else beside `file`, in a folder beside it,
    among what was downloaded, or in the folder of official files; None when there is none."""
    if given is not None:
        if not given.is_file():
            raise Refused((f"Fichier introuvable : {given}.",))
        return given
    for folder in _folders(store, file.resolve().parent):
        table = movement_table(folder) if folder.is_dir() else None
        if table is not None:
            return table.path
    return None


def _folders(store: Path | None, beside: Path) -> list[Path]:
    found = [store / "territoires"] if store else []
    found += [beside, beside / "cog", beside.parent / "cog", beside.parent.parent / "cog"]
    if official := os.environ.get("OBS_SOURCES"):
        found += [Path(official), Path(official) / "cog"]
    return [*found, *(Path(folder) for folder in DOWNLOADED)]
