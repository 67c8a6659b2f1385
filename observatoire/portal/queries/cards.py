"""What features offer through their cards: the agenda, and the latest of each nature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from observatoire.base.registry import EVENT, STUDY, Card, registry
from observatoire.portal.rules import may_see

type_key = tuple[str, str]
# How far back the portal asks the features to look.
BEHIND = timedelta(days=400)


@dataclass(frozen=True)
class Agenda:
    """Events to come, the nearest first, and past ones, the latest first."""

    coming: tuple[Card, ...]
    past: tuple[Card, ...]


def cards_of(*kinds: str, groups: frozenset[str]) -> list[Card]:
    """The cards of these natures that a reader may see, in no promised order."""
    horizon = timezone.localdate() - BEHIND
    return [
        card
        for give in registry.cards.values()
        for card in give(horizon=horizon)
        if card.kind in kinds and may_see(card, groups=groups)
    ]


def cards_about(
    place: type_key, around: tuple[type_key, ...], *, groups: frozenset[str], limit: int
) -> list[tuple[Card, bool]]:
    """Studies and events about a territory, then about one that it is in (True), newest first."""
    found = cards_of(EVENT, STUDY, groups=groups)
    found.sort(key=lambda card: (_moment(card), card.title), reverse=True)
    own = [(card, False) for card in found if place in card.territories]
    wider = [
        (card, True)
        for card in found
        if place not in card.territories and set(around) & set(card.territories)
    ]
    return [*own, *wider][:limit]


def _moment(card: Card) -> datetime:
    return card.date or card.published_at or datetime.min.replace(tzinfo=UTC)


def agenda_for(groups: frozenset[str]) -> Agenda:
    """An event of today stays among those to come until midnight."""
    dated = [card for card in cards_of(EVENT, groups=groups) if card.date]
    today = timezone.localdate()
    coming = [card for card in dated if _day(card.date) >= today]
    past = [card for card in dated if _day(card.date) < today]
    return Agenda(
        coming=tuple(sorted(coming, key=lambda card: (card.date, card.title))),
        past=tuple(sorted(past, key=lambda card: (card.date, card.title), reverse=True)),
    )


def latest_of(kind: str, *, groups: frozenset[str], limit: int) -> list[Card]:
    """The cards of one nature that were published last."""
    published = [card for card in cards_of(kind, groups=groups) if card.published_at]
    published.sort(key=lambda card: (card.published_at, card.title), reverse=True)
    return published[:limit]


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
