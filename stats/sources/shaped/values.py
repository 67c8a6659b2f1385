"""A column of texts as numbers, statuses and calls of note: each different text is read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stats.catalogue.lecture import Footnote
from stats.statuses import Status

STATUSES = tuple(Status)
ABSENT, WRONG = -1, -2
NUMBER = r"^[+\-]?(\d+|\d{1,3}( \d{3})+)([.,]\d*)?([eE][+\-]?\d+)?$"
CALL = re.compile(r"(.*?)\s*(\(\d{1,2}\)|\*+)", re.DOTALL)


@dataclass(frozen=True)
class Values:
    """`numbers[i]` is NaN unless `statuses[i]` is that of a value; ABSENT: nothing is written;
    WRONG: neither a number nor a mark of the source. `calls[i]` numbers `notes`, 0 being none.
    """

    numbers: np.ndarray
    statuses: np.ndarray
    calls: np.ndarray
    notes: tuple[Footnote | None, ...]


def read_values(
    column: pa.Array, marks: Mapping[str, Status], footnotes: Mapping[str, Footnote]
) -> Values:
    """Numbers with a decimal point or comma and thousands by spaces, whatever their width."""
    encoded = column.dictionary_encode()
    texts = pc.utf8_trim_whitespace(encoded.dictionary)
    numbers = _numbers(texts)
    statuses = np.where(np.isnan(numbers), WRONG, STATUSES.index(Status.VALUE)).astype(np.int8)
    calls = np.zeros(len(texts), np.int32)
    notes: list[Footnote | None] = [None]
    for place in np.flatnonzero(statuses == WRONG):
        text = texts[place].as_py()
        if text in marks:
            statuses[place] = STATUSES.index(marks[text])
        elif not text:
            statuses[place] = ABSENT
        elif (called := _called(text, footnotes)) is not None:
            numbers[place], note = called
            statuses[place] = STATUSES.index(Status.VALUE)
            calls[place] = len(notes)
            notes.append(note)
    # The arithmetic of a mark never lets its number through.
    numbers[statuses != STATUSES.index(Status.VALUE)] = np.nan
    places = encoded.indices.to_numpy(zero_copy_only=False)
    return Values(numbers[places], statuses[places], calls[places], tuple(notes))


def split_call(text: str, footnotes: Mapping[str, Footnote]) -> tuple[str, Footnote | None, str]:
    """« 2016 (2) » → « 2016 », what (2) means here (None when it is not said), « (2) »."""
    found = CALL.fullmatch(text.strip())
    if not found:
        return text, None, ""
    return found[1], footnotes.get(found[2]), found[2]


def _called(text: str, footnotes: Mapping[str, Footnote]) -> tuple[float, Footnote] | None:
    base, note, _ = split_call(text, footnotes)
    number = _numbers(pa.array([base], pa.string()))[0]
    return None if note is None or np.isnan(number) else (float(number), note)


def _numbers(texts: pa.Array) -> np.ndarray:
    """float64, NaN where the text is not a number (or is too large to be one)."""
    if not len(texts):
        return np.empty(0)
    spaced = pc.replace_substring_regex(texts, "[\u00a0\u202f\u2009]", " ")
    spaced = pc.replace_substring(spaced, "\u2212", "-")
    valid = pc.match_substring_regex(spaced, NUMBER)
    bare = pc.replace_substring(pc.replace_substring(spaced, " ", ""), ",", ".")
    bare = pc.if_else(valid, bare, pa.scalar(None, pa.string()))
    numbers = bare.cast(pa.float64()).to_numpy(zero_copy_only=False).copy()
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers
