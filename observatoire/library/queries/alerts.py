"""What a saved search has to tell."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict

from observatoire.library.models import Notice, SavedSearch
from observatoire.library.queries.base import newest
from observatoire.library.queries.reading import reader_of
from observatoire.library.search import Question

MOST = 200


def question_of(search: SavedSearch) -> Question:
    return Question.of(QueryDict(search.question))


def news_of(search: SavedSearch, *, until: datetime) -> list[Notice]:
    """What was made known since it was last told, to whoever may read it today."""
    found = newest(question_of(search), reader_of(search.owner), number=MOST)
    return [one for one in found if search.told_until < one.published_at <= until]


def searches_of(person) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(owner=person).order_by("created_at", "id"))
