"""The pieces of the live page, drawn once for all its readers.

Three hundred and fifty people read the same list: each question is drawn twice, supported by the
reader or not, and kept as long as nothing in it changes; a list is put together from these.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from observatoire.events.queries.live import Shown

KEPT = 4000  # pieces, of some forty words each
_drawn: dict[tuple[Shown, str], str] = {}
OWN, SUPPORTED, OTHER = "own", "supported", "other"


def list_for(questions: Iterable[Shown], *, reader: UUID, supported: frozenset) -> SafeString:
    """The items of the list, as one reader sees them."""
    found = []
    for one in questions:
        mine = OWN if one.author_pk == str(reader) else OTHER
        how = SUPPORTED if one.pk in supported else mine
        piece = _drawn.get((one, how))
        if piece is None:
            if len(_drawn) >= KEPT:
                _drawn.clear()
            context = {"question": one, "how": how}
            piece = _drawn[one, how] = render_to_string("events/live/_question.html", context)
        found.append(piece)
    # Pieces of our own template, where every word of a question is escaped.
    return mark_safe("".join(found))  # noqa: S308
