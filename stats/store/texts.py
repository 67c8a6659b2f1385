"""Columns of texts with each text once: what many rows repeat is compared, hashed and kept once.

A million rows hold a few thousand different texts. A column is *canonical* when its texts are
sorted, all used, and its ranks point into them: two columns of the same texts are then the same
bytes, whoever made them, and ranks sort as their texts do.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

TEXT = pa.dictionary(pa.int32(), pa.string())


def canonical(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The texts of any column of texts, nulls being empty."""
    if not pa.types.is_dictionary(column.type) or column.null_count:
        column = column.cast(pa.string()).fill_null("").dictionary_encode()
    one = column.unify_dictionaries().combine_chunks()
    texts = [text or "" for text in one.dictionary.cast(pa.string()).to_pylist()]
    ranks = one.indices.to_numpy(zero_copy_only=False)
    used = np.bincount(ranks, minlength=len(texts)).astype(bool)
    kept = sorted({text for text, is_used in zip(texts, used, strict=True) if is_used})
    if kept == texts:
        return from_ranks(ranks, kept)
    places = dict.fromkeys(texts, 0) | {text: place for place, text in enumerate(kept)}
    moved = np.array([places[text] for text in texts], np.int32)
    return from_ranks(moved[ranks], kept)


def from_ranks(ranks: np.ndarray, texts: list[str]) -> pa.DictionaryArray:
    """The column of the texts at these ranks."""
    return pa.DictionaryArray.from_arrays(
        pa.array(ranks.astype(np.int32, copy=False)), pa.array(texts, pa.string())
    )


def ranks_of(column: pa.ChunkedArray) -> np.ndarray:
    """The ranks of a canonical column of a table in one piece."""
    if not column.num_chunks:
        return np.empty(0, np.int32)
    return column.chunk(0).indices.to_numpy(zero_copy_only=False)


def texts_of(column: pa.ChunkedArray) -> list[str]:
    """The texts of a canonical column, each once, sorted."""
    return column.chunk(0).dictionary.to_pylist() if column.num_chunks else []
