"""The site before this one: its WordPress export (WXR), or its pages saved from a browser.

A notice there is a text, then « Source », « Publication », « Voir la source », « Date de la
publication ». What is not understood is said, never lost in silence.
"""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import (
    Reading,
    Reference,
    Refusal,
    Unreadable,
    decoded,
    tidy,
    web_address,
)
from observatoire.library.harvest.likeness import folded
from observatoire.library.harvest.limits import Refused
from observatoire.library.harvest.markup import guarded, plain

REPLAY, MINUTES, LETTER = "enregistrement", "compte rendu", "autre"
FILES, UNPACKED = 3_000, 80_000_000
_LABELS = {
    "source": "producer", "publication": "published", "date de la publication": "date",
    "date de publication": "date", "auteur": "author", "auteurs": "author",
    "voir la source": "link", "theme": "theme", "territoire": "territory",
}  # fmt: skip
_LABEL = re.compile(
    r"^(source|publication|date de (?:la )?publication|auteurs?|th[eè]me|territoire)\s*:\s*(.+)$",
    re.IGNORECASE,
)
# Kinds of WordPress that hold the machinery of a site, not what it says.
_MACHINERY = frozenset(
    "nav_menu_item wp_block wp_template wp_template_part wp_global_styles wp_navigation custom_css "
    "customize_changeset oembed_cache revision acf-field acf-field-group elementor_library".split()
)


def opened(data: bytes, name: str) -> tuple[str, Reading]:
    """(« wxr » or « pages », what is in it). Raises Unreadable."""
    if data[:4] == b"PK\x03\x04":
        return "pages", _archive(data)
    head = data[:2000].lstrip().lower()
    if b"<rss" in head or head.startswith(b"<?xml"):
        return "wxr", _export(data)
    if b"<html" in head or b"<!doctype html" in head:
        return "pages", _gathered([(1, name, data)])
    raise Unreadable(
        "Ce fichier n’est pas reconnu\u00a0: déposer l’export XML de WordPress, une page "
        "enregistrée, "
        "ou une archive ZIP de pages."
    )


def _export(data: bytes) -> Reading:
    try:
        root = fromstring(guarded(data), forbid_dtd=True)
    except Refused as refusal:
        raise Unreadable(str(refusal)) from None
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Unreadable(
            "L’export est mal formé\u00a0: le refaire depuis WordPress, entier."
        ) from None
    items = [*root.iter("item")]
    if not items:
        raise Unreadable(
            "Ce fichier XML n’a aucun contenu\u00a0: est-ce bien l’export de WordPress\u00a0?"
        )
    made = [_of_item(number, item) for number, item in enumerate(items, start=1)]
    return _sorted(made)


def _sorted(made: list) -> Reading:
    return Reading(
        tuple(one for one in made if isinstance(one, Reference)),
        (),
        tuple(one for one in made if isinstance(one, Refusal)),
    )


def _text(item: Element, name: str) -> str:
    """The text of a child whatever the version of the export it is named by."""
    return next((node.text or "" for node in item if node.tag.rpartition("}")[2] == name), "")


def _of_item(number: int, item: Element) -> Reference | Refusal | None:
    kind, status = _text(item, "post_type"), _text(item, "status")
    title, link = tidy(plain(_text(item, "title")), words.TITLE_LENGTH), _text(item, "link").strip()
    if kind in _MACHINERY:
        return None
    if kind == "attachment":
        address = web_address(_text(item, "attachment_url"))
        return Refusal(
            number, f"Fichier à déposer tant que l’ancien site répond\u00a0: {address or title}"
        )
    if status not in ("publish", ""):
        return Refusal(
            number,
            f"«\u00a0{title}\u00a0» n’était pas en ligne ({tidy(status, 20)})\u00a0: laissé.",
        )
    content = next(
        (
            node.text or ""
            for node in item
            if node.tag.endswith("}encoded") and "content" in node.tag
        ),
        "",
    )
    date = words.partial_date(_text(item, "post_date")[:10])
    tags = tuple(tidy(node.text or "", 100) for node in item if node.tag == "category")
    return _made(number, title, link, content, date, tags, kind)


def _made(number: int, title: str, link: str, content: str, date: str, tags: tuple, kind: str):
    """A notice, a replay, minutes, a letter; or the sentence that says it is none of them."""
    path = folded(unquote(urlsplit(link).path).replace("/", " ")) if link else ""
    nature = _nature(path, folded(title), kind)
    if not title:
        return Refusal(number, f"Un contenu sans titre est laissé\u00a0: {tidy(link, 200)}")
    if not nature:
        return Refusal(
            number,
            f"«\u00a0{title}\u00a0» n’est pas compris (page du site)\u00a0: {tidy(link, 200)}",
        )
    said, summary, address = _parts(content, link)
    return Reference(
        title=title,
        kind=nature,
        producers=tuple(filter(None, [tidy(said.get("producer", ""), words.WORD_LENGTH)])),
        authors=tuple(filter(None, [tidy(said.get("author", ""), words.WORD_LENGTH)])),
        date=words.partial_date(said.get("date", "") or said.get("published", "")) or date,
        summary=summary,
        keywords=tuple(tag for tag in tags if tag and tag.lower() != "non classé")[:20],
        address=address,
        doi=words.doi_in(address),
        language="fr",
        themes=tuple(tag for tag in (*tags, said.get("theme", "")) if tag),
        identifier=web_address(link)[:300],
        line=number,
    )


def _nature(path: str, title: str, kind: str) -> str:
    text = f"{path} {title}"
    if path.startswith("matinale") or "matinale" in title or "replay" in text:
        return REPLAY
    if "compte rendu" in text or "comptes rendus" in text:
        return MINUTES
    if path.startswith(("lettre", "newsletter")) or re.search(
        r"\blettre (?:electronique|d information|n)", title
    ):
        return LETTER
    if path.startswith(("publication", "etude", "base documentaire")) or kind in (
        "post",
        "publication",
        "notice",
        "etude",
    ):
        return words.STUDY
    return ""


class _Content(HTMLParser):
    """The lines of a text, and its links with their words."""

    BREAKS = frozenset("p div li br h1 h2 h3 h4 h5 tr td th dt dd section article".split())
    ASIDE = frozenset("script style nav header footer form aside noscript template".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.links, self.heading, self.metas = [""], [], "", {}
        self._aside, self._link, self._heading, self._title = 0, None, False, False
        self.title = ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag in self.BREAKS:
            self.lines.append("")
        if tag in self.ASIDE:
            self._aside += 1
        elif tag == "a":
            self._link = (said.get("href") or "", [])
        elif tag == "meta" and (name := said.get("name") or said.get("property")):
            self.metas[name.lower()] = said.get("content") or ""
        elif tag == "link" and (said.get("rel") or "").lower() == "canonical":
            self.metas["canonical"] = said.get("href") or ""
        self._heading = tag == "h1" and not self.heading
        self._title = tag == "title"

    def handle_endtag(self, tag):
        if tag in self.ASIDE:
            self._aside = max(0, self._aside - 1)
        elif tag == "a" and self._link:
            self.links.append((self._link[0], " ".join(self._link[1])))
            self._link = None
        self._heading = self._heading and tag != "h1"
        self._title = self._title and tag != "title"

    def handle_data(self, data):
        if self._title:
            self.title += data
        elif not self._aside and len(self.lines) < 20_000:
            self.lines[-1] += data
            self.heading += data if self._heading else ""
            if self._link:
                self._link[1].append(data)


def _content(markup: str) -> _Content:
    reader = _Content()
    reader.feed(markup)
    reader.close()
    return reader


def _parts(content: str, link: str) -> tuple[dict[str, str], str, str]:
    """(what the labels say, the summary, where the study is)."""
    reader = _content(content)
    said, kept = {}, []
    for line in (tidy(line) for line in reader.lines):
        found = _LABEL.match(line)
        name = _LABELS.get(folded(found[1])) if found else None
        if name:
            said.setdefault(name, found[2])
        elif line and not folded(line).startswith("voir la source"):
            kept.append(line)
    linked = [
        (web_address(urljoin(link, href.strip())), folded(text)) for href, text in reader.links
    ]
    address = next(
        (
            href
            for href, text in linked
            if href and text.startswith(("voir la source", "lire", "telecharger", "consulter"))
        ),
        "",
    )
    address = address or next((href for href, _ in linked if href.lower().endswith(".pdf")), "")
    return said, tidy(" ".join(kept)), address


def _archive(data: bytes) -> Reading:
    """The pages of a ZIP, read in memory: nothing of it is written anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
            if len(inside) > FILES or sum(one.file_size for one in inside) > UNPACKED:
                raise Unreadable("Cette archive est trop grande\u00a0: la couper en plusieurs.")
            pages = [one for one in inside if one.filename.lower().endswith((".html", ".htm"))]
            return _gathered(
                [
                    (number, one.filename, archive.open(one).read(2_000_000))
                    for number, one in enumerate(pages, start=1)
                ]
            )
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        raise Unreadable("Cette archive ne s’ouvre pas\u00a0: la refaire.") from None


def _gathered(pages: list[tuple[int, str, bytes]]) -> Reading:
    if not pages:
        raise Unreadable("Cette archive ne contient aucune page (.html).")
    return _sorted([_of_page(number, name, data) for number, name, data in pages])


def _of_page(number: int, name: str, data: bytes) -> Reference | Refusal:
    markup = decoded(data)
    reader = _content(markup)
    metas = reader.metas
    title = tidy(
        reader.heading or metas.get("og:title", "") or reader.title.partition("|")[0],
        words.TITLE_LENGTH,
    )
    link = web_address(metas.get("canonical", "") or metas.get("og:url", "")) or _saved_from(markup)
    if not link:
        return Refusal(
            number,
            f"La page «\u00a0{tidy(name, 100)}\u00a0» ne dit pas son "
            "ancienne adresse\u00a0: laissée.",
        )
    date = words.partial_date(metas.get("article:published_time", "")[:10])
    return _made(number, title, link, _body(markup), date, (), "page")


def _saved_from(markup: str) -> str:
    """The comment that browsers write in a page they save."""
    found = re.search(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", markup[:5000])
    return web_address(found[1]) if found else ""


def _body(markup: str) -> str:
    """What lies in the main part, without the heading."""
    found = re.search(r"<(main|article)\b[^>]*>(.*?)</\1>", markup, re.DOTALL | re.IGNORECASE)
    inside = found[2] if found else markup
    return re.sub(r"<h1\b.*?</h1>", "", inside, flags=re.DOTALL | re.IGNORECASE)
