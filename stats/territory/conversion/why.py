"""What happened to a commune, in words: told from the movements that name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stats.periods import MONTHS
from stats.territory.conversion.passage import Passage
from stats.territory.movements import CREATION, MERGERS, NEW_CODE, RETURN, Movement

RENAMED = 10


@dataclass(frozen=True)
class Event:
    """A day in the life of a code: a sentence, and the other codes that took part."""

    day: date
    sentence: str
    others: tuple[str, ...] = ()


def history(code: str, movements: Iterable[Movement]) -> tuple[Event, ...]:
    """What the movements tell of a commune, the oldest first."""
    days: dict[date, list[Movement]] = {}
    for move in movements:
        if code in (move.before, move.after):
            days.setdefault(move.day, []).append(move)
    found = [_event(code, day, moves) for day, moves in sorted(days.items())]
    return tuple(event for event in found if event is not None)


def why_unknown(code: str, passage: Passage) -> str:
    """Why a code given for the first date leads nowhere."""
    perimeters, year = passage.perimeters, passage.start
    told = [event for event in history(code, perimeters.movements)]
    if not passage.exists(code):
        before = [event for event in told if event.day <= passage.before]
        after = [event for event in told if event.day > passage.before]
        event = before[-1] if before else after[0] if after else None
        said = f" : {event.sentence} {when(event.day)}" if event else ""
        return f"{code} n’est pas une commune au 1er janvier {year}{said}"
    return f"{code} est supprimée sans commune qui la reprenne"


def when(day: date) -> str:
    """« le 1er janvier 2024 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"le {number} {MONTHS[day.month - 1]} {day.year}"


def _event(code: str, day: date, moves: list[Movement]) -> Event | None:
    gone = [move for move in moves if move.before == code != move.after]
    come = [move for move in moves if move.after == code != move.before]
    stays = any(move.before == code == move.after for move in moves)
    if come and gone and not stays:
        ends = ", ".join(_named(move.after, move.after_name) for move in gone)
        starts = ", ".join(_named(move.before, move.before_name) for move in come)
        others = tuple(dict.fromkeys(m.before for m in come)) + tuple(m.after for m in gone)
        return Event(day, f"code d’un jour, pris par {starts} et laissé pour {ends}", others)
    if gone:
        return _departure(day, gone, stays)
    if come:
        return _arrival(day, come)
    renamed = next((move for move in moves if move.kind == RENAMED), None)
    if renamed and renamed.before_name:
        return Event(day, f"prend le nom de {renamed.after_name} ({renamed.before_name} avant)")
    return None


def _departure(day: date, gone: list[Movement], stays: bool) -> Event:
    others = tuple(dict.fromkeys(move.after for move in gone))
    ends = ", ".join(dict.fromkeys(_named(move.after, move.after_name) for move in gone))
    kind = gone[0].kind
    if stays and kind == RETURN:
        return Event(day, f"laisse {ends} redevenir {_communes(others)} de plein exercice", others)
    if stays and kind == CREATION:
        return Event(day, f"cède une partie de son territoire à {ends}", others)
    if kind in NEW_CODE:
        return Event(day, f"prend le code {others[0]}", others)
    if len(others) > 1:
        return Event(day, f"est partagée entre {ends}", others)
    if kind in MERGERS:
        return Event(day, f"est réunie à {ends}", others)
    return Event(day, f"passe à {ends}", others)


def _arrival(day: date, come: list[Movement]) -> Event:
    others = tuple(dict.fromkeys(move.before for move in come))
    starts = ", ".join(dict.fromkeys(_named(move.before, move.before_name) for move in come))
    kind = come[0].kind
    if kind == RETURN:
        return Event(day, f"redevient une commune, rétablie à partir de {starts}", others)
    if kind == CREATION:
        return Event(day, f"est créée sur le territoire de {starts}", others)
    if kind in NEW_CODE:
        return Event(day, f"prend ce code ({others[0]} avant)", others)
    return Event(day, f"réunit {starts}", others)


def _named(code: str, name: str) -> str:
    return f"{name} ({code})" if name else code


def _communes(codes: tuple[str, ...]) -> str:
    return "des communes" if len(codes) > 1 else "une commune"
