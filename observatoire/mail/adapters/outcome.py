"""What became of one departure, in words that every transport shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


class Fate(StrEnum):
    ACCEPTED = "accepte"
    DEFERRED = "differe"
    REFUSED = "refuse"
    DOUBTFUL = "incertain"  # it may have been accepted: nobody sends it again alone
    NOT_SENT = "pas_parti"  # the relay cannot be reached: nothing is held against the message


@dataclass(frozen=True)
class Outcome:
    fate: Fate
    code: int | None = None
    reply: str = ""
    relay_id: str = ""

    @property
    def status(self) -> str:
        """The enhanced status (RFC 3463) of the answer, as « 5.1.1 »; empty without one."""
        found = STATUS.search(self.reply)
        return found.group(1) if found else ""


@dataclass(frozen=True)
class Departure:
    """What a transport is given: bytes to carry, and between whom."""

    identifier: str
    message_id: str
    sender: str
    recipient: str
    content: bytes
