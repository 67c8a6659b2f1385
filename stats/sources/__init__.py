"""From the files of a source to observations and the account of every row.

Readers by source: `chiffres` (the figures of the catalogue) and `long` (one observation a line).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from stats.catalogue.model import Catalogue
from stats.observation import Observation
from stats.sources.figures import read_figures
from stats.sources.long import read_long
from stats.sources.report import Refusal, Report, Unmatched
from stats.words import typeset

__all__ = ["READABLE", "Refusal", "Report", "Unmatched", "read"]

READABLE = ("chiffres", "long")


def read(
    source: str,
    files: Sequence[Path | str],
    catalogue: Catalogue,
    territories: Container[tuple[str, str]] | None = None,
) -> tuple[list[Observation], Report]:
    """Reads the files of a source; nothing is published.

    `territories` holds the known (level, code) keys; None accepts any. Publish only when the
    report is `sound`. ValueError when no reader knows this source; OSError on a missing file.
    """
    if source == "chiffres":
        return read_figures(catalogue, territories)
    if source == "long":
        return read_long([Path(file) for file in files], catalogue, territories)
    raise ValueError(typeset(f"« {source} » n’est pas lisible : {', '.join(READABLE)}."))
