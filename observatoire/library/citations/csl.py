"""CSL-JSON: what Zotero, Pandoc and most writers of bibliographies read."""

from __future__ import annotations

import json

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference

_TYPES = {
    words.STUDY: "report",
    words.REPORT: "report",
    words.ARTICLE: "article-journal",
    words.BOOK: "book",
    words.CHAPTER: "chapter",
    words.THESIS: "thesis",
    words.TALK: "paper-conference",
    words.PAGE: "webpage",
    words.DATA: "dataset",
}


def write(references) -> str:
    items = [_item(one, number) for number, one in enumerate(references, start=1)]
    return json.dumps(items, ensure_ascii=False, indent=1)


def _item(reference: Reference, number: int) -> dict:
    """What is not known is not there: an empty value would be read as one."""
    said = {
        "id": reference.identifier or f"notice-{number}",
        "type": _TYPES.get(reference.kind, "document"),
        "title": reference.title,
        "author": [_person(name) for name in reference.authors],
        "publisher": ", ".join(reference.producers),
        "issued": {"date-parts": [[int(part) for part in reference.date.split("-")]]}
        if reference.date
        else None,
        "abstract": reference.summary,
        "keyword": ", ".join(reference.keywords),
        "container-title": reference.collection,
        "volume": reference.volume,
        "issue": reference.number,
        "page": reference.pages,
        "DOI": reference.doi,
        "ISBN": reference.isbn,
        "URL": reference.address,
        "language": reference.language,
    }
    return {name: value for name, value in said.items() if value}


def _person(name: str) -> dict[str, str]:
    family, _, given = name.partition(", ")
    return {"family": family, "given": given} if given else {"literal": name}
