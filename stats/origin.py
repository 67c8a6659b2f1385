"""What is real and what is invented: the one place that keeps invented figures inside.

Whatever is computed from a figure marked « fictif » is marked too. Pages show such figures with
their tag; the home page, notes, letters, exports and the open interface take `only_real` of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import singledispatch

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stats.grid import ABSENT, Grid
from stats.observation import Observation
from stats.statuses import Mark, parse_marks


@singledispatch
def only_real(given: object) -> object:
    """The same Grid, table or sequence of Observation without what is marked « fictif ».

    A row goes; a cell of a grid becomes « non disponible », of no origin. TypeError on the rest.
    """
    raise TypeError(f"only_real of {type(given).__name__}")


@only_real.register
def _(given: pa.Table) -> pa.Table:
    marks = given.column("marques")
    invented = [text for text in pc.unique(marks).to_pylist() if is_invented(parse_marks(text))]
    if not invented:
        return given
    return given.filter(pc.invert(pc.is_in(marks, pa.array(invented, pa.string()))))


@only_real.register(list)
@only_real.register(tuple)
def _(given: Sequence[Observation]) -> list[Observation]:
    return [row for row in given if not is_invented(row.marks)]


@only_real.register
def _(given: Grid) -> Grid:
    invented = invented_cells(given)
    if not invented.any():
        return given
    return replace(
        given,
        statuses=np.where(invented, ABSENT, given.statuses),
        provenance=np.where(invented, 0, given.provenance),
    )


def is_invented(marks: Iterable[Mark]) -> bool:
    return Mark.FICTITIOUS in marks


def invented_cells(grid: Grid) -> np.ndarray:
    """True where a cell holds an invented figure; territories × periods."""
    by_provenance = np.array([is_invented(one.marks) for one in grid.provenances])
    return by_provenance[grid.provenance]


def holds_invented(*grids: Grid) -> bool:
    """Whether a page that shows these grids must say so."""
    return any(bool(invented_cells(grid).any()) for grid in grids)
