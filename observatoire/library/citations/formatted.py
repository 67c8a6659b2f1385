"""A reference as it is quoted in French, and as browsers' add-ons read it (COinS, Highwire)."""

from __future__ import annotations

from urllib.parse import urlencode

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference

NBSP = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def french_date(date: str) -> str:
    """« 2024-05-01 » is « 1er mai 2024 », with spaces that do not break."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return f"{month}{NBSP}{year}"
    day = "1er" if rest[1] == "01" else str(int(rest[1]))
    return f"{day}{NBSP}{month}{NBSP}{year}"


def citation(reference: Reference) -> str:
    """« Auteurs, « Titre », collection, n° 12, producteur, mai 2024, p. 1-8. Adresse. »"""
    who = _people(reference.authors)
    named = [] if who == _people(reference.producers) else [_people(reference.producers)]
    title = f"«{NBSP}{reference.title}{NBSP}»"
    number = (
        f"n°{NBSP}{reference.number}"
        if reference.number and not _says_number(reference.number)
        else reference.number
    )
    volume = f"vol.{NBSP}{reference.volume}" if reference.volume else ""
    pages = f"p.{NBSP}{reference.pages}" if reference.pages else ""
    when = french_date(reference.date)
    parts = [who, title, reference.collection, volume, number, *named, when, pages]
    end = f"doi:{reference.doi}" if reference.doi else reference.address
    return ", ".join(part for part in parts if part) + "." + (f" {end}" if end else "")


def _says_number(number: str) -> bool:
    return number.lower().startswith(("n°", "no ", "numéro"))


def _people(names: tuple[str, ...]) -> str:
    """Three at most; beyond, the first « et al. »."""
    if len(names) > 3:
        return f"{names[0]} et{NBSP}al."
    return ", ".join(names[:-1]) + (" et " if len(names) > 1 else "") + names[-1] if names else ""


def coins(reference: Reference, host: str = "") -> str:
    """The value of `title` of a COinS (OpenURL 1.0): what Zotero finds in a list or a page."""
    is_article = reference.kind == words.ARTICLE
    kind = "journal" if is_article else "book"
    genre = {
        words.ARTICLE: "article",
        words.CHAPTER: "bookitem",
        words.REPORT: "report",
        words.STUDY: "report",
    }
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{kind}"),
        ("rfr_id", f"info:sid/{host}" if host else ""),
        ("rft.genre", genre.get(reference.kind, "document" if kind == "book" else "article")),
        ("rft.atitle" if is_article else "rft.btitle", reference.title),
        ("rft.jtitle" if is_article else "rft.series", reference.collection),
        ("rft.date", reference.date),
        ("rft.volume", reference.volume),
        ("rft.issue", reference.number),
        ("rft.pages", reference.pages),
        ("rft.isbn", reference.isbn),
        ("rft.language", reference.language),
        *(("rft.au", author) for author in reference.authors),
        *(("rft.pub", name) for name in reference.producers),
        ("rft_id", f"info:doi/{reference.doi}" if reference.doi else ""),
        ("rft.identifier", reference.address),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def highwire(reference: Reference, *, pdf: str = "") -> list[tuple[str, str]]:
    """The `<meta>` of a page: (name, content), as Zotero and Google Scholar read them."""
    container = {
        words.ARTICLE: "citation_journal_title",
        words.CHAPTER: "citation_inbook_title",
        words.TALK: "citation_conference_title",
    }
    start, _, end = reference.pages.partition("-")
    authors = reference.authors or reference.producers
    is_report = reference.kind in (words.REPORT, words.STUDY)
    publisher = "citation_technical_report_institution" if is_report else "citation_publisher"
    pairs = [
        ("citation_title", reference.title), *(("citation_author", name) for name in authors),
        ("citation_publication_date", reference.date.replace("-", "/")),
        (container.get(reference.kind, "citation_series_title"), reference.collection),
        *((publisher, name) for name in reference.producers),
        ("citation_volume", reference.volume), ("citation_issue", reference.number),
        ("citation_firstpage", start), ("citation_lastpage", end), ("citation_doi", reference.doi),
        ("citation_isbn", reference.isbn), ("citation_language", reference.language),
        *(("citation_keywords", word) for word in reference.keywords),
        ("citation_abstract", reference.summary), ("citation_public_url", reference.address),
        ("citation_pdf_url", pdf),
    ]  # fmt: skip
    return [(name, value) for name, value in pairs if value]
