"""Several sittings of one person are one presence: the union of the hours, counted once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from observatoire.base.french import normalise
from observatoire.events.attendance.reading import Sitting

ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Person:
    """Someone who was there. `minutes`: None where no line says how long."""

    name: str
    email: str
    minutes: float | None
    sittings: int
    key: str = ""


def name_key(name: str) -> str:
    """« MARTIN Élodie (Invité) » and « Elodie Martin » are the same words."""
    words = normalise(ASIDE.sub(" ", name)).split() or normalise(name).split()
    return " ".join(sorted(words))


def join_sessions(sittings: Iterable[Sitting]) -> list[Person]:
    """People in the order they first appear.

    By the key we gave, else by address, else by name; a line without address goes to the one
    person of that name who has one. Two addresses under one name stay two people.
    """
    groups: dict[str, list[Sitting]] = {}
    nameless: list[Sitting] = []
    for one in sittings:
        if one.key or one.email:
            groups.setdefault(one.key or one.email, []).append(one)
        else:
            nameless.append(one)
    of_name: dict[str, set[str]] = {}
    for group, members in groups.items():
        for one in members:
            of_name.setdefault(name_key(one.name), set()).add(group)
    for one in nameless:
        name = name_key(one.name)
        owners = of_name.get(name, set())
        group = next(iter(owners)) if len(owners) == 1 else f"nom {name}"
        groups.setdefault(group, []).append(one)
    return [_person(members) for members in groups.values()]


def _person(members: list[Sitting]) -> Person:
    first = members[0]
    return Person(
        name=first.name,
        email=next((one.email for one in members if one.email), ""),
        minutes=_minutes(members),
        sittings=len(members),
        key=first.key,
    )


def _minutes(members: list[Sitting]) -> float | None:
    """The union of what is between two hours, plus the durations of lines without hours.

    A line repeated, or two devices at once, do not make anyone stay twice as long.
    """
    spans = sorted((one.joined, one.left) for one in members if one.joined and one.left)
    seconds, end = 0.0, None
    for start, stop in spans:
        if end is None or start > end:
            seconds += (stop - start).total_seconds()
            end = stop
        elif stop > end:
            seconds += (stop - end).total_seconds()
            end = stop
    others = [one.seconds for one in members if not (one.joined and one.left)]
    known = [one for one in others if one is not None]
    if not spans and not known:
        return None
    return round((seconds + sum(known)) / 60, 1)
