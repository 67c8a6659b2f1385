"""Crossref and HAL asked by words: their answers in JSON."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.feeds import Found
from observatoire.library.harvest.limits import Limits, Refused
from observatoire.library.harvest.markup import plain

CROSSREF = "https://api.crossref.org/works"
HAL = "https://api.archives-ouvertes.fr/search/"
_KINDS = {
    "journal-article": words.ARTICLE, "book": words.BOOK, "monograph": words.BOOK,
    "book-chapter": words.CHAPTER, "report": words.REPORT, "dissertation": words.THESIS,
    "proceedings-article": words.TALK, "dataset": words.DATA, "ART": words.ARTICLE,
    "OUV": words.BOOK, "COUV": words.CHAPTER, "REPORT": words.REPORT, "THESE": words.THESIS,
    "MEM": words.THESIS, "COMM": words.TALK,
}  # fmt: skip
_FIELDS = (
    "title_s,authFullName_s,abstract_s,uri_s,doiId_s,isbn_s,producedDate_s,docType_s,language_s,"
    "keyword_s,journalTitle_s,publisher_s,halId_s"
)


def crossref_question(query: str, rows: int) -> str:
    asked = {"query.bibliographic": query, "rows": rows, "sort": "published", "order": "desc"}
    return f"{CROSSREF}?{urlencode(asked)}"


def hal_question(query: str, rows: int) -> str:
    asked = {
        "q": query,
        "rows": rows,
        "wt": "json",
        "fl": _FIELDS,
        "sort": "producedDate_tdate desc",
    }
    return f"{HAL}?{urlencode(asked)}"


def read(data: bytes, limits: Limits = Limits()) -> Found:  # noqa: B008 frozen
    """The references of an answer of either. Raises Refused with a sentence."""
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused(
            "La réponse n’est pas du JSON\u00a0: le service est peut-être en panne."
        ) from None
    rows, make = _rows(answer)
    made = [reference for reference in map(make, rows) if reference]
    return Found("", tuple(made[: limits.items]), max(0, len(made) - limits.items))


def _rows(answer):
    if isinstance(answer, dict):
        for outer, inner, make in (
            ("message", "items", _of_crossref),
            ("response", "docs", _of_hal),
        ):
            part = answer.get(outer)
            if isinstance(part, dict) and isinstance(part.get(inner), list):
                return [row for row in part[inner] if isinstance(row, dict)], make
    raise Refused("La réponse n’est ni celle de Crossref ni celle de HAL.")


def _texts(value, length: int = words.WORD_LENGTH) -> tuple[str, ...]:
    """The texts of a field, whether it holds one or a list; anything else is nothing."""
    values = value if isinstance(value, list) else [value]
    found = (words.tidy(plain(text), length) for text in values if isinstance(text, str))
    return tuple(text for text in found if text)[: words.MANY]


def _one(value, length: int = words.WORD_LENGTH) -> str:
    return next(iter(_texts(value, length)), "")


def _of_crossref(row: dict) -> Reference | None:
    title = _one(row.get("title"), words.TITLE_LENGTH)
    if not title:
        return None
    people = [person for person in row.get("author") or [] if isinstance(person, dict)]
    names = (
        ", ".join(filter(None, (_one(p.get("family")), _one(p.get("given")))))
        or _one(p.get("name"))
        for p in people
    )
    issued = row.get("issued") if isinstance(row.get("issued"), dict) else {}
    parts = (issued.get("date-parts") or [[]])[0] or []
    doi = words.doi_in(_one(row.get("DOI")))
    return Reference(
        title=title,
        kind=_KINDS.get(_one(row.get("type")), words.STUDY),
        producers=_texts(row.get("publisher")),
        authors=tuple(name for name in names if name),
        date=words.partial_date("-".join(f"{part:02}" for part in parts if isinstance(part, int))),
        summary=_one(row.get("abstract"), words.TEXT_LENGTH),
        keywords=_texts(row.get("subject"))[:20],
        address=words.web_address(_one(row.get("URL"), 1000)),
        doi=doi,
        isbn=words.isbn_in(" ".join(_texts(row.get("ISBN")))),
        language=_one(row.get("language"), 20),
        collection=_one(row.get("container-title"), words.TITLE_LENGTH),
        number=_one(row.get("issue"), 50),
        volume=_one(row.get("volume"), 50),
        pages=_one(row.get("page"), 40),
        identifier=doi,
    )


def _of_hal(row: dict) -> Reference | None:
    title = _one(row.get("title_s"), words.TITLE_LENGTH)
    if not title:
        return None
    return Reference(
        title=title,
        kind=_KINDS.get(_one(row.get("docType_s")), words.STUDY),
        producers=_texts(row.get("publisher_s")),
        authors=_texts(row.get("authFullName_s")),
        date=words.partial_date(_one(row.get("producedDate_s"))),
        summary=_one(row.get("abstract_s"), words.TEXT_LENGTH),
        keywords=_texts(row.get("keyword_s"))[:20],
        address=words.web_address(_one(row.get("uri_s"), 1000)),
        doi=words.doi_in(_one(row.get("doiId_s"))),
        isbn=words.isbn_in(_one(row.get("isbn_s"))),
        language=_one(row.get("language_s"), 20),
        collection=_one(row.get("journalTitle_s"), words.TITLE_LENGTH),
        identifier=_one(row.get("halId_s")),
    )
