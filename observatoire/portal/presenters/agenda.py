"""Events month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format

from observatoire.base.registry import Card


@dataclass(frozen=True)
class Month:
    label: str
    cards: tuple[Card, ...]


def by_month(cards: Iterable[Card]) -> list[Month]:
    """Cards already in order, cut into the months of Europe/Paris."""
    months = groupby(cards, key=lambda card: date_format(timezone.localtime(card.date), "F Y"))
    return [Month(label, tuple(of_the_month)) for label, of_the_month in months]
