"""A second, naive reading of the official CSV files, to compare with."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

from tests.stats.sources.official import FOLDER

SPACES = str.maketrans("", "", " \u00a0\u202f")


def rows_of(file: str, separator: str = ";") -> list[dict[str, str]]:
    content = (Path(FOLDER) / file).read_bytes()
    text = gzip.decompress(content) if file.endswith(".gz") else content
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=separator))


def number(text: str) -> float | None:
    """« 1 228,5 » → 1228.5; nothing where there is none."""
    bare = text.translate(SPACES).replace(",", ".")
    return float(bare) if bare else None
