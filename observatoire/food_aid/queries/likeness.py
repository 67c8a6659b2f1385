"""Which places may be one: a score out of a hundred, with its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from observatoire.base.french import normalise
from observatoire.food_aid.exchange.draft import metres_between

CELL = 0.005  # degrees: about 500 m
CROWD = 400  # places in a cell beyond which only the same names are compared
NEAR, DOUBT = 150, 60
EMPTY = frozenset("de du des la le les l d et a au aux en association centre lieu site".split())


@dataclass(frozen=True)
class Known:
    """What is compared of a place."""

    key: object
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    siret: str = ""
    source: object = None


@dataclass(frozen=True)
class Pair:
    left: object
    right: object
    score: int
    reasons: tuple[str, ...]


@lru_cache(maxsize=200_000)
def words_of(text: str) -> frozenset[str]:
    return frozenset(normalise(text).split()) - EMPTY


def digits(phone: str) -> str:
    return "".join(one for one in phone if one.isdigit())[-9:]


def pairs(places: Iterable[Known]) -> list[Pair]:
    """Each pair once, the likeliest first."""
    known = list(places)
    seen: set[tuple[int, int]] = set()
    found = []
    for left, right in _candidates(known):
        pair = (left, right) if left < right else (right, left)
        if pair not in seen:
            seen.add(pair)
            score, reasons = compared(known[pair[0]], known[pair[1]])
            if score >= DOUBT:
                found.append(Pair(known[pair[0]].key, known[pair[1]].key, score, reasons))
    return sorted(found, key=lambda one: (-one.score, str(one.left), str(one.right)))


def _candidates(known: list[Known]) -> Iterator[tuple[int, int]]:
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    said: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(known):
        if one.latitude is not None:
            cells[(round(one.latitude / CELL), round(one.longitude / CELL))].append(number)
        if phone := digits(one.phone):
            said[("phone", phone)].append(number)
        if one.siret:
            said[("siret", one.siret)].append(number)
    for group in said.values():
        yield from _within(group[:50])
    for (row, column), group in cells.items():
        if len(group) <= CROWD:
            yield from _within(group)
        for up, along in ((0, 1), (1, -1), (1, 0), (1, 1)):
            for other in cells.get((row + up, column + along), ()):
                yield from ((number, other) for number in group)


def _within(group: list[int]) -> Iterator[tuple[int, int]]:
    for place, number in enumerate(group):
        yield from ((number, other) for other in group[place + 1 :])


def compared(left: Known, right: Known) -> tuple[int, tuple[str, ...]]:
    """Names weigh most; one network at one phone is not one place without more."""
    one, other = words_of(left.name), words_of(right.name)
    alike = len(one & other) / len(one | other) if one | other else 0.0
    score, reasons = 50 * alike, []
    if alike == 1:
        reasons.append("même nom")
    elif alike >= 0.5:
        reasons.append("noms proches")
    score, reasons = _near(left, right, score, reasons)
    if left.address and words_of(left.address) == words_of(right.address):
        score, reasons = score + 15, [*reasons, "même adresse"]
    if digits(left.phone) and digits(left.phone) == digits(right.phone):
        score, reasons = score + 15, [*reasons, "même téléphone"]
    if left.siret and left.siret == right.siret:
        score, reasons = score + 10, [*reasons, "même SIRET"]
    return min(100, round(score)), tuple(reasons)


def _near(left: Known, right: Known, score: float, reasons: list[str]):
    if left.latitude is None or right.latitude is None:
        return score, reasons
    away = metres_between((left.latitude, left.longitude), (right.latitude, right.longitude))
    if away <= NEAR:
        return score + 25, [*reasons, f"à {round(away)}\u00a0m l’un de l’autre"]
    if away > 2000:
        return score - 30, reasons
    return score, reasons
