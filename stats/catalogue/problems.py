"""What is wrong in the catalogue, said with the file, the line and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

NB = "\u00a0"


@dataclass(frozen=True)
class Problem:
    """One fault. `path` is as a reader writes it (« catalogue/indicateurs/TX_X.yaml »)."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}, ligne {self.line}{NB}: {self.sentence}"


class CatalogueError(Exception):
    """The catalogue is refused; `problems` says why, in the order of files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@dataclass
class Faults:
    """Collects the problems of one file."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(self.path, line, sentence))


def quote(value: object) -> str:
    """« value », as French writes it."""
    return f"«{NB}{value}{NB}»"


def states(key: str, value: object) -> str:
    """« sens » vaut « mauvais »: the beginning of most sentences."""
    return f"{quote(key)} vaut {quote(value)}"


def one_of(values: list[str] | tuple[str, ...]) -> str:
    """« -1, 0 ou 1 »."""
    values = [str(value) for value in values]
    return " ou ".join([", ".join(values[:-1]), values[-1]]) if len(values) > 1 else values[0]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be."""
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None
