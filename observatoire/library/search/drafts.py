"""What the index, and the search of the whole site, keep of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from observatoire.base.french import normalise, terms
from observatoire.base.registry import Ref, SearchDraft
from observatoire.library.models import Notice
from observatoire.library.search.facets import facets_text, marks_of

KIND = "notice"
MOST_BODY = 50_000  # stems of a file's text: some three hundred pages
LONGEST_WORD = 40


@dataclass(frozen=True)
class Words:
    """What an entry holds of one notice."""

    facets: str
    title: str
    head: str
    body: str
    marks: str
    sorted_title: str


def words_of(notice: Notice) -> Words:
    """Asks the notice for its themes and producers: fetch them before, for many."""
    producers = list(notice.producers.all())
    themes = list(notice.themes.all())
    facets = facets_text(
        {
            "theme": [one.slug for one in themes],
            "territoire": notice.territories,
            "nature": [notice.kind],
            "annee": [str(notice.published_on.year)] if notice.published_on else [],
            "producteur": [one.slug for one in producers],
            "acces": [notice.visibility],
        }
    )
    head = [notice.summary, notice.authors, notice.collection, notice.number, *notice.keywords]
    head += [str(one) for one in producers + themes] + [notice.get_kind_display()]
    head += [notice.doi, notice.isbn, notice.source_address if notice.doi else ""]
    return Words(
        facets=facets,
        title=_stems(notice.title),
        head=_stems(" ".join(head)),
        body=_stems(notice.file_text, MOST_BODY),
        marks=marks_of(facets),
        sorted_title=normalise(notice.title)[:80],
    )


def _stems(text: str, most: int | None = None) -> str:
    return " ".join(stem[:LONGEST_WORD] for stem in terms(text)[:most])


def known_words(notice: Notice) -> set[str]:
    """The words of a public notice that a typing error may be near to."""
    found = normalise(f"{notice.title} {notice.summary} {' '.join(notice.keywords)}").split()
    return {word for word in found if 3 < len(word) <= LONGEST_WORD and word.isalpha()}


def notice_draft(notice: Notice) -> SearchDraft | None:
    """For the search of the whole site, which asks who may read it."""
    if not notice.is_published:
        return None
    return SearchDraft(
        ref=Ref(KIND, str(notice.pk)),
        title=notice.title[:250],
        address=notice.get_absolute_url(),
        kind=notice.get_kind_display(),
        summary=notice.summary[:400],
        body=" ".join([notice.authors, notice.collection, *notice.keywords]),
        date=notice.published_on,
        group=notice.group.slug if notice.group else "",
        for_partners=notice.visibility == Notice.Visibility.PARTNERS,
    )


def notice_drafts() -> Iterator[SearchDraft]:
    rows = Notice.objects.published().select_related("group").order_by("created_at", "pk")
    for notice in rows.defer("file_text"):
        draft = notice_draft(notice)
        if draft:
            yield draft
