"""The meetings of the demonstration: reunions.yaml, read into plain data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "reunions.yaml"


@cache
def _content() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def thread_texts() -> list[dict]:
    return _content()["fils"]


def meeting_texts() -> list[dict]:
    return _content()["reunions"]


def typeset(text: str) -> str:
    """French spaces before the signs that want them."""
    text = " ".join(text.split())
    for sign in ";:?!":
        text = text.replace(f" {sign}", f"\u00a0{sign}")
    return text.replace("3 000", "3\u202f000")
