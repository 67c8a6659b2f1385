"""The small labels beside a figure: provisional, revised, broken, secret…"""

from __future__ import annotations

from dataclasses import dataclass

from stats.grid import NUMBER, Grid
from stats.observation import Observation
from stats.statuses import SECRET, Mark, Status
from stats.store import COMPUTED
from stats.words import typeset
from stats.words.numbers import NB_SPACE

COMPUTED_HERE = "Calculé par la plateforme"
# Written before the number itself: not said twice.
BESIDE_THE_NUMBER = {"« près de »", "« plus de »", "« moins de »"}
SHOWN = (Mark.PROVISIONAL, Mark.ESTIMATED, Mark.REVISED, Mark.BREAK, Mark.FICTITIOUS)


@dataclass(frozen=True)
class Tag:
    """`kind` names the style, `explanation` is the sentence a reader gets."""

    kind: str
    label: str
    explanation: str


def tags_of(row: Observation) -> tuple[Tag, ...]:
    """The status when there is no number, then the marks that change how one reads it."""
    tags = []
    if row.status is not Status.VALUE:
        kind = "secret" if row.status in SECRET else "absent"
        tags.append(Tag(kind, row.status.label, row.status.explanation))
    for mark in SHOWN:
        if mark in row.marks:
            tags.append(Tag(str(mark), mark.label, mark.explanation))
    return tuple(tags)


def secret_notes(*grids: Grid) -> list[str]:
    """Why figures of these grids are secret, each reason once: no one has to hover."""
    held = {int(number) for grid in grids for number in set(grid.statuses.ravel().tolist())}
    return [one.explanation for one in Status if one in SECRET and NUMBER[one] in held]


def remark_of(row: Observation, *, in_full: bool = False) -> str:
    """The free remark of a figure as a sentence: « Arrondi. », « Champ Caf à vérifier. ».

    Of a computed figure, only that it is so; in full, what each of its operands was.
    """
    parts = [part.strip() for part in row.note.replace(NB_SPACE, " ").split(";")]
    text = " ; ".join(part for part in parts if part not in BESIDE_THE_NUMBER).rstrip(".")
    text = typeset(text)
    if row.origin == COMPUTED:
        text = f"{COMPUTED_HERE}\u00a0: {text}" if in_full else COMPUTED_HERE
    return f"{text[:1].upper()}{text[1:]}." if text else ""
