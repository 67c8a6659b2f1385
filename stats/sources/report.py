"""What was understood of the files given: every row is accepted, refused, or unmatched."""

from __future__ import annotations

from dataclasses import dataclass

from stats.doubts import Doubt
from stats.integrity import Breach

NB_SPACE = "\u00a0"


@dataclass(frozen=True)
class Refusal:
    """A row that cannot be read: where, why, and what to do (French, for whoever made the file)."""

    file: str
    line: int
    column: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        place = f"{self.file}, ligne {self.line}"
        column = f", colonne «{NB_SPACE}{self.column}{NB_SPACE}»" if self.column else ""
        return f"{place}{column}{NB_SPACE}: {self.reason} {self.remedy}".rstrip()


@dataclass(frozen=True)
class Unmatched:
    """A row well written whose territory is not among those the store knows: kept out, listed.

    `line` is 0 where the reader does not know it.
    """

    file: str
    line: int
    level: str
    territory: str


@dataclass(frozen=True)
class TableReport:
    """What was understood of one table: which shape read it, and what came out.

    `unread` names the columns that nothing says how to read: known to be left, never lost.
    """

    place: str
    shape: str
    indicators: tuple[str, ...]
    levels: tuple[str, ...]
    periods: tuple[str, ...]
    edition: str
    observations: int
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """The account of a reading. Every row is accepted, refused, unmatched or ignored.

    `ignored` rows hold no value to read: blank lines, notes, totals that the source sets aside.
    A refused row may have several refusals, one for each faulty cell. `aside` names the tables
    that are not read, each with the reason. `breaches` are the rules of the catalogue that the
    figures do not keep, and `doubts` what a person should look at, once `checked`.
    """

    source: str
    files: tuple[str, ...]
    rows: int
    accepted: int
    refused: tuple[Refusal, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    ignored: int = 0
    observations: int = 0
    tables: tuple[TableReport, ...] = ()
    aside: tuple[tuple[str, str], ...] = ()
    breaches: tuple[Breach, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def sound(self) -> bool:
        """Nothing refused, no blocking rule broken: what was accepted may be published."""
        return not self.refused and not any(one.blocks for one in self.breaches)

    @property
    def summary(self) -> str:
        """« 2 215 lignes lues : 2 210 acceptées, 0 refusée, 5 sans territoire connu. »"""
        refused = len({(refusal.file, refusal.line) for refusal in self.refused})
        left = f", {self.ignored} sans donnée à lire" if self.ignored else ""
        found = (
            f" {_counted(self.observations, 'observation', 'observations')}."
            if self.observations
            else ""
        )
        return (
            f"{_counted(self.rows, 'ligne lue', 'lignes lues')}{NB_SPACE}: "
            f"{_counted(self.accepted, 'acceptée', 'acceptées')}, "
            f"{_counted(refused, 'refusée', 'refusées')}, "
            f"{len(self.unmatched)} sans territoire connu{left}.{found}"
        )

    def as_json(self) -> dict:
        return {
            "source": self.source,
            "fichiers": list(self.files),
            "lignes": self.rows,
            "acceptees": self.accepted,
            "sans_donnee": self.ignored,
            "observations": self.observations,
            "tableaux": [
                {
                    "tableau": one.place,
                    "forme": one.shape,
                    "indicateurs": list(one.indicators),
                    "niveaux": list(one.levels),
                    "periodes": list(one.periods),
                    "edition": one.edition,
                    "observations": one.observations,
                    "colonnes_non_lues": list(one.unread),
                }
                for one in self.tables
            ],
            "tableaux_non_lus": [
                {"tableau": place, "raison": reason} for place, reason in self.aside
            ],
            "controles": [one.as_json() for one in self.breaches],
            "doutes": [one.as_json() for one in self.doubts],
            "refusees": [
                {
                    "fichier": one.file,
                    "ligne": one.line,
                    "colonne": one.column,
                    "raison": one.reason,
                    "remede": one.remedy,
                }
                for one in self.refused
            ],
            "non_rattachees": [
                {
                    "fichier": one.file,
                    "ligne": one.line,
                    "niveau": one.level,
                    "territoire": one.territory,
                }
                for one in self.unmatched
            ],
        }


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count} {plural if count > 1 else singular}"
