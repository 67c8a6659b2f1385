"""A question asked of the base: its notices, page by page, and the counts of its facets."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length

from observatoire.base.french import normalise, stem, terms
from observatoire.library.models import KnownWord, Notice
from observatoire.library.queries.reading import Reader
from observatoire.library.search import (
    Asked,
    Counted,
    Question,
    ask_entries,
    ask_facets,
    count_facets,
)

ON_A_PAGE = 20
LIKENESS = 0.75
COMPLETED = 20  # words that a beginning may stand for
NEAR = 4_000  # words compared with one that nobody wrote
SHORTEST = 4


@dataclass(frozen=True)
class Found:
    """One page of notices. `read_as`: the words understood, where those typed found nothing."""

    notices: tuple[Notice, ...]
    counted: Counted
    number: int  # of this page
    pages: int
    read_as: str = ""

    @property
    def total(self) -> int:
        return self.counted.total


def find(question: Question, reader: Reader, *, page: int = 1, size: int = ON_A_PAGE) -> Found:
    """What a reader may see of what answers; typing errors are forgiven when nothing does."""
    asked = _asked(question, reader)
    rows, read_as = ask_facets(asked) if asked else [], ""
    if not rows and question.words:
        asked, read_as = _forgiven(question, reader)
        rows = ask_facets(asked) if asked else []
    counted = count_facets(rows, question)
    pages = max(1, -(-counted.total // size))
    number = min(max(1, page), pages)
    keys = []
    if asked and counted.total:
        keys = ask_entries(asked, question, start=(number - 1) * size, number=size)
    return Found(_notices(keys), counted, number, pages, read_as if rows else "")


def newest(question: Question, reader: Reader, *, number: int) -> list[Notice]:
    """What answers, the last made known first: for a feed."""
    asked = _asked(question, reader)
    if asked is None:
        return []
    ordered = Question(question.words, question.chosen, "ajout")
    return list(_notices(ask_entries(asked, ordered, start=0, number=number)))


def _asked(question: Question, reader: Reader) -> Asked | None:
    """None when the words hold nothing to search."""
    stems = tuple((one,) for one in dict.fromkeys(terms(question.words)))
    if question.words and not stems:
        return None
    return Asked(reader.is_partner, reader.groups, stems)


def _notices(keys: list) -> tuple[Notice, ...]:
    wanted = [UUID(str(key)) for key in keys]
    rows = Notice.objects.filter(pk__in=wanted).defer("file_text").order_by("pk")
    found = {one.pk: one for one in rows.prefetch_related("themes", "producers")}
    return tuple(found[key] for key in wanted if key in found)


def _forgiven(question: Question, reader: Reader) -> tuple[Asked | None, str]:
    """The words read as beginnings, else as the nearest of those that public notices hold."""
    words = [word for word in normalise(question.words).split() if terms(word)]
    if not words:
        return None, ""
    stems, read = [], []
    for word in words:
        meant = _meant(word)
        if not meant:
            return None, ""
        stems.append(tuple(dict.fromkeys(stem(one) for one in meant)))
        read.append(meant[0] if word not in meant else word)
    return Asked(reader.is_partner, reader.groups, tuple(stems)), " ".join(read)


def _meant(word: str) -> list[str]:
    known = KnownWord.objects.all()
    if len(word) < SHORTEST or known.filter(stem=stem(word)).exists():
        return [word]
    begun = known.filter(word__startswith=word).order_by(Length("word"), "word")
    completed = list(begun.values_list("word", flat=True)[:COMPLETED])
    return completed or _near(word)


def _near(word: str) -> list[str]:
    """The nearest known word: of nearly its length, and like it at one end."""
    ends = Q(word__startswith=word[:2]) | Q(word__endswith=word[-3:])
    ends |= Q(word__startswith=word[1] + word[0])
    rows = KnownWord.objects.annotate(length=Length("word")).order_by("word")
    rows = rows.filter(ends, length__range=(len(word) - 2, len(word) + 2))
    candidates = list(rows.values_list("word", flat=True)[:NEAR])
    return get_close_matches(word, candidates, n=1, cutoff=LIKENESS)
