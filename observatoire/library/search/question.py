"""What is asked of the base, as its permanent address writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from observatoire.library.search.facets import NAMES

ROOT = "/base-documentaire/"
RELEVANCE, NEWEST = "pertinence", "recentes"
SORTS = {
    RELEVANCE: "Pertinence",
    NEWEST: "Parution, récentes d’abord",
    "anciennes": "Parution, anciennes d’abord",
    "ajout": "Ajout à la base",
    "titre": "Titre",
}
LONGEST = 200  # characters of words; what is beyond is not read
MOST = 20  # values of one facet


@dataclass(frozen=True)
class Question:
    words: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""

    @classmethod
    def of(cls, asked: Mapping) -> Question:
        """From a QueryDict; what it does not know is left aside."""
        words = " ".join(asked.get("q", "").replace("\0", " ").split())[:LONGEST]
        chosen = []
        for name in NAMES:
            # A comma parts values in the index: none holds one.
            values = {one[:120] for one in asked.getlist(name) if one and "," not in one}
            if values:
                chosen.append((name, tuple(sorted(values)[:MOST])))
        sort = asked.get("tri", "")
        return cls(words, tuple(chosen), sort if sort in SORTS else "")

    @property
    def order(self) -> str:
        """The sort in force: by words where there are some, else the newest first."""
        if self.sort and (self.words or self.sort != RELEVANCE):
            return self.sort
        return RELEVANCE if self.words else NEWEST

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.chosen)

    def values(self, name: str) -> tuple[str, ...]:
        return dict(self.chosen).get(name, ())

    def toggled(self, name: str, value: str) -> Question:
        """The same question with one value of a facet more, or less."""
        now = dict(self.chosen)
        values = set(now.pop(name, ())) ^ {value}
        if values:
            now[name] = tuple(sorted(values))
        return replace(self, chosen=tuple((one, now[one]) for one in NAMES if one in now))

    def pairs(self) -> list[tuple[str, str]]:
        found = [("q", self.words)] if self.words else []
        found += [(name, value) for name, values in self.chosen for value in values]
        return found + ([("tri", self.sort)] if self.sort else [])

    def written(self) -> str:
        """What follows the « ? » of its address: the same question is always written alike."""
        return urlencode(self.pairs())

    def address(self, root: str = ROOT) -> str:
        written = self.written()
        return f"{root}?{written}" if written else root
