"""All that a notice is sorted by, in one text: « theme=sante&annee=2024&… », and as words.

One text per notice gives the counts of every facet in one question. As words beside the stems
(`marks`), the same facets narrow a search inside the index itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

MARK = "xq"  # no French word begins so
OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Facet:
    """`name` is the word of the address; `letter` begins its marks."""

    name: str
    letter: str
    label: str
    every: str  # what « no choice » is called


FACETS = (
    Facet("theme", "t", "Thème", "Tous les thèmes"),
    Facet("territoire", "z", "Territoire", "Tous les territoires"),
    Facet("nature", "k", "Nature", "Toutes les natures"),
    Facet("annee", "y", "Année de parution", "Toutes les années"),
    Facet("producteur", "p", "Producteur", "Tous les producteurs"),
    Facet("acces", "v", "Qui peut lire", "Tous les accès"),
)
NAMES = tuple(facet.name for facet in FACETS)
LETTERS = {facet.name: facet.letter for facet in FACETS}


def facets_text(values: Mapping[str, Iterable[str]]) -> str:
    """The same values always give the same text."""
    return "&".join(
        f"{name}={','.join(sorted(set(values.get(name, ()))))}"
        for name in NAMES
        if any(values.get(name, ()))
    )


@lru_cache(maxsize=50_000)
def read_facets(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = (part.partition("=") for part in text.split("&") if part)
    return tuple((name, tuple(values.split(","))) for name, _, values in pairs)


def mark_of(name: str, value: str) -> str:
    """One facet's value as a word of letters and figures: « xqtsante »."""
    return MARK + LETTERS[name] + OTHER.sub("zz", value.lower()).strip()


def marks_of(text: str) -> str:
    return " ".join(mark_of(name, value) for name, values in read_facets(text) for value in values)
