"""Dates, hours and durations, in the many ways that rooms write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
NUMERIC = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{2,4})[,\s]+(?:à\s+)?(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(h|m|s)[a-zé]*", re.IGNORECASE)
IN_SECONDS = {"h": 3600, "m": 60, "s": 1}
NOTHING = {"", "-", "–", "—", "n/a"}


def is_nothing(text: str) -> bool:
    return text.strip().lower() in NOTHING


def seconds_of(text: str, *, unit: int) -> float | None:
    """« 1h 27m 51s », « 01:27:51 », « 65 » (in `unit` seconds); None where it is not a duration."""
    plain = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if clock := CLOCK.fullmatch(plain):
        first, second, third = (int(part or 0) for part in clock.groups())
        return first * 3600 + second * 60 + third if clock[3] else first * 60 + second
    if re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
        return float(plain.replace(",", ".")) * unit
    parts = PARTS.findall(plain)
    left = PARTS.sub("", plain).strip(" ,.")
    if not parts or left:
        return None
    return sum(float(n.replace(",", ".")) * IN_SECONDS[u.lower()] for n, u in parts)


def is_day_first(texts: Iterable[str], around: date | None) -> bool:
    """Decided once for a file: by the day of the event, by impossible months, then by AM and PM."""
    found = [one for text in texts if (one := NUMERIC.match(text.strip())) and len(one[1]) < 3]
    if around is not None:
        near = [sum(_is_near(one, order, around) for one in found) for order in (True, False)]
        if near[0] != near[1]:
            return near[0] > near[1]
    if any(int(one[1]) > 12 for one in found):
        return True
    if any(int(one[2]) > 12 for one in found):
        return False
    return not any(one[7] for one in found)


def _is_near(found: re.Match, is_first: bool, around: date) -> bool:
    moment = _moment(found, is_first)
    return moment is not None and abs((moment.date() - around).days) <= 1


def moment_of(text: str, *, day_first: bool) -> datetime | None:
    """A moment, in Paris where the text names no zone; None where it cannot be read."""
    plain = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if found := NUMERIC.fullmatch(plain):
        return _moment(found, day_first)
    try:
        read = datetime.fromisoformat(plain.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=PARIS)


def moment_of_number(milliseconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def _moment(found: re.Match, day_first: bool) -> datetime | None:
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    hour, minute, second_hand = int(found[4]), int(found[5]), int(found[6] or 0)
    if found[7]:
        hour = hour % 12 + (12 if found[7].lower() == "p" else 0)
    if len(found[1]) == 4:
        year, month, day = first, second, third
    else:
        year = third + 2000 if third < 100 else third
        month, day = (second, first) if day_first else (first, second)
    try:
        return datetime(year, month, day, hour, minute, second_hand, tzinfo=PARIS)
    except ValueError:
        return None
