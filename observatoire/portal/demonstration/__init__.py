"""The texts of the demonstration: pages.yaml, read into a tree of `PageText`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import yaml

FILE = Path(__file__).parent / "pages.yaml"
MARKS = UUID("5f1d7c0e-8f5b-4e0b-9a7e-3f6f1b0d2c4a")


@dataclass(frozen=True)
class PageText:
    """One page as written in the file; `body` is what a StreamField keeps."""

    kind: str
    path: str
    slug: str
    title: str
    introduction: str
    body: str
    date: date | None
    is_marked: bool
    is_in_menu: bool
    children: tuple[PageText, ...]

    @property
    def mark(self) -> UUID:
        """What a marked page has for translation key: it stays with it when the page is moved."""
        return mark_of(self.path)


@dataclass(frozen=True)
class HomeText:
    title: str
    slug: str
    sentence: str


def mark_of(path: str) -> UUID:
    return uuid5(MARKS, path)


def read_texts(fill: dict[str, str], region: str) -> tuple[HomeText, list[PageText]]:
    """The home page and the pages below it; `fill` gives contact, nom, lieu, en_lieu, du_lieu.

    What tells the story of one region is left out of the others; without a region, all is told.
    """
    text = FILE.read_text(encoding="utf-8")
    for name, value in fill.items():
        text = text.replace("{" + name + "}", value)
    content = yaml.safe_load(text)
    home = content["accueil"]
    pages = [_page(entry, "", region) for entry in _told(content["pages"], region)]
    return HomeText(home["titre"], home["slug"], home["phrase"]), pages


def _told(entries: list[dict], region: str) -> list[dict]:
    return [one for one in entries if not region or one.get("region", region) == region]


def _page(entry: dict, above: str, region: str) -> PageText:
    path = f"{above}/{entry['slug']}"
    return PageText(
        kind=entry["nature"],
        path=path,
        slug=entry["slug"],
        title=entry["titre"],
        introduction=entry.get("introduction", ""),
        body=_body(_told(entry.get("contenu", []), region)),
        date=entry.get("date"),
        is_marked=entry.get("marque") == "oui",
        is_in_menu=entry.get("menu") == "oui",
        children=tuple(
            _page(child, path, region) for child in _told(entry.get("pages", []), region)
        ),
    )


def _body(blocks: list[dict]) -> str:
    return json.dumps(
        [
            {"type": kind, "value": value}
            for block in blocks
            for kind, value in block.items()
            if kind != "region"
        ]
    )
