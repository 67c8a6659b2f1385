"""What is told of a reading while it goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from stats.catalogue.model import Catalogue, Source
from stats.sources.opening import FileFault, Table
from stats.sources.report import Refusal, Report, TableReport, Unmatched
from stats.sources.shaped.blocks import Blocks
from stats.territory.model import Level, Territory
from stats.words import typeset

# What two lists write differently before the same name.
LEFT_WORDS = frozenset(
    {
        "ca",
        "cc",
        "cu",
        "communaute",
        "communes",
        "agglomeration",
        "urbaine",
        "agglo",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
    }
)


@dataclass
class Account:
    """The observations gathered and the fate of every row, of every file of a source."""

    source: Source
    catalogue: Catalogue
    territories: object
    files: tuple[str, ...]
    blocks: Blocks = field(default_factory=Blocks)
    places: list[Table] = field(default_factory=list)
    tables: list[TableReport] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    named: dict[str, dict[str, str]] = field(default_factory=dict)
    rows: int = 0
    accepted: int = 0
    ignored: int = 0

    @cached_property
    def levels(self) -> frozenset[str]:
        """The levels of territory that the store knows: the others cannot be checked."""
        known = self.territories
        found = getattr(known, "levels", None)
        return found if found is not None else frozenset(level for level, _ in known)

    def knows(self, place: tuple[str, str]) -> bool:
        """Whether an observation of this territory may enter. Without territories, all may; so
        may a commune that has since merged (a file is in the geography of its year), and any of a
        level of which the store has none (quarters, employment zones).
        """
        if self.territories is None or not place[0] or place in self.territories:
            return True
        former = place[0] == Level.COMMUNE and place[1] in getattr(self.territories, "former", ())
        return former or place[0] not in self.levels

    def find_name(self, level: str, name: str) -> str:
        """The code of the one territory of this level so named; empty when there is none."""
        return self._names(level).get(plain_name(name), "")

    def _names(self, level: str) -> dict[str, str]:
        if level not in self.named:
            by_level = getattr(self.territories, "by_level", None)
            if by_level is None:
                raise FileFault(
                    ", ".join(self.files),
                    "les territoires y sont nommés, sans leur code.",
                    "Construire d’abord les territoires (python -m stats territoires).",
                )
            self.named[level] = _unambiguous(by_level(level))
        return self.named[level]

    def fault(self, fault: FileFault) -> None:
        """A whole file, or table, refused: it counts for one row."""
        self.rows += 1
        self.refused.append(
            Refusal(fault.file, fault.line, fault.column, fault.reason, fault.remedy)
        )

    def leave(self, place: str, reason: str) -> None:
        self.aside.append((place, typeset(reason)))

    def report(self, observations: int) -> Report:
        return Report(
            source=self.source.code,
            files=self.files,
            rows=self.rows,
            accepted=self.accepted,
            refused=tuple(self.refused),
            unmatched=tuple(self.unmatched),
            ignored=self.ignored,
            observations=observations,
            tables=tuple(self.tables),
            aside=tuple(self.aside),
        )


def plain_name(name: str) -> str:
    """Without case, accents, hyphens or the kind of grouping: « CC du Pays d'Ancenis »."""
    bare = unicodedata.normalize("NFD", name.casefold().replace("œ", "oe"))
    words = re.sub(r"[^a-z0-9]+", " ", bare.encode("ascii", "ignore").decode()).split()
    return " ".join(word for word in words if word not in LEFT_WORDS)


def _unambiguous(territories: Iterable[Territory]) -> dict[str, str]:
    """Codes by plain name, without the names that several territories bear."""
    found: dict[str, set[str]] = {}
    for one in territories:
        found.setdefault(plain_name(one.name), set()).add(one.code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
