"""What proves that a message left, or did not, when we were killed before we could write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

# « Mar 17 09:00:01 hote postfix/qmgr[12]: 4XYZ: from=<…>, size=…, nrcpt=1 (queue active) »
LINE = re.compile(
    r"^(?P<at>\S+T\S+|\w{3} [ \d]\d [\d:]{8}) \S+ \S*?/(?P<who>cleanup|qmgr)\[\d+\]: "
    r"(?P<queue>[0-9A-Za-z]+): (?P<rest>.*)$"
)
STAMP = re.compile(r"^(\S+T\S+|\w{3} [ \d]\d [\d:]{8}) ")
NAMED = re.compile(r"message-id=(<[^>]+>)")
ROTATED = (".1", "")  # the older first


class Proof(StrEnum):
    LEFT = "parti"
    NEVER_LEFT = "jamais_parti"
    NONE = "rien"


class NoEvidence:
    """Nothing is known: those in doubt are listed for a person."""

    def settle(self, message_ids: Collection[str], *, since: datetime) -> dict[str, Proof]:
        return dict.fromkeys(message_ids, Proof.NONE)


class PostfixLog:
    """The log of the relay that we hand our messages to, on this machine.

    `cleanup` names the message when it comes in; only `qmgr` says that it was taken in whole.
    A log that does not reach back to `since` proves that some left, never that one did not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def settle(self, message_ids: Collection[str], *, since: datetime) -> dict[str, Proof]:
        try:
            lines = [line for end in ROTATED for line in self._lines(end)]
        except OSError:
            return dict.fromkeys(message_ids, Proof.NONE)
        left = self._taken_in(lines, set(message_ids))
        missing = Proof.NEVER_LEFT if _reaches(lines, since) else Proof.NONE
        return {name: Proof.LEFT if name in left else missing for name in message_ids}

    def _lines(self, end: str) -> list[str]:
        path = self.path.with_name(self.path.name + end)
        if end and not path.exists():
            return []
        return path.read_text(encoding="utf-8", errors="replace").splitlines()

    @staticmethod
    def _taken_in(lines: Iterable[str], wanted: set[str]) -> set[str]:
        names: dict[str, str] = {}
        left = set()
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            queue, rest = found["queue"], found["rest"]
            if found["who"] == "cleanup" and (named := NAMED.search(rest)):
                names[queue] = named.group(1)
            elif found["who"] == "qmgr" and "(queue active)" in rest:
                left.add(names.get(queue, ""))
        return left & wanted


def _reaches(lines: list[str], since: datetime) -> bool:
    """Whether the log begins before that hour: what it does not say then did not happen."""
    first = next((found.group(1) for line in lines if (found := STAMP.match(line))), None)
    if first is None:
        return False
    return _hour(first, since) <= since


def _hour(text: str, near: datetime) -> datetime:
    """An hour of the log; the old form has no year, and is in the hour of the machine."""
    if "T" in text:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    local = near.astimezone()
    found = datetime.strptime(f"{local.year} {text}", "%Y %b %d %H:%M:%S").replace(
        tzinfo=local.tzinfo
    )
    return found.replace(year=local.year - 1) if found > local + timedelta(days=30) else found
