"""From a reference to a notice, and from a notice to a reference."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from observatoire.library.actions.notices import Links, producer_of
from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference
from observatoire.library.models import Notice, Theme

KINDS = {
    words.STUDY: Notice.Kind.STUDY,
    words.ARTICLE: Notice.Kind.ARTICLE,
    words.CHAPTER: Notice.Kind.ARTICLE,
    words.BOOK: Notice.Kind.OTHER,
    words.REPORT: Notice.Kind.REPORT,
    words.THESIS: Notice.Kind.THESIS,
    words.DATA: Notice.Kind.DATA,
}
_LANGUAGES = {"fre": "fr", "fra": "fr", "french": "fr", "français": "fr", "francais": "fr"}
_LANGUAGES |= {"eng": "en", "english": "en", "anglais": "en", "deu": "de", "ger": "de", "spa": "es"}
_LICENCES = (
    ("etalab", Notice.Licence.OPEN),
    ("licence ouverte", Notice.Licence.OPEN),
    ("open licence", Notice.Licence.OPEN),
    ("by-nc-nd", Notice.Licence.CC_BY_NC_ND),
    ("by-nc", Notice.Licence.CC_BY_NC),
    ("by-sa", Notice.Licence.CC_BY_SA),
    ("/licenses/by/", Notice.Licence.CC_BY),
    ("cc-by", Notice.Licence.CC_BY),
    ("cc by", Notice.Licence.CC_BY),
    ("droits réservés", Notice.Licence.RESERVED),
    ("all rights reserved", Notice.Licence.RESERVED),
)


def draft_of(reference: Reference, *, origin: str, told: str = "") -> Notice:
    """A notice that is not saved yet; what is not said stays blank."""
    when, precision = dated(reference.date)
    return Notice(
        title=reference.title[:400],
        kind=kind_of(reference.kind),
        authors=_joined(reference.authors, 500),
        published_on=when,
        precision=precision,
        collection=reference.collection[:200],
        number=reference.number[:60],
        pages=reference.pages[:40],
        summary=reference.summary,
        territories=list(reference.territories),
        keywords=[word[:100] for word in reference.keywords[:20]],
        source_address=reference.address[:1000],
        language=language_of(reference.language),
        licence=licence_of(reference.licence),
        doi=reference.doi[:200],
        isbn=reference.isbn,
        origin=origin,
        origin_text=told[:600],
        external_id=reference.identifier[:300],
    )


def links_of(reference: Reference, themes: Iterable[Theme]) -> Links:
    return Links(producers=[producer_of(name) for name in reference.producers[:10]], themes=themes)


def _joined(names: Iterable[str], length: int) -> str:
    text = "; ".join(names)
    return text if len(text) <= length else text[:length].rpartition(";")[0]


def kind_of(kind: str) -> str:
    """The kind of a reference, or the words of ours that a table holds."""
    if kind in KINDS:
        return KINDS[kind]
    said = {label.lower(): value for value, label in Notice.Kind.choices}
    return said.get(kind.lower(), kind if kind in Notice.Kind.values else Notice.Kind.OTHER)


def dated(text: str) -> tuple[date | None, str]:
    """« 2024-05 » is the first of May 2024, known to the month."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    precision = {1: Notice.Precision.YEAR, 2: Notice.Precision.MONTH}.get(len(parts))
    try:
        when = date(*(parts + [1, 1])[:3]) if parts else None
    except ValueError:
        when, precision = date(parts[0], parts[1], 1), Notice.Precision.MONTH
    return when, precision or Notice.Precision.DAY


def language_of(text: str) -> str:
    code = re.split(r"[-_\s]", text.strip().lower())[0]
    code = _LANGUAGES.get(code, code)
    return code if re.fullmatch(r"[a-z]{2,3}", code) else "fr"


def licence_of(text: str) -> str:
    said = text.lower()
    if text in Notice.Licence.values:
        return text
    return next((value for words_, value in _LICENCES if words_ in said), Notice.Licence.UNKNOWN)
