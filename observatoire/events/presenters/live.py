"""The pieces of the live page, drawn once for all its readers.

Three hundred and fifty people read the same list: each question is drawn twice, supported by the
reader or not, and kept with the version of the event; a reader's list is put together from these.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from observatoire.events.queries.live import Shown

KEPT = 8
_drawn: dict[UUID, tuple[int, dict[tuple[str, str], str]]] = {}
OWN, SUPPORTED, OTHER = "own", "supported", "other"


def list_for(
    event: UUID, version: int, questions: Iterable[Shown], *, reader: UUID, supported: frozenset
) -> SafeString:
    """The items of the list, as one reader sees them."""
    pieces = _pieces(event, version)
    found = []
    for one in questions:
        mine = OWN if one.author_pk == str(reader) else OTHER
        how = SUPPORTED if one.pk in supported else mine
        key = one.pk, how
        if key not in pieces:
            context = {"question": one, "how": how}
            pieces[key] = render_to_string("events/live/_question.html", context)
        found.append(pieces[key])
    # Pieces of our own template, where every word of a question is escaped.
    return mark_safe("".join(found))  # noqa: S308


def _pieces(event: UUID, version: int) -> dict[tuple[str, str], str]:
    known = _drawn.get(event)
    if known is None or known[0] != version:
        while len(_drawn) >= KEPT:
            _drawn.pop(next(iter(_drawn)), None)
        known = _drawn[event] = (version, {})
    return known[1]
