"""The bytes of an attendance file into sittings: someone, from a moment to another.

BigBlueButton (its dashboard's JSON, the report it sends back, its CSV), Teams (three blocks),
Zoom (with its meeting above, or short), and any table whose columns are named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from observatoire.base.french import normalise
from observatoire.events.attendance.columns import Columns, find_columns
from observatoire.events.attendance.moments import (
    is_day_first,
    is_nothing,
    moment_of,
    moment_of_number,
    seconds_of,
)

NB = "\u00a0"
MOST_BYTES, MOST_LINES, LOOKED = 5 * 1024 * 1024, 20_000, 40
SEPARATORS = "\t;,"
BLOCK = re.compile(r"\s*\"?(\d)\.\s+\S")
NOBODY = {"anonymous", "anonyme", "total"}
# BigBlueButton's own columns, whatever language its header is in.
BBB_NAME, BBB_MODERATOR, BBB_JOIN, BBB_LEFT, BBB_DURATION, BBB_WIDTH = 0, 1, 9, 10, 11, 12
BBB_WORDS = {"activity score", "score d activite", "talk time", "temps de parole"}


class Unreadable(Exception):
    """The file is not one of attendance; the sentence says why, and what to do."""


@dataclass(frozen=True)
class Fault:
    line: int
    sentence: str


@dataclass(frozen=True)
class Sitting:
    """One line: `key` is what we gave to the room, where it gives it back."""

    name: str
    email: str = ""
    joined: datetime | None = None
    left: datetime | None = None
    seconds: float | None = None
    key: str = ""


@dataclass(frozen=True)
class Report:
    """What was recognised, and what was read; with a fault, nothing is to be kept."""

    form: str
    sittings: tuple[Sitting, ...]
    faults: tuple[Fault, ...] = ()


def read_attendance(content: bytes, *, around: date | None = None) -> Report:
    """`around`, the day of the event, tells 05/10 from 10/05. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"Ce fichier dépasse 5{NB}Mo{NB}: ce n’est pas une liste de présence.")
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise Unreadable("Enregistrer ce classeur en CSV, puis recommencer.")
    text = _decoded(content)
    if text.lstrip()[:1] in "{[" and text.strip():
        return _json(text)
    lines = re.split(r"\r\n|\n|\r", text)
    if len(lines) > MOST_LINES:
        raise Unreadable(f"Ce fichier dépasse {MOST_LINES} lignes.")
    return _table(lines, around)


def _decoded(content: bytes) -> str:
    """A mark, or zeros at every other byte, tell UTF-16; what is not UTF-8 is an old Windows."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    head = content[:200]
    if head and head[1::2].count(0) > len(head) // 4:
        return content.decode("utf-16-le", errors="replace")
    if head and head[0::2].count(0) > len(head) // 4:
        return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _table(lines: list[str], around: date | None) -> Report:
    start, separator = _header(lines)
    header = split_line(lines[start], separator, 0)
    if _is_bbb(header):
        columns, form = _bbb_columns(), "BigBlueButton (CSV)"
    else:
        columns = find_columns(header)
        form = _form(lines, header)
    end = _end(lines, start)
    if form.startswith("Teams") and (later := _activities(lines, end)) is not None:
        start, header = later, split_line(lines[later], separator, 0)
        columns, end = find_columns(header), _end(lines, later)
    width = 0 if form.startswith("Big") else len(header)
    body = [
        (number + 1, split_line(lines[number], separator, width))
        for number in range(start + 1, end)
        if lines[number].strip()
    ]
    return _read_body(form, columns, body, around)


def _header(lines: list[str]) -> tuple[int, str]:
    """The first line that names enough columns, and its separator."""
    fallback = None
    for number, line in enumerate(lines[:LOOKED]):
        for separator in sorted(SEPARATORS, key=line.count, reverse=True):
            cells = split_line(line, separator, 0)
            found = find_columns(cells)
            if _is_bbb(cells) or (found.is_enough and found.has_names):
                return number, separator
            if found.is_enough and fallback is None:
                fallback = number, separator
    if fallback is not None:
        return fallback
    raise Unreadable(
        "Aucune colonne de nom, d’adresse, d’heure ou de durée n’est reconnue\u00a0: la première "
        "ligne doit nommer les colonnes, par exemple «\u00a0Nom;Adresse e-mail;Durée "
        "(minutes)\u00a0»."
    )


def _is_bbb(header: list[str]) -> bool:
    return len(header) >= BBB_WIDTH and {normalise(one) for one in header} & BBB_WORDS != set()


def _bbb_columns() -> Columns:
    places = {"name": BBB_NAME, "join": BBB_JOIN, "leave": BBB_LEFT, "duration": BBB_DURATION}
    return Columns(places, 1)


def _form(lines: list[str], header: list[str]) -> str:
    words = normalise(" ".join(header))
    if any(BLOCK.match(line) for line in lines[:LOOKED]) or "upn" in words:
        return "Teams"
    if "original name" in words or "nom original" in words or "nom d origine" in words:
        return "Zoom"
    return "Tableau"


def _end(lines: list[str], start: int) -> int:
    """The next numbered block, or the end."""
    rest = range(start + 1, len(lines))
    return next((number for number in rest if BLOCK.match(lines[number])), len(lines))


def _activities(lines: list[str], end: int) -> int | None:
    """The header of Teams' third block, when it holds a line: each coming and going."""
    if end + 1 >= len(lines) or not find_columns(split_line(lines[end + 1], "\t", 0)).is_enough:
        return None
    return end + 1 if any(line.strip() for line in lines[end + 2 :]) else None


def split_line(line: str, separator: str, width: int) -> list[str]:
    """The cells of a line, even when quotes inside quotes were not doubled.

    A quoted cell ends where a quote is followed by a separator and the next one begins.
    """
    cells, place = [], 0
    while place <= len(line):
        if line[place : place + 1] == '"':
            end = _closing(line, place + 1, separator)
            cells.append(line[place + 1 : end].replace('""', '"'))
            place = end + 2
        else:
            end = line.find(separator, place)
            end = len(line) if end < 0 else end
            cells.append(line[place:end])
            place = end + 1
    return [one.strip() for one in cells]


def _closing(line: str, place: int, separator: str) -> int:
    """Where a quoted cell ends: a quote before a separator, or at the end of the line."""
    while True:
        end = line.find('"', place)
        if end < 0:
            return len(line)
        after = line[end + 1 : end + 2]
        if after in ("", separator):
            return end
        place = end + (2 if after == '"' else 1)


def _read_body(form: str, columns: Columns, body: list, around: date | None) -> Report:
    times = [columns.of(row, one) for _, row in body for one in ("join", "leave")]
    day_first = is_day_first(times, around)
    sittings: list[Sitting] = []
    faults: list[Fault] = []
    for number, row in body:
        found = _sitting(columns, row, day_first)
        if isinstance(found, str):
            faults.append(Fault(number, found))
        elif found is not None:
            sittings.append(found)
    if not sittings and not faults:
        raise Unreadable("Ce fichier nomme des colonnes, mais personne\u00a0: il est vide.")
    return Report(form, tuple(sittings), tuple(faults))


def _sitting(columns: Columns, row: list[str], day_first: bool) -> Sitting | str | None:
    """A sitting, nothing for a line of nobody, or what is wrong with the line."""
    whole = [columns.of(row, "first"), columns.of(row, "last")]
    name = columns.of(row, "name") or " ".join(one for one in whole if one)
    email = columns.of(row, "email").lower() or columns.of(row, "login").lower()
    if normalise(name) in NOBODY or not (name or "@" in email):
        return None
    found = Sitting(name or email, email if "@" in email else "")
    for column, field in (("join", "joined"), ("leave", "left")):
        text = columns.of(row, column)
        if not is_nothing(text):
            moment = moment_of(text, day_first=day_first)
            if moment is None:
                return f"l’heure «{NB}{text}{NB}» ne se lit pas."
            found = replace(found, **{field: moment})
    text = columns.of(row, "duration")
    if not is_nothing(text):
        seconds = seconds_of(text, unit=columns.unit)
        if seconds is None:
            return f"la durée «{NB}{text}{NB}» ne se lit pas."
        found = replace(found, seconds=seconds)
    if found.joined and found.left and found.left < found.joined:
        return "le départ est avant l’arrivée."
    return found


def _json(text: str) -> Report:
    try:
        found = json.loads(text)
        if "users" in found:
            return Report("BigBlueButton (JSON)", tuple(_dashboard(found)))
        return Report("BigBlueButton (relevé)", tuple(_callback(found["data"]["attendees"])))
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
    ) as error:
        raise Unreadable(
            "Ce JSON n’est pas un relevé de BigBlueButton\u00a0: déposer celui du tableau de bord."
        ) from error


def _dashboard(found: dict):
    """The learning dashboard: users, each under several identifiers, each with its sessions."""
    for user in found["users"].values():
        for identity in user["intIds"].values():
            sessions = identity.get("sessions") or [identity]
            for one in sessions:
                joined = moment_of_number(one["registeredOn"])
                ended = one.get("leftOn") or found.get("endedOn") or 0
                left = moment_of_number(ended) if ended else None
                yield Sitting(user["name"], joined=joined, left=left, key=user.get("extId") or "")


def _callback(attendees: list[dict]):
    """What the room sends at the end: joins and leaves side by side, a duration in seconds."""
    for one in attendees:
        joins, leaves = one.get("joins") or [], one.get("leaves") or []
        named = {"name": one["name"], "key": one.get("ext_user_id") or ""}
        if not joins:
            yield Sitting(**named, seconds=float(one.get("duration") or 0))
        for rank, join in enumerate(joins):
            joined = datetime.fromisoformat(join)
            left = datetime.fromisoformat(leaves[rank]) if rank < len(leaves) else None
            if left is None and len(joins) == 1 and one.get("duration"):
                left = joined + timedelta(seconds=float(one["duration"]))
            yield Sitting(**named, joined=joined, left=left)
