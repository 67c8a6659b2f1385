"""How much is taken from elsewhere, and the sentence said when it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """`size` is counted once unpacked; `seconds` from the first byte sent to the last received."""

    size: int = 5_000_000
    seconds: float = 20.0
    hops: int = 5
    items: int = 200


class Refused(Exception):
    """What was not fetched, or not read; the sentence is for the person who watches the source."""
