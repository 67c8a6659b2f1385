"""The catalogue: indicators, sources, dashboards and published figures, as data.

Whoever needs the catalogue imports from here; the other modules of this package are its inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from stats.catalogue.figures import check_figures, typed_rows
from stats.catalogue.loading import read_catalogue
from stats.catalogue.model import (
    Catalogue,
    Dashboard,
    Indicator,
    Section,
    Source,
    Theme,
)
from stats.catalogue.problems import CatalogueError, Problem
from stats.catalogue.writing import (
    KeyProblem,
    check_indicator_text,
    parse_keys,
    read_keys,
    written,
)

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Dashboard",
    "Indicator",
    "KeyProblem",
    "Problem",
    "Section",
    "Source",
    "Theme",
    "check_catalogue",
    "check_indicator_text",
    "figure_rows",
    "load_catalogue",
    "parse_keys",
    "read_keys",
    "written",
]


def load_catalogue(folder: Path, overlay: Path | None = None) -> Catalogue:
    """Read `folder` (and `overlay`, whose files of the same name win) into a Catalogue.

    Raises CatalogueError with every Problem of the YAML files. The CSV figures are listed, not
    read: `figure_rows` does it, `check_catalogue` verifies them too.
    """
    catalogue, problems = read_catalogue(Path(folder), Path(overlay) if overlay else None)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def check_catalogue(folder: Path, overlay: Path | None = None) -> list[Problem]:
    """Every Problem of the YAML files; of the figures too when there is none (no echo of it)."""
    catalogue, problems = read_catalogue(Path(folder), Path(overlay) if overlay else None)
    return problems or check_figures(catalogue)


def figure_rows(catalogue: Catalogue) -> Iterator[dict]:
    """The typed rows of catalogue/chiffres, file by file.

    Keys: indicateur, niveau, territoire, periode (str), valeur (float or None), statut (str),
    marques (frozenset of Mark), unite, origine, edition (str), millesime, revision (int), source,
    note (str). Raises CatalogueError when a file is not sound.
    """
    problems = check_figures(catalogue)
    if problems:
        raise CatalogueError(problems)
    yield from typed_rows(catalogue)
