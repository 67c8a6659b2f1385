"""Two values for one observation: the same said twice, an earlier edition, or a contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from stats.sources.shaped.blocks import VALUE, Blocks

KEY = ("indicateur", "niveau", "territoire", "periode")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Conflict:
    """Two observations of one key, of one edition, that differ: where each of them stands."""

    name: str
    table: int
    line: int
    other_table: int
    other_line: int


def settle(blocks: Blocks) -> tuple[np.ndarray, np.ndarray, list[Conflict]]:
    """The order in which to keep the observations, their revisions, and what cannot be kept.

    Sorted by key as the store sorts. What is said twice alike is kept once; of two editions each
    is a revision, the later being the current one; a file that contradicts itself is refused.
    """
    key, stated = _keys(blocks), blocks.gathered("revision").astype(np.int64)
    order = np.argsort(key, kind="stable")
    sorted_keys = key[order]
    if not (sorted_keys[1:] == sorted_keys[:-1]).any():
        return order, stated[order], []
    editions = _edition_ranks(blocks)[blocks.column("edition")]
    order = np.lexsort((editions, stated, key))
    return _without_repeats(blocks, order, stated[order], key[order], editions)


def _without_repeats(blocks, order, revisions, sorted_keys, editions):
    numbers, statuses = blocks.gathered("numbers"), blocks.gathered("statuses")
    keep = np.ones(len(order), bool)
    conflicts = []
    for start, end in _groups(sorted_keys):
        kept = [start]
        for place in range(start + 1, end):
            one, other = order[kept[-1]], order[place]
            if revisions[place] and revisions[place] != revisions[kept[-1]]:
                kept.append(place)
            elif _alike(numbers, statuses, one, other):
                # The later edition says the same: it is the one that is cited.
                keep[kept[-1]] = False
                kept[-1] = place
            elif editions[one] != editions[other]:
                kept.append(place)
            else:
                conflicts.append(_conflict(blocks, int(one), int(other)))
        if len(kept) > 1:
            for number, place in enumerate(kept, start=1):
                revisions[place] = number
    return order[keep], revisions[keep], conflicts


def _keys(blocks: Blocks) -> np.ndarray:
    """One whole number by (indicator, level, territory, period), in the order of their texts."""
    key = np.zeros(blocks.size, np.int64)
    for name in KEY:
        lexicon = blocks.lexicons[name]
        if lexicon.texts:
            key = key * len(lexicon.texts) + lexicon.order()[blocks.column(name)]
    return key


def _groups(sorted_keys: np.ndarray) -> Iterator[tuple[int, int]]:
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
    ends = np.r_[starts[1:], len(sorted_keys)]
    for group in np.flatnonzero(ends - starts > 1):
        yield int(starts[group]), int(ends[group])


def _edition_ranks(blocks: Blocks) -> np.ndarray:
    """Editions by the latest year they name, then by their text."""
    texts = blocks.lexicons["edition"].texts
    keys = [(max(map(int, YEAR.findall(text)), default=0), text) for text in texts]
    ranks = np.empty(len(texts), np.int64)
    ranks[sorted(range(len(texts)), key=keys.__getitem__)] = np.arange(len(texts))
    return ranks


def _alike(numbers: np.ndarray, statuses: np.ndarray, one: int, other: int) -> bool:
    if statuses[one] != statuses[other]:
        return False
    return statuses[one] != VALUE or numbers[one] == numbers[other]


def _conflict(blocks: Blocks, one: int, other: int) -> Conflict:
    texts = [blocks.text(name, blocks.column(name)[other]) for name in KEY]
    (table, line), (other_table, other_line) = _where(blocks, one), _where(blocks, other)
    name = f"{texts[0]}, {texts[1]} {texts[2]}, {texts[3]}"
    return Conflict(name, other_table, other_line, table, line)


def _where(blocks: Blocks, place: int) -> tuple[int, int]:
    for block in blocks.blocks:
        if place < block.size:
            return block.table, int(block.lines[place]) if block.lines is not None else 0
        place -= block.size
    raise AssertionError
