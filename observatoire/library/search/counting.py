"""Counts of all facets at once, from « text of facets → number of notices ».

A facet's own choice does not narrow its own counts, so that one may add to it. Texts are turned
into numbers once per process and kept: a text means the same for ever, nothing is to be purged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

import numpy as np

from observatoire.library.search.facets import NAMES, read_facets
from observatoire.library.search.question import Question

MOST_KNOWN = 200_000


@dataclass(frozen=True)
class Counted:
    """`total` with every choice; `facets`: by name, (value, number) in no promised order."""

    total: int
    facets: dict[str, dict[str, int]]


class Codebook:
    """Rows are texts; for each facet, pairs (row, value) as two arrays."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._clear()

    def _clear(self) -> None:
        self.rows: dict[str, int] = {}
        self.values: dict[str, list[str]] = {name: [] for name in NAMES}
        self.codes: dict[str, dict[str, int]] = {name: {} for name in NAMES}
        self.pairs: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in NAMES}
        self.arrays: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self.drawn = -1

    def learn(self, texts: list[str]) -> np.ndarray:
        """The row of each text."""
        if len(self.rows) > MOST_KNOWN:
            self._clear()
        rows = list(map(self.rows.get, texts))
        if None in rows:
            for text in texts:
                if text not in self.rows:
                    self._add(text)
            rows = list(map(self.rows.get, texts))
        if self.drawn != len(self.rows):
            self.arrays = {
                name: (np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64))
                for name, (rows, codes) in self.pairs.items()
            }
            self.drawn = len(self.rows)
        return np.array(rows, dtype=np.int64)

    def _add(self, text: str) -> None:
        row = self.rows[text] = len(self.rows)
        for name, values in read_facets(text):
            codes = self.codes[name]
            for value in values:
                if value not in codes:
                    codes[value] = len(codes)
                    self.values[name].append(value)
                self.pairs[name][0].append(row)
                self.pairs[name][1].append(codes[value])


_book = Codebook()


def count_facets(found: Iterable[tuple[str, int]], question: Question) -> Counted:
    found = list(found)
    with _book.lock:
        return _count(found, question)


def _count(found: list[tuple[str, int]], question: Question) -> Counted:
    rows = _book.learn([text for text, _ in found])
    numbers = np.array([number for _, number in found], dtype=np.float64)
    weights = np.bincount(rows, numbers, minlength=len(_book.rows))
    allowed = {name: _holding(name, values) for name, values in question.chosen}
    facets = {}
    for name in NAMES:
        kept = weights
        for other, mask in allowed.items():
            if other != name:
                kept = kept * mask
        of_rows, of_values = _book.arrays[name]
        numbers = np.bincount(of_values, kept[of_rows], minlength=len(_book.values[name]))
        facets[name] = {
            _book.values[name][code]: int(numbers[code]) for code in np.flatnonzero(numbers)
        }
    for mask in allowed.values():
        weights = weights * mask
    return Counted(int(weights.sum()), facets)


def _holding(name: str, values: tuple[str, ...]) -> np.ndarray:
    """1 for the rows that hold one of the values."""
    codes = [_book.codes[name][value] for value in values if value in _book.codes[name]]
    of_rows, of_values = _book.arrays[name]
    mask = np.zeros(len(_book.rows))
    mask[of_rows[np.isin(of_values, codes)]] = 1
    return mask
