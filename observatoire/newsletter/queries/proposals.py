"""What the life of the platform proposes to a letter: the cards of the registry, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from observatoire.base.registry import EVENT, LETTER, NOTE, STUDY, Card, registry
from observatoire.base.templatetags.base_tags import day_in_words
from observatoire.newsletter.models import Issue, Line

Part = Line.Part
SOON = timedelta(days=120)
OF_A_THEME = 3  # a letter is read to its end; the base holds the rest
NO_THEME = "zzz"
TOO_EARLY, TOO_MANY, OVER = (
    "a lieu dans plus de quatre mois",
    "déjà trois notices de ce thème",
    "a déjà eu lieu",
)


@dataclass(frozen=True)
class Proposal:
    """A card, the part where it would stand, why it is there; or why it is left out."""

    card: Card
    part: str
    mark: str
    reason: str
    left_out: str = ""
    comes_back: bool = False


@dataclass(frozen=True)
class Proposals:
    found: list[Proposal]
    kept_for_groups: int


def proposals_of(issue: Issue) -> Proposals:
    """Every card since a day, that no letter has already had before it."""
    known = _known(issue)
    cards = [one for one in _cards(issue.since) if (one.ref.kind, one.ref.key) not in known]
    public = [one for one in cards if one.visibility == "public" and not one.group]
    names = registry.theme_names()
    return Proposals(_weighed(public, names), len(cards) - len(public))


def _cards(since: date) -> Iterable[Card]:
    seen = set()
    for _, give in sorted(registry.cards.items()):
        for card in give(horizon=since):
            if card.kind != LETTER and card.ref not in seen:
                seen.add(card.ref)
                yield card


def _known(issue: Issue) -> set[tuple[str, str]]:
    """Objects that a letter has had: said, or set aside for good; and those of this one."""
    rows = Line.objects.exclude(ref_key="").exclude(comes_back=True, issue__number__lt=issue.number)
    return set(rows.values_list("ref_kind", "ref_key"))


def _weighed(cards: list[Card], names: dict[str, str]) -> list[Proposal]:
    ranks = {key: rank for rank, key in enumerate(names)}
    of_theme: Counter[str] = Counter()
    found = []
    for card in sorted(cards, key=lambda one: _order(one, ranks)):
        theme = next((key for key in card.themes if key in names), "")
        part = Part.BASE if card.kind in (STUDY, NOTE) else Part.LIFE
        left_out = _too_much(card, of_theme[theme]) if part == Part.BASE else _untimely(card)
        if part == Part.BASE and not left_out:
            of_theme[theme] += 1
        mark = names.get(theme, card.kind) if part == Part.BASE else _mark(card)
        back = left_out == TOO_EARLY
        found.append(Proposal(card, part, mark, _reason(card), left_out, back))
    return found


def _order(card: Card, ranks: dict[str, int]):
    theme = min((ranks[key] for key in card.themes if key in ranks), default=len(ranks))
    if card.kind in (STUDY, NOTE):
        newest = -(card.published_at.timestamp() if card.published_at else 0)
        return 1, not card.is_zoom, theme, newest, card.title
    moment = card.date or card.published_at
    return 0, card.kind != EVENT, 0, moment.timestamp() if moment else 0, card.title


def _too_much(card: Card, already: int) -> str:
    return TOO_MANY if already >= OF_A_THEME and not card.is_zoom else ""


def _untimely(card: Card) -> str:
    """An event to come is told of when it is near; what is said of a past one has its own card."""
    if card.kind != EVENT or card.date is None:
        return ""
    now = timezone.now()
    if card.date < now:
        return OVER
    return TOO_EARLY if card.date > now + SOON else ""


def _mark(card: Card) -> str:
    return f"{card.kind}, {day_in_words(card.date)}" if card.date else card.kind


def _reason(card: Card) -> str:
    if card.is_zoom:
        return "marquée «\u00a0zoom de la lettre\u00a0» dans la base"
    if card.kind == EVENT and card.date:
        return f"a lieu le {day_in_words(card.date)}"
    if card.published_at:
        return f"rendue publique le {day_in_words(card.published_at)}"
    return "nouvelle depuis la dernière lettre"
