"""In which geography a series is: what the caption of a line says."""

from __future__ import annotations

from collections.abc import Sequence

from stats.observation import Observation
from stats.territory import Level
from stats.territory.model import SETTLED
from stats.words import typeset

SETTLED_WORDS = (
    "Géographie : départements et régions gardent leurs limites d’une année à l’autre, à quelques "
    "communes près."
)


def ground_in_words(series: Sequence[Observation]) -> str:
    """One vintage for the whole line, or why its points are not joined; empty when unknown."""
    known = [one for one in series if one.known]
    if not known:
        return ""
    if known[-1].level in SETTLED:
        return typeset(SETTLED_WORDS)
    vintages = sorted({one.vintage for one in known} - {None})
    if not vintages:
        return typeset("Géographie : la source ne dit pas de quelle année elle est.")
    if len(vintages) > 1:
        years = ", ".join(str(year) for year in vintages)
        return typeset(
            f"Géographies de plusieurs années ({years}) : rien ne relie deux points que le "
            "périmètre sépare, le territoire a pu changer."
        )
    what = Level(known[-1].level).plural
    carried = sorted({one.note for one in known if not one.import_id and one.note})
    told = f" {'. '.join(carried)}." if carried else ""
    return typeset(f"Géographie : {what} au 1er janvier {vintages[0]} sur toute la courbe.{told}")
