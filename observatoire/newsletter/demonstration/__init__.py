"""The letters of the demonstration: lettres.yaml, read into plain data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "lettres.yaml"


@cache
def content() -> dict:
    """Words as a page shows them: the file is typed with ordinary spaces."""
    return _typeset(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _typeset(value):
    if isinstance(value, str):
        spaced = re.sub(r" (?=[;:?!%»])", "\u00a0", value)
        return re.sub(r"« ", "«\u00a0", spaced).strip()
    if isinstance(value, list):
        return [_typeset(one) for one in value]
    if isinstance(value, dict):
        return {key: _typeset(one) for key, one in value.items()}
    return value
