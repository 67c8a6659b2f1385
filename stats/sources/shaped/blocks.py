"""Observations as numbers, column by column, until the whole table is put together at once.

A text (code, citation, edition…) stands once in a lexicon; a block holds ranks. That is what lets
a national file of a million observations be checked in a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as pa

from stats.sources.shaped.values import STATUSES
from stats.statuses import Status

TEXTS = (
    "indicateur",
    "niveau",
    "territoire",
    "periode",
    "marques",
    "unite",
    "source",
    "origine",
    "edition",
    "note",
)
VALUE = STATUSES.index(Status.VALUE)
NO_VINTAGE = 0


class Lexicon:
    """Texts and their ranks, in the order in which they are met."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._ranks: dict[str, int] = {}

    def rank(self, text: str) -> int:
        found = self._ranks.get(text)
        if found is None:
            found = self._ranks[text] = len(self.texts)
            self.texts.append(text)
        return found

    def ranks(self, texts: list[str]) -> np.ndarray:
        known = self._ranks
        for text in dict.fromkeys(texts):
            if text not in known:
                known[text] = len(known)
        self.texts += islice(known, len(self.texts), None)
        return np.array([known[text] for text in texts], np.int32)

    def order(self) -> np.ndarray:
        """For each rank, its place among the texts sorted as the store sorts them."""
        sorted_ranks = sorted(range(len(self.texts)), key=self.texts.__getitem__)
        places = np.empty(len(self.texts), np.int64)
        places[sorted_ranks] = np.arange(len(self.texts))
        return places


@dataclass
class Block:
    """Observations of one column of a table: `texts[name]` is a rank, or one for each row."""

    texts: dict[str, int | np.ndarray]
    numbers: np.ndarray
    statuses: np.ndarray
    vintages: int | np.ndarray
    revision: int
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None
    lines: np.ndarray | None = None
    table: int = 0

    @property
    def size(self) -> int:
        return len(self.numbers)


@dataclass
class Blocks:
    """All the blocks of a reading, with their lexicons."""

    blocks: list[Block] = field(default_factory=list)
    lexicons: dict[str, Lexicon] = field(default_factory=lambda: {n: Lexicon() for n in TEXTS})

    def rank(self, name: str, text: str) -> int:
        return self.lexicons[name].rank(text)

    @property
    def size(self) -> int:
        return sum(block.size for block in self.blocks)

    def column(self, name: str) -> np.ndarray:
        """The ranks of all the observations."""
        parts = [_full(block.texts[name], block.size, np.int32) for block in self.blocks]
        return np.concatenate(parts) if parts else np.empty(0, np.int32)

    def taken(self, name: str, order: np.ndarray) -> np.ndarray:
        """The ranks of the observations of `order`: of all of them the same one, most often."""
        held = [block.texts[name] for block in self.blocks]
        if held and all(isinstance(rank, int) for rank in held) and len(set(held)) == 1:
            return np.full(len(order), held[0], np.int32)
        return self.column(name)[order]

    def gathered(self, name: str, default: float = np.nan) -> np.ndarray:
        """An attribute of all the blocks, in one array."""
        parts = [_full(getattr(block, name), block.size, None, default) for block in self.blocks]
        return np.concatenate(parts) if parts else np.empty(0)

    def text(self, name: str, rank: int) -> str:
        return self.lexicons[name].texts[rank]


def arrow_table(blocks: Blocks, order: np.ndarray, revisions: np.ndarray) -> pa.Table:
    """The observations kept (`order`), in that order, in the columns of the store."""
    numbers = blocks.gathered("numbers")[order]
    statuses = blocks.gathered("statuses")[order].astype(np.int32)
    vintages = blocks.gathered("vintages").astype(np.int32)[order]
    columns = {
        name: pa.DictionaryArray.from_arrays(
            pa.array(blocks.taken(name, order)), pa.array(blocks.lexicons[name].texts, pa.string())
        )
        for name in TEXTS
    }
    columns["valeur"] = pa.array(numbers, mask=statuses != VALUE)
    columns["statut"] = pa.DictionaryArray.from_arrays(
        pa.array(statuses), pa.array([str(status) for status in STATUSES])
    )
    columns["millesime"] = pa.array(vintages, mask=vintages == NO_VINTAGE)
    columns["revision"] = pa.array(revisions.astype(np.int32))
    for name, attribute in (("borne_basse", "lower"), ("borne_haute", "upper")):
        if all(getattr(block, attribute) is None for block in blocks.blocks):
            columns[name] = pa.nulls(len(order), pa.float64())
            continue
        bounds = blocks.gathered(attribute)[order]
        columns[name] = pa.array(bounds, mask=np.isnan(bounds))
    return pa.table(columns)


def _full(
    value: float | np.ndarray | None, size: int, kind: type | None, default: float = np.nan
) -> np.ndarray:
    if isinstance(value, np.ndarray):
        return value
    return np.full(size, default if value is None else value, kind)
