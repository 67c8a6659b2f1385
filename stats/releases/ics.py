"""A calendar that a mail program subscribes to (RFC 5545): whole days or hours, nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets, the end of the line left aside


@dataclass(frozen=True)
class Entry:
    """`when` is a day or an hour with its zone; `key` never changes for one event."""

    key: str
    when: date | datetime
    title: str
    text: str = ""
    link: str = ""


def write_calendar(entries: Iterable[Entry], *, name: str, host: str, now: datetime) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(name)}//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for entry in entries:
        lines += ["BEGIN:VEVENT", f"UID:{_escaped(entry.key)}@{host}", f"DTSTAMP:{_hour(now)}"]
        lines += _dates(entry.when)
        lines.append(f"SUMMARY:{_escaped(entry.title)}")
        if entry.text:
            lines.append(f"DESCRIPTION:{_escaped(entry.text)}")
        if entry.link:
            lines.append(f"URL:{entry.link}")
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _dates(when: date | datetime) -> list[str]:
    if isinstance(when, datetime):
        return [f"DTSTART:{_hour(when)}", f"DTEND:{_hour(when)}"]
    following = when + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{when:%Y%m%d}", f"DTEND;VALUE=DATE:{following:%Y%m%d}"]


def _hour(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of 75 octets at most, never cut inside a character."""
    parts, current = [], b""
    for sign in line:
        octets = sign.encode()
        if len(current) + len(octets) > LONGEST_LINE:
            parts.append(current)
            current = b" "
        current += octets
    return b"\r\n".join([*parts, current]).decode()
