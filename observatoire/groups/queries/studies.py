"""Studies that partners gave, and that speak of what a group wants to speak of."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from observatoire.base.french import terms
from observatoire.base.registry import Card, registry
from observatoire.directory.models import Group
from observatoire.groups.models import AgendaItem, Theme, Thread

SHARED = 2  # words that a theme and a study hold together; a theme of one word asks for one


@dataclass(frozen=True)
class Fitting:
    """A study, and the theme or the thread that it answers."""

    card: Card
    theme: str


def next_studies(group: Group) -> list[Fitting]:
    """What the group could read next, the newest first; what it has already met on is left."""
    subjects = [(title, frozenset(terms(title))) for title in _subjects(group)]
    if not subjects:
        return []
    names, known, found = registry.theme_names(), _presented(group), []
    for card in registry.offered_studies(group.slug):
        theme = _theme_of(card, names, subjects)
        if theme and f"{card.ref.kind}:{card.ref.key}" not in known:
            found.append(Fitting(card, theme))
    return found


def _subjects(group: Group) -> list[str]:
    """Themes that are still to come, then the lasting threads."""
    waiting = (Theme.State.CHOSEN, Theme.State.PROPOSED)
    themes = Theme.objects.filter(group=group, state__in=waiting).order_by("created_at", "id")
    threads = Thread.objects.filter(group=group).order_by("title")
    return [*themes.values_list("title", flat=True), *threads.values_list("title", flat=True)]


def _presented(group: Group) -> set[str]:
    rows = AgendaItem.objects.filter(meeting__group=group, is_removed=False).exclude(source="")
    rows = rows.filter(meeting__ends_at__lt=timezone.now())
    return set(rows.order_by("pk").values_list("source", flat=True))


def _theme_of(card: Card, names: dict[str, str], subjects) -> str:
    """The subject that shares most words with a study; nothing when none shares enough."""
    said = " ".join((card.title, card.summary, *(names.get(one, "") for one in card.themes)))
    words = frozenset(terms(said))
    shared = [(len(stems & words), title, len(stems)) for title, stems in subjects if stems]
    fits = [(number, title) for number, title, of in shared if number >= min(SHARED, of)]
    return max(fits, key=lambda one: one[0])[1] if fits else ""
