"""What was understood of the files given: every row is accepted, refused, or unmatched."""

from __future__ import annotations

from dataclasses import dataclass

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
class Report:
    """The account of a reading. `accepted + len(refused) + len(unmatched) == rows`."""

    source: str
    files: tuple[str, ...]
    rows: int
    accepted: int
    refused: tuple[Refusal, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()

    @property
    def sound(self) -> bool:
        """Nothing refused: what was accepted may be published."""
        return not self.refused

    @property
    def summary(self) -> str:
        """« 2 215 lignes lues : 2 210 acceptées, 0 refusée, 5 sans territoire connu. »"""
        return (
            f"{_counted(self.rows, 'ligne lue', 'lignes lues')}{NB_SPACE}: "
            f"{_counted(self.accepted, 'acceptée', 'acceptées')}, "
            f"{_counted(len(self.refused), 'refusée', 'refusées')}, "
            f"{len(self.unmatched)} sans territoire connu."
        )

    def as_json(self) -> dict:
        return {
            "source": self.source,
            "fichiers": list(self.files),
            "lignes": self.rows,
            "acceptees": self.accepted,
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
