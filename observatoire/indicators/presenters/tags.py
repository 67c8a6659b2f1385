"""The small labels beside a figure: provisional, revised, broken, secret…"""

from __future__ import annotations

from dataclasses import dataclass

from stats.observation import Observation
from stats.statuses import SECRET, Mark, Status
from stats.store import COMPUTED

COMPUTED_HERE = "Calculé par la plateforme"
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


def remark_of(row: Observation, *, in_full: bool = False) -> str:
    """The free remark of a figure as a sentence: « Arrondi. », « Champ Caf à vérifier. ».

    Of a computed figure, only that it is so; in full, what each of its operands was.
    """
    text = row.note.strip().rstrip(".")
    if row.origin == COMPUTED:
        text = f"{COMPUTED_HERE}\u00a0: {text}" if in_full else COMPUTED_HERE
    return f"{text[:1].upper()}{text[1:]}." if text else ""
