"""Who was there, among who had registered: by key, by address, by name; else a person decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from observatoire.events.attendance.joining import Person, name_key

NEAR = 0.84


class Certainty(StrEnum):
    KEY = "clé"
    EMAIL = "adresse"
    NAME = "nom"
    DOUBT = "à confirmer"
    NONE = "hors inscrits"


@dataclass(frozen=True)
class Known:
    """A registrant."""

    key: str
    name: str
    email: str


@dataclass(frozen=True)
class Match:
    """`candidates`: the registrants it may be, the likeliest first; one alone when it is sure."""

    person: Person
    certainty: Certainty
    candidates: tuple[str, ...] = ()


def match_people(people: Sequence[Person], registrants: Sequence[Known]) -> list[Match]:
    """One match for each person, in order.

    A name is sure when it is whole, and alone of its kind on both sides. A registrant found
    surely is no candidate for anyone else.
    """
    by_key = {one.key: one for one in registrants}
    by_email = {one.email.lower(): one for one in registrants if one.email}
    sure: dict[int, tuple[Certainty, str]] = {}
    for rank, person in enumerate(people):
        if found := by_key.get(person.key):
            sure[rank] = (Certainty.KEY, found.key)
        elif found := by_email.get(person.email.lower()):
            sure[rank] = (Certainty.EMAIL, found.key)
    taken = {key for _, key in sure.values()}
    left = [one for one in registrants if one.key not in taken]
    sure |= _by_name(people, sure, left)
    taken = {key for _, key in sure.values()}
    left = [one for one in left if one.key not in taken]
    return [_match(rank, person, sure, left) for rank, person in enumerate(people)]


def _by_name(people, sure, left) -> dict[int, tuple[Certainty, str]]:
    names: dict[str, list[str]] = {}
    for one in left:
        names.setdefault(name_key(one.name), []).append(one.key)
    waiting: dict[str, list[int]] = {}
    for rank, person in enumerate(people):
        if rank not in sure:
            waiting.setdefault(name_key(person.name), []).append(rank)
    return {
        ranks[0]: (Certainty.NAME, names[name][0])
        for name, ranks in waiting.items()
        if len(name.split()) > 1 and len(ranks) == 1 and len(names.get(name, ())) == 1
    }


def _match(rank: int, person: Person, sure: dict, left: list[Known]) -> Match:
    if rank in sure:
        certainty, key = sure[rank]
        return Match(person, certainty, (key,))
    near = sorted(
        ((_likeness(person.name, one.name), one.key) for one in left), key=lambda pair: -pair[0]
    )
    candidates = tuple(key for likeness, key in near if likeness >= NEAR)[:5]
    return Match(person, Certainty.DOUBT if candidates else Certainty.NONE, candidates)


def _likeness(one: str, other: str) -> float:
    """Whole words shared by a shorter name count as near: « Martin », « E. Martin »."""
    left, right = name_key(one), name_key(other)
    if not left or not right:
        return 0.0
    ours, theirs = set(left.split()), set(right.split())
    shared = {word for word in ours & theirs if len(word) > 2}
    if shared and (ours <= theirs or theirs <= ours or _initials(ours, theirs)):
        return 0.9
    return SequenceMatcher(None, left, right).ratio()


def _initials(ours: set[str], theirs: set[str]) -> bool:
    """« e martin » and « elodie martin »: what is left differs by an initial."""
    rest, other = sorted(ours - theirs), sorted(theirs - ours)
    return (
        len(rest) == len(other) == 1 and rest[0][0] == other[0][0] and 1 in map(len, rest + other)
    )
