"""A page that lists studies: its links, when a site has no feed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from observatoire.library.citations import reference as words
from observatoire.library.citations.reference import Reference, decoded
from observatoire.library.harvest.address import normal
from observatoire.library.harvest.feeds import Found
from observatoire.library.harvest.limits import Limits, Refused

SHORTEST = 20  # « Lire la suite », « Accueil », « Contact » say nothing of a study


class _Links(HTMLParser):
    """Every link with its words; those of a menu, a header or a footer are left."""

    ASIDE = frozenset({"nav", "header", "footer", "script", "style", "template", "form"})

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.title: list[str] = []
        self._href, self._words, self._aside, self._titled = "", [], 0, False

    def handle_starttag(self, tag, attrs):
        if tag in self.ASIDE:
            self._aside += 1
        elif tag == "a" and not self._aside:
            self._close()
            self._href = dict(attrs).get("href") or ""
        elif tag == "title":
            self._titled = True

    def handle_endtag(self, tag):
        if tag in self.ASIDE:
            self._aside = max(0, self._aside - 1)
        elif tag == "a":
            self._close()
        elif tag == "title":
            self._titled = False

    def handle_data(self, data):
        if self._href and len(self._words) < 50:
            self._words.append(data)
        elif self._titled and len(self.title) < 5:
            self.title.append(data)

    def _close(self):
        if self._href and len(self.links) < 5_000:
            self.links.append((self._href, " ".join(self._words)))
        self._href, self._words = "", []


def read(data: bytes, address: str, prefix: str = "", limits: Limits = Limits()) -> Found:  # noqa: B008 frozen
    """The links that stay on the site and say something; with `prefix`, those that start by it."""
    if not re.search(rb"<(?:a|html|body)[\s>]", data, re.IGNORECASE):
        raise Refused("Ce n’est pas une page\u00a0: vérifier l’adresse.")
    reader = _Links()
    reader.feed(decoded(data))
    reader.close()
    here, host = normal(address), urlsplit(address).hostname
    kept: dict[str, Reference] = {}
    for href, said in reader.links:
        target, title = _followed(address, href), words.tidy(said, words.TITLE_LENGTH)
        key = normal(target)
        if not key or key == here or key in kept or len(title) < SHORTEST:
            continue
        if target.startswith(prefix) if prefix else urlsplit(target).hostname == host:
            kept[key] = Reference(title, kind=words.STUDY, address=target, identifier=target[:300])
    if not kept:
        raise Refused(
            "Aucun lien d’étude n’est reconnu dans la page\u00a0: préciser le début de leur "
            "adresse."
        )
    found = tuple(kept.values())
    return Found(
        words.tidy(" ".join(reader.title), 200),
        found[: limits.items],
        max(0, len(found) - limits.items),
    )


def _followed(address: str, href: str) -> str:
    try:
        return words.web_address(urljoin(address, href.strip()).partition("#")[0])
    except ValueError:
        return ""
