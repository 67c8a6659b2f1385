"""What the tests on official files share: where they are, how a reading is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from stats.catalogue import load_catalogue
from stats.sources import Report, read
from tests.stats.sources.conftest import REAL

FOLDER = os.environ.get("OBS_SOURCES", "")
needed = pytest.mark.skipif(
    not FOLDER, reason="OBS_SOURCES ne dit pas où sont les fichiers officiels"
)
REGION = ("44", "49", "53", "72", "85")


class Reading:
    """A source read once for all the tests of a module."""

    def __init__(self, source: str, *files: str, territories: object = None) -> None:
        paths = [Path(FOLDER) / file for file in files]
        self.table: pa.Table
        self.report: Report
        self.table, self.report = read(source, paths, load_catalogue(REAL), territories)

    def rows(self, **wanted: object) -> list[dict]:
        """The observations whose columns hold what is wanted."""
        table = self.table
        for name, value in wanted.items():
            column = table.column(name).cast(pa.string())
            table = table.filter(pc.equal(column, str(value)))
        return table.to_pylist()

    def value(self, indicator: str, territory: str, period: str, **wanted: object) -> object:
        """The number of the one observation wanted, or its status when it is not a number."""
        rows = self.rows(indicateur=indicator, territoire=territory, periode=period, **wanted)
        assert len(rows) == 1, rows
        return rows[0]["valeur"] if rows[0]["statut"] == "valeur" else rows[0]["statut"]

    def values(self, *keys: tuple[str, str, str]) -> list[object]:
        return [self.value(*key) for key in keys]

    def region(self, indicator: str, period: str) -> list[object]:
        """The values of the five départements of Pays de la Loire."""
        return [self.value(indicator, code, period, niveau="departement") for code in REGION]
