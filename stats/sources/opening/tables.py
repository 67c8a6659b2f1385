"""A table of cells: columns of texts, as they stand, and the lines they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from stats.sources.opening.faults import FileFault

MOST_CELLS = 30_000_000


@dataclass(frozen=True)
class Table:
    """Cells of a sheet, or of a text file: `columns[j][i]` is a text, empty when there is nothing.

    `file` is the name a reader knows (« base.zip, cc_filosofi_2019_DEP.csv »), `name` that of the
    file itself inside its container, `sheet` is empty for a text. `lines[i]` is the line of row i
    in the file; None when row i is on line i + 1; `widths[i]` is how many cells are
    written on row i, None when all rows are alike. `uncomputed` holds the (row, column) of the
    formulas without result, `formulas` of all of them.
    """

    file: str
    name: str
    columns: tuple[pa.Array, ...]
    sheet: str = ""
    lines: np.ndarray | None = None
    widths: np.ndarray | None = None
    formulas: frozenset[tuple[int, int]] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    _shown: dict[int, list[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def size(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def place(self) -> str:
        """« classeur.xlsx, feuille Tableau 1 »: what a sentence names."""
        return f"{self.file}, feuille {self.sheet.strip()}" if self.sheet else self.file

    @property
    def title(self) -> str:
        """The first text of the table: what a producer calls it."""
        for row in range(min(self.size, 3)):
            if found := next((cell for cell in self.row(row) if cell.strip()), ""):
                return found
        return ""

    def row(self, row: int) -> list[str]:
        """The cells of a row; for headers and titles, not for data."""
        if row not in self._shown:
            self._shown[row] = [column[row].as_py() for column in self.columns]
        return self._shown[row]

    def width(self, row: int) -> int:
        """How many cells are written on a row."""
        return int(self.widths[row]) if self.widths is not None else len(self.columns)

    def line(self, row: int) -> int:
        return int(self.lines[row]) if self.lines is not None else row + 1


def from_rows(rows: Sequence[Sequence[str]], **about: object) -> Table:
    """A table out of ragged rows: the short ones are completed with empty cells."""
    widths = np.fromiter((len(row) for row in rows), np.int32, len(rows))
    width = int(widths.max(initial=0))
    if len(rows) * width > MOST_CELLS:
        raise FileFault(
            str(about["file"]),
            f"un tableau compte {len(rows)} lignes et {width} colonnes.",
            "N’en garder que la partie utile, ou l’enregistrer en CSV.",
        )
    columns = tuple(
        pa.array([row[place] if place < len(row) else "" for row in rows], pa.string())
        for place in range(width)
    )
    return Table(columns=columns, widths=widths, **about)
