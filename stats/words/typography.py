"""French spaces: what no-break rule a sentence written with plain spaces must follow."""

from __future__ import annotations

import re

NB_SPACE = "\u00a0"
BEFORE = re.compile(r" (?=[:;?!%»€])")
AFTER = re.compile(r"(?<=«) ")


def typeset(text: str) -> str:
    """« a : b » with plain spaces → the same with no-break ones."""
    return AFTER.sub(NB_SPACE, BEFORE.sub(NB_SPACE, text))
