"""How the tests of the portal read a page, and what they pretend that a feature offers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from observatoire.base.registry import Card, Ref

PARIS = ZoneInfo("Europe/Paris")


def paris(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=PARIS)


def parsed(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector: str) -> list[str]:
    """The text of every element of a page, its white spaces made one."""
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


def card(title, kind, *, date=None, published_at=None, group="", visibility="public") -> Card:
    key = title.lower().replace(" ", "-")
    return Card(
        ref=Ref("essai", key),
        title=title,
        address=f"/essai/{key}/",
        kind=kind,
        date=date,
        published_at=published_at,
        group=group,
        visibility=visibility,
    )
