"""Notices as references: to quote them, to export them, to know what is there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.likeness import Known, Shelf
from observatoire.library.models import Notice

KINDS = {
    Notice.Kind.STUDY: words.STUDY,
    Notice.Kind.ARTICLE: words.ARTICLE,
    Notice.Kind.REPORT: words.REPORT,
    Notice.Kind.THESIS: words.THESIS,
    Notice.Kind.DATA: words.DATA,
}


def reference_of(notice: Notice, names: Mapping[str, str] | None = None) -> Reference:
    """One notice, its producers and themes best prefetched; `names` are those of territories."""
    return Reference(
        title=notice.title,
        kind=KINDS.get(notice.kind, words.OTHER),
        producers=tuple(one.name for one in notice.producers.all()),
        authors=tuple(name.strip() for name in notice.authors.split(";") if name.strip()),
        date=date_of(notice),
        summary=notice.summary,
        keywords=tuple(notice.keywords),
        address=notice.source_address or settings.SITE_ADDRESS + notice.get_absolute_url(),
        doi=notice.doi,
        isbn=notice.isbn,
        language=notice.language,
        licence=notice.get_licence_display() if notice.licence else "",
        collection=notice.collection,
        number=notice.number,
        pages=notice.pages,
        themes=tuple(one.name for one in notice.themes.all()),
        territories=tuple((names or {}).get(key, key) for key in notice.territories),
        identifier=notice.slug,
    )


def date_of(notice: Notice) -> str:
    if not notice.published_on:
        return ""
    length = {Notice.Precision.YEAR: 4, Notice.Precision.MONTH: 7}.get(notice.precision, 10)
    return notice.published_on.isoformat()[:length]


def references_of(notices: Iterable[Notice]) -> list[Reference]:
    return [reference_of(notice) for notice in notices.prefetch_related("producers", "themes")]


def shelf() -> Shelf:
    """Every notice, drafts too, by each of its marks: two questions, whatever their number."""
    rows = Notice.objects.order_by("created_at", "id").values_list(
        "id", "title", "published_on", "doi", "isbn", "source_address"
    )
    others: dict = {}
    manifestations = Notice.manifestations.rel.related_model.objects
    for notice, address in manifestations.values_list("notice_id", "address"):
        others.setdefault(notice, []).append(address)
    return Shelf(
        Known(
            str(key),
            title,
            str(day.year) if day else "",
            doi,
            isbn,
            (address, *others.get(key, ())),
        )
        for key, title, day, doi, isbn, address in rows
    )
