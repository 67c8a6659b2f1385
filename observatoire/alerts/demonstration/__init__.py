"""The alerts of the demonstration: plausible, marked, and of nobody; read into plain data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "alertes.yaml"


@cache
def alert_texts() -> list[dict]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["alertes"]
