"""A notice, in the words of its page, of a list and of those who cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.formats import date_format

from observatoire.library.models import Notice
from observatoire.library.queries.labels import source_of

COINS = {
    Notice.Kind.ARTICLE: ("info:ofi/fmt:kev:mtx:journal", "article"),
    Notice.Kind.THESIS: ("info:ofi/fmt:kev:mtx:dissertation", ""),
}
BOOK = ("info:ofi/fmt:kev:mtx:book", "report")
# What schema.org calls each kind; the others are creative works.
TYPES = {
    Notice.Kind.STUDY: "Report",
    Notice.Kind.REPORT: "Report",
    Notice.Kind.ARTICLE: "ScholarlyArticle",
    Notice.Kind.DATA: "Dataset",
    Notice.Kind.THESIS: "Thesis",
}


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    notice: Notice
    year: str
    source: str
    coins: str
    themes: tuple


def row_of(notice: Notice) -> Row:
    year = str(notice.published_on.year) if notice.published_on else ""
    return Row(notice, year, source_of(notice), coins_of(notice), tuple(notice.themes.all()))


def date_in_words(notice: Notice) -> str:
    """As much of the date as is known."""
    day = notice.published_on
    if day is None:
        return ""
    if notice.precision == Notice.Precision.YEAR:
        return str(day.year)
    if notice.precision == Notice.Precision.MONTH:
        return date_format(day, "F Y")
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{date_format(day, 'F Y')}"


def written_date(notice: Notice, separator: str = "-") -> str:
    """« 2021-11 » where the day is not known: what machines read."""
    day: date | None = notice.published_on
    if day is None:
        return ""
    parts = [f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"]
    known = {Notice.Precision.YEAR: 1, Notice.Precision.MONTH: 2}.get(notice.precision, 3)
    return separator.join(parts[:known])


def years_in_words(notice: Notice) -> str:
    first, last = notice.covers_from, notice.covers_to
    if first and last and first != last:
        return f"{first} à {last}"
    return str(first or last or "")


def authors_of(notice: Notice) -> list[str]:
    return [name.strip() for name in notice.authors.split(";") if name.strip()]


def coins_of(notice: Notice) -> str:
    """The notice as an OpenURL, in a title that Zotero reads (COinS)."""
    form, genre = COINS.get(notice.kind, BOOK)
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", form)]
    pairs += [("rft.genre", genre)] if genre else []
    title = "rft.btitle" if form.endswith("book") else "rft.atitle"
    pairs += [("rft.title" if form.endswith("dissertation") else title, notice.title)]
    if form.endswith("journal") and notice.collection:
        pairs += [("rft.jtitle", notice.collection)]
    elif notice.collection:
        pairs += [("rft.series", notice.collection)]
    pairs += [("rft.issue", notice.number)] if notice.number else []
    pairs += [("rft.date", written_date(notice))] if notice.published_on else []
    pairs += [("rft.pub", one.name) for one in notice.producers.all()]
    pairs += [("rft.au", name) for name in authors_of(notice)]
    pairs += [("rft_id", f"info:doi/{notice.doi}")] if notice.doi else []
    pairs += [("rft.isbn", notice.isbn)] if notice.isbn else []
    pairs += [("rft_id", notice.source_address)] if notice.source_address else []
    return urlencode(pairs, quote_via=quote)


def highwire_of(notice: Notice) -> list[tuple[str, str]]:
    """The metas that Zotero and scholarly engines read."""
    pairs = [("citation_title", notice.title)]
    pairs += [("citation_author", name) for name in authors_of(notice)]
    pairs += [("citation_publisher", one.name) for one in notice.producers.all()]
    pairs += [("citation_publication_date", written_date(notice, "/"))]
    pairs += [
        ("citation_journal_title", notice.collection)
        if notice.kind == Notice.Kind.ARTICLE
        else ("citation_series_title", notice.collection)
    ]
    pairs += [("citation_issue", notice.number), ("citation_doi", notice.doi)]
    pairs += [("citation_isbn", notice.isbn), ("citation_issn", notice.issn)]
    pairs += [("citation_language", notice.language)]
    pairs += [("citation_keywords", word) for word in notice.keywords]
    address = notice.source_address or f"{settings.SITE_ADDRESS}{notice.get_absolute_url()}"
    pairs += [("citation_public_url", address)]
    if notice.file_name.lower().endswith(".pdf") and notice.file:
        pairs += [("citation_pdf_url", f"{settings.SITE_ADDRESS}{notice.file_address}")]
    return [(name, value) for name, value in pairs if value]


def schema_of(notice: Notice, places: list[str]) -> dict:
    """The notice for engines, in schema.org's words."""
    found = {
        "@context": "https://schema.org",
        "@type": TYPES.get(notice.kind, "CreativeWork"),
        "name": notice.title,
        "headline": notice.title[:110],
        "description": notice.summary,
        "datePublished": written_date(notice),
        "inLanguage": notice.language,
        "url": f"{settings.SITE_ADDRESS}{notice.get_absolute_url()}",
        "sameAs": notice.source_address,
        "identifier": f"https://doi.org/{notice.doi}" if notice.doi else "",
        "isbn": notice.isbn,
        "keywords": [*notice.keywords, *(one.name for one in notice.themes.all())],
        "spatialCoverage": places,
        "temporalCoverage": years_in_words(notice).replace(" à ", "/"),
        "author": [{"@type": "Person", "name": name} for name in authors_of(notice)],
        "publisher": [
            {"@type": "Organization", "name": one.name} for one in notice.producers.all()
        ],
    }
    return {name: value for name, value in found.items() if value}
