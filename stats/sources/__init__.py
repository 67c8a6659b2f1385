"""From the files of a source to observations and the account of every row.

Readers: `chiffres` (the figures of the catalogue), `long` and `partenaires` (one observation a
line), and every source whose YAML says, under `lecture`, how its files are read.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

import pyarrow as pa

from stats.catalogue.lecture import reading_of
from stats.catalogue.model import Catalogue
from stats.floors import with_floors
from stats.observation import Observation
from stats.sources.checking import checked
from stats.sources.figures import read_figures
from stats.sources.long import read_long
from stats.sources.report import Refusal, Report, TableReport, Unmatched
from stats.sources.shaped import read_shaped
from stats.words import typeset

__all__ = ["Refusal", "Report", "TableReport", "Unmatched", "checked", "read", "readable"]

BUILT_IN = ("chiffres", "long")
COUNTS = "partenaires"  # a long table too, whose counts are raw: secrecy is ours to apply


def readable(catalogue: Catalogue) -> tuple[str, ...]:
    """The sources that can be read: the two that need no YAML, then the others by name."""
    described = (
        code for code, source in catalogue.sources.items() if _is_described(source.reading)
    )
    counts = {COUNTS} & set(catalogue.sources)
    return (*BUILT_IN, *sorted((set(described) | counts) - set(BUILT_IN)))


def read(
    source: str,
    files: Sequence[Path | str],
    catalogue: Catalogue,
    territories: Container[tuple[str, str]] | None = None,
    *,
    indicator: str = "",
) -> tuple[list[Observation] | pa.Table, Report]:
    """Reads the files of a source; nothing is published.

    `territories` holds the known (level, code) keys; None accepts any. `indicator` is that of a
    long table without a column for it. Gives what `Store.publish` takes: a list for the built-in
    readers, a table in the store's columns for the others. Publish only when the report is
    `sound`. ValueError when no reader knows this source; OSError on a missing file.
    """
    found, report = _as_written(source, files, catalogue, territories, indicator)
    return with_floors(found, catalogue.indicators), report


def _as_written(
    source: str,
    files: Sequence[Path | str],
    catalogue: Catalogue,
    territories: Container[tuple[str, str]] | None,
    indicator: str,
) -> tuple[list[Observation] | pa.Table, Report]:
    """What the files hold, a floor still written as a number."""
    paths = [Path(file) for file in files]
    if source == "chiffres":
        return read_figures(catalogue, territories)
    if source == "long" or (source == COUNTS and source in catalogue.sources):
        return read_long(paths, catalogue, territories, source, indicator=indicator)
    if source in readable(catalogue):
        return read_shaped(source, paths, catalogue, territories)
    raise ValueError(typeset(f"« {source} » n’est pas lisible : {', '.join(readable(catalogue))}."))


def _is_described(raw: dict | None) -> bool:
    reading = reading_of(raw)
    return reading is not None and bool(reading.shapes)
