"""Which territory is a part of which, among those that some figures speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from stats.territory.model import Level

REST = "reste>"
PAIRS = (
    (Level.IRIS, Level.COMMUNE),
    (Level.COMMUNE, Level.EPCI_PART),
    (Level.COMMUNE, Level.EPCI),
    (Level.COMMUNE, Level.EMPLOYMENT_ZONE),
    (Level.COMMUNE, Level.LIVING_AREA),
    (Level.COMMUNE, Level.DEPARTEMENT),
    (Level.EPCI_PART, Level.EPCI),
    (Level.EPCI_PART, Level.DEPARTEMENT),
    (Level.DEPARTEMENT, Level.REGION),
    (Level.COMMUNE, Level.REGION),
    (Level.EPCI, Level.REGION),
    (Level.REGION, Level.METROPOLITAN_FRANCE),
    (Level.REGION, Level.FRANCE),
)
type_key = tuple[str, str]


class Nested(Protocol):
    """What is asked of `Territories`: the territories of a level inside another."""

    def children(self, key: type_key, level: str, *, whole_only: bool = False) -> tuple: ...


@dataclass(frozen=True)
class Nesting:
    """`parts` of each parent at one level of parts; `whole` when all of them are spoken of."""

    parent: str
    parts: tuple[str, ...]
    rest: str
    whole: bool


def code_of(level: str, territory: str) -> str:
    return f"{level}:{territory}"


def rest_of(code: str) -> bool:
    """Whether the code is what a margin holds beside the parts that are spoken of."""
    return code.startswith(REST)


def nestings(codes: Iterable[str], territories: Nested) -> list[Nesting]:
    """The parts, among the codes, of each of the codes, one level of parts at a time."""
    here = set(codes)
    by_level: dict[str, list[str]] = {}
    for code in sorted(here):
        level, _, territory = code.partition(":")
        by_level.setdefault(level, []).append(territory)
    found = []
    for small, large in PAIRS:
        if str(small) not in by_level or _is_said_between(small, large, by_level):
            continue
        for territory in by_level.get(str(large), ()):
            inside = territories.children((str(large), territory), str(small), whole_only=True)
            names = [code_of(str(small), one.code) for one in inside]
            parts = tuple(name for name in names if name in here)
            if parts:
                parent = code_of(str(large), territory)
                rest = f"{REST}{parent}>{small}"
                found.append(Nesting(parent, parts, rest, len(parts) == len(names)))
    return found


def _is_said_between(small: Level, large: Level, by_level: Mapping[str, list[str]]) -> bool:
    """A level between the two, spoken of, says it already."""
    return (
        large is Level.REGION
        and small is not Level.DEPARTEMENT
        and (str(Level.DEPARTEMENT) in by_level)
    )
