"""The index follows the notices: what is published is found, what is not is nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.french import stem
from observatoire.base.models import Generation
from observatoire.library.models import Entry, EntryText, KnownWord, Notice
from observatoire.library.search.drafts import KIND, known_words, notice_draft, words_of

BATCH = 500


@transaction.atomic
def index_notice(notice: Notice) -> None:
    """Write one notice anew in both indexes, or take it away from them."""
    Entry.objects.filter(notice=notice).delete()
    if notice.is_published:
        write_entries([notice])
    draft = notice_draft(notice)
    if draft:
        remember_searchable(draft)
    else:
        forget_searchable(kind=KIND, key=str(notice.pk))
    Generation.advance()


def forget_notice(notice: Notice) -> None:
    forget_searchable(kind=KIND, key=str(notice.pk))
    Generation.advance()


def write_entries(notices: Iterable[Notice]) -> int:
    """The entries of published notices that have none; their number."""
    number, known = 0, set()
    waiting = iter(notices)
    while batch := list(islice(waiting, BATCH)):
        words = [words_of(one) for one in batch]
        entries = Entry.objects.bulk_create(
            Entry(
                notice=one,
                visibility=one.visibility,
                group=one.group.slug if one.group else "",
                facets=its.facets[:1000],
                date=one.published_on,
                added_at=one.published_at,
                sorted_title=its.sorted_title,
            )
            for one, its in zip(batch, words, strict=True)
        )
        EntryText.objects.bulk_create(
            EntryText(entry=entry, title=its.title, head=its.head, body=its.body, marks=its.marks)
            for entry, its in zip(entries, words, strict=True)
        )
        public = (one for one in batch if one.visibility == Notice.Visibility.PUBLIC)
        known.update(*map(known_words, public))
        number += len(batch)
    write_known_words(known)
    return number


def write_known_words(words: Iterable[str]) -> None:
    rows = (KnownWord(word=word, stem=stem(word)[:40]) for word in sorted(words))
    KnownWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def rebuild_index() -> int:
    """Write the whole index anew; the number of entries."""
    Entry.objects.all().delete()
    KnownWord.objects.all().delete()
    notices = Notice.objects.published().select_related("group").order_by("created_at", "pk")
    number = write_entries(notices.prefetch_related("themes", "producers").iterator(BATCH))
    Generation.advance()
    return number
