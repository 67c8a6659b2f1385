"""Two people wrote from the same text: their words are brought together, or both are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from merge3 import Merge3

# Words and white space are the units: two people may write in the same long line.
UNITS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Merged:
    """`text` holds both changes; `is_whole` is false where they touch the same words."""

    text: str
    is_whole: bool


def merge(base: str, kept: str, given: str) -> Merged:
    """Bring `given` into `kept`, both written from `base`.

    Where both changed the same words, `text` is what was kept: `given` is for a person to read.
    """
    if given in (base, kept):
        return Merged(kept, is_whole=True)
    if kept == base:
        return Merged(given, is_whole=True)
    found = Merge3(_units(base), _units(kept), _units(given))
    groups = list(found.merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return _by_lines(base, kept, given)
    return Merged("".join("".join(group[1]) for group in groups), is_whole=True)


def _by_lines(base: str, kept: str, given: str) -> Merged:
    """Two lines added at the same place are no quarrel: both are there, the first kept first."""
    lines = [text.splitlines(keepends=True) for text in (base, kept, given)]
    out: list[str] = []
    for group in Merge3(*lines).merge_groups():
        if group[0] != "conflict":
            out.extend(group[1])
            continue
        before, ours, theirs = group[1], group[2], group[3]
        if before:
            return Merged(kept, is_whole=False)
        out.extend(_ended(ours))
        out.extend(line for line in theirs if line not in ours)
    return Merged("".join(out), is_whole=True)


def _ended(lines: list[str]) -> list[str]:
    """The last line of a text has no end of its own, and another now follows it."""
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], f"{lines[-1]}\n"]
    return lines


def _units(text: str) -> list[str]:
    return UNITS.findall(text)
