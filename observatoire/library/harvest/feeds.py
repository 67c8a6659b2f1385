"""RSS and Atom, read by feedparser: given bytes that were looked at, never an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

import feedparser

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference
from observatoire.library.harvest.limits import Limits, Refused
from observatoire.library.harvest.markup import guarded, plain

MANY = 5_000


@dataclass(frozen=True)
class Found:
    """What a source held: its own title, its references, how many were left, where to go on."""

    title: str = ""
    references: tuple[Reference, ...] = ()
    left: int = 0
    deleted: tuple[str, ...] = ()
    token: str = ""


def read(data: bytes, address: str = "", kind: str = "", limits: Limits = Limits()) -> Found:  # noqa: B008 frozen
    """The items of a feed, the first `limits.items` of them. Raises Refused with a sentence."""
    if not data.strip():
        raise Refused("La réponse est vide.")
    guarded(data)
    if (
        len(
            re.findall(rb"<(?:\w+:)?(?:item|entry)[\s>]", data.replace(b"\x00", b""), re.IGNORECASE)
        )
        > MANY
    ):
        raise Refused(f"Le flux compte plus de {MANY} éléments\u00a0: il n’est pas lu.")
    headers = {"content-type": kind} if kind else {}
    if words.web_address(address):
        headers["content-location"] = address
    try:
        feed = feedparser.parse(data, response_headers=headers)
    except Exception:
        raise Refused("Le flux est illisible.") from None
    if not feed.get("version") and not feed.entries:
        raise Refused("Ce n’est ni un flux RSS ni un flux Atom\u00a0: vérifier l’adresse.")
    made = [_reference(item) for item in feed.entries]
    kept = [reference for reference in made if reference]
    title = words.tidy(plain(feed.feed.get("title", "")), words.WORD_LENGTH)
    return Found(title, tuple(kept[: limits.items]), max(0, len(kept) - limits.items))


def _reference(item) -> Reference | None:
    """An item that has neither a title nor words says nothing: it is left."""
    summary = words.tidy(plain(item.get("summary") or _content(item)))
    title = words.tidy(plain(item.get("title", "")), words.TITLE_LENGTH) or words.tidy(summary, 120)
    if not title:
        return None
    address = words.web_address(item.get("link", ""))
    said = " ".join(
        str(item.get(name, "")) for name in ("prism_doi", "dc_identifier", "id", "link")
    )
    return Reference(
        title=title,
        kind=words.STUDY,
        authors=_people(item),
        date=_date(item),
        summary="" if summary == title else summary,
        keywords=_tags(item),
        address=address,
        doi=words.doi_in(said),
        language=words.tidy(item.get("dc_language", "") or "", 20),
        identifier=words.tidy(item.get("id", "") or address, 300),
    )


def _content(item) -> str:
    return " ".join(part.get("value", "") for part in item.get("content", []))


def _people(item) -> tuple[str, ...]:
    names = [person.get("name", "") for person in item.get("authors", [])] or [
        item.get("author", "")
    ]
    tidied = (words.tidy(plain(name), words.WORD_LENGTH) for name in names if name)
    return tuple(name for name in tidied if name and "@" not in name)[: words.MANY]


def _tags(item) -> tuple[str, ...]:
    found = (
        words.tidy(plain(tag.get("label") or tag.get("term") or ""), 100)
        for tag in item.get("tags", [])
    )
    return tuple(dict.fromkeys(tag for tag in found if tag))[:20]


def _date(item) -> str:
    when = item.get("published_parsed") or item.get("updated_parsed")
    if not when or not 1500 <= when.tm_year <= 2100:
        return ""
    return f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}"
