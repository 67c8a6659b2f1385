"""The words of a saved search."""

from __future__ import annotations

from observatoire.library.models import SavedSearch
from observatoire.library.queries import labels
from observatoire.library.search import Question


def name_of(question: Question) -> str:
    """« logement social, Santé », or « Toutes les études »."""
    parts = [question.words] if question.words else []
    known = {"theme": {one.slug: one.name for one in labels.themes()}, "nature": labels.kinds()}
    known["producteur"] = labels.producers(question.values("producteur"))
    known["territoire"] = labels.places(question.values("territoire"))
    for name, values in question.chosen:
        parts += [known.get(name, {}).get(value, value) for value in values]
    return ", ".join(parts)[:200] or "Toutes les études"


def rhythms(*, with_never: bool) -> list[tuple[str, str]]:
    found = SavedSearch.Rhythm.choices
    return found if with_never else [one for one in found if one[0] != SavedSearch.Rhythm.NEVER]
