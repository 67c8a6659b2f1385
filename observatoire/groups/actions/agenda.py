"""The agenda writes itself: each line with the reason it is there; what was taken off stays off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import STUDY, Card, registry
from observatoire.directory.models import Group, User
from observatoire.groups.models import AgendaItem, Meeting, Minutes, Theme
from observatoire.groups.queries.meetings import followed, previous_of
from observatoire.groups.queries.studies import next_studies

Part = AgendaItem.Part
ORDER = [Part.APPROVAL, Part.FOLLOW_UP, Part.SITUATION, Part.STUDY, Part.THEME, Part.OTHER]
ALERT, NEW_FIGURES = "Alerte", "Chiffres"
STUDIES, ALERTS, FIGURES, ACTIONS = 5, 10, 10, 20  # what a meeting can read of each
FIRST_LOOK = timedelta(days=180)  # how far back a group that never met looks
MINUTES = {Part.APPROVAL: 5, Part.FOLLOW_UP: 15, Part.SITUATION: 40, Part.STUDY: 30, Part.THEME: 45}


@dataclass(frozen=True)
class Proposed:
    """A line that the life of the platform asks for; `source` is what it is known by."""

    part: str
    title: str
    reason: str
    source: str
    note: str = ""
    address: str = ""


@transaction.atomic
def write_agenda(*, by: User | None, meeting: Meeting) -> list[AgendaItem]:
    """Add what is not there yet, each in its part; lines written by hand are left as they are."""
    known = set(meeting.items.exclude(source="").order_by("pk").values_list("source", flat=True))
    last = meeting.items.count()
    for rank, line in enumerate(proposed_for(meeting)):
        if line.source not in known:
            AgendaItem.objects.create(
                meeting=meeting,
                part=line.part,
                order=last + rank,
                title=line.title[:250],
                reason=line.reason[:250],
                note=line.note,
                source=line.source,
                address=line.address,
                minutes=MINUTES.get(line.part) if not _has(meeting, line.part) else None,
            )
    return _ordered(meeting)


@transaction.atomic
def move_item(*, by: User, item: AgendaItem, up: bool) -> None:
    """One line up or down, within what is shown."""
    shown = list(item.meeting.items.filter(is_removed=False).order_by("order", "pk"))
    place = next(rank for rank, one in enumerate(shown) if one.pk == item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(shown):
        shown[place], shown[other] = shown[other], shown[place]
    _number(shown)


@transaction.atomic
def save_item(*, by: User, item: AgendaItem) -> AgendaItem:
    """A line of one's own, or one's own words for a line that was proposed."""
    if item._state.adding:
        item.order = item.meeting.items.count()
    item.save()
    return item


@transaction.atomic
def take_off(*, by: User, item: AgendaItem, back: bool = False) -> AgendaItem:
    """Off the agenda, or back on it: nothing is deleted."""
    item.is_removed = not back
    item.save(update_fields=["is_removed"])
    return item


def proposed_for(meeting: Meeting) -> list[Proposed]:
    """What the agenda of a meeting should hold, in the order of its parts."""
    before = previous_of(meeting)
    since = _since(before)
    cards = [card for give in registry.cards.values() for card in give(horizon=since)]
    cards = [
        card
        for card in cards
        if card.group in ("", meeting.group.slug) and _is_before(card, meeting)
    ]
    found = [
        *_approval(before),
        *_follow_up(meeting.group),
        *_alerts(cards, since),
        *_situation(meeting),
        *_figures(cards, since),
        *_studies(cards, meeting, since),
        *_theme(meeting),
    ]
    return sorted(found, key=lambda line: ORDER.index(line.part))


def _approval(before: Meeting | None) -> Iterator[Proposed]:
    minutes = getattr(before, "minutes", None)
    if minutes is None:
        return
    day = _day(before)
    waiting = minutes.state in (Minutes.State.WRITING, Minutes.State.CIRCULATED)
    reason = "Il n’est pas encore adopté." if waiting else "Adopté\u00a0: pour mémoire."
    title = f"Approbation du compte rendu du {day}" if waiting else f"Compte rendu du {day}"
    source, address = f"compte-rendu:{minutes.pk}", minutes.get_absolute_url()
    yield Proposed(Part.APPROVAL, title, reason, source, address=address)


def _follow_up(group: Group) -> Iterator[Proposed]:
    for passage in followed([group.slug])[:ACTIONS]:
        late = passage.due is not None and passage.due < timezone.localdate()
        day = _day(passage.minutes.meeting)
        reason = f"{passage.get_kind_display()} du {day}, {passage.get_state_display()}"
        reason += ", en retard." if late else "."
        owner = f" ({passage.owner.acronym or passage.owner.name})" if passage.owner else ""
        title = " ".join(passage.text.split())
        source, address = f"passage:{passage.pk}", passage.get_absolute_url()
        yield Proposed(Part.FOLLOW_UP, f"{title}{owner}", reason, source, address=address)


def _alerts(cards: list[Card], since: date) -> Iterator[Proposed]:
    for card in _latest(cards, ALERT, since)[:ALERTS]:
        reason = "Alerte reçue depuis la dernière réunion."
        yield _of_card(Part.SITUATION, card, reason)


def _situation(meeting: Meeting) -> Iterator[Proposed]:
    title = "Point de conjoncture\u00a0: ce que chaque partenaire observe"
    reason = "Premier temps de chaque réunion."
    yield Proposed(Part.SITUATION, title, reason, "gabarit:conjoncture")


def _figures(cards: list[Card], since: date) -> Iterator[Proposed]:
    for card in _latest(cards, NEW_FIGURES, since)[:FIGURES]:
        yield _of_card(Part.SITUATION, card, "Nouveaux chiffres depuis la dernière réunion.")


def _studies(cards: list[Card], meeting: Meeting, since: date) -> Iterator[Proposed]:
    """First what partners gave on a theme of the group, however old; then what is new."""
    fits = [one for one in next_studies(meeting.group) if _is_before(one.card, meeting)][:STUDIES]
    for one in fits:
        theme = shorten(one.theme, 160, placeholder="…")
        reason = f"Déposée par un partenaire\u00a0: répond à «\u00a0{theme}\u00a0»."
        yield _of_card(Part.STUDY, one.card, reason)
    known = {one.card.ref for one in fits}
    new = [card for card in _latest(cards, STUDY, since) if card.ref not in known]
    found = fits + new[: STUDIES - len(fits)]
    for card in new[: STUDIES - len(fits)]:
        yield _of_card(Part.STUDY, card, "Étude entrée dans la base depuis la dernière réunion.")
    if not found:
        title = "Présentation d’une étude récente par un partenaire"
        reason = "Deuxième temps de chaque réunion\u00a0; aucune étude n’est encore proposée."
        yield Proposed(Part.STUDY, title, reason, "gabarit:etude")


def _theme(meeting: Meeting) -> Iterator[Proposed]:
    chosen = meeting.themes.filter(state=Theme.State.CHOSEN).order_by("pk").first()
    if chosen is not None:
        reason = "Thème retenu par le groupe."
        yield Proposed(Part.THEME, chosen.title, reason, f"theme:{chosen.pk}", note=chosen.note)
        return
    title = "Échange sur un thème\u00a0: à choisir"
    reason = "Troisième temps de chaque réunion\u00a0; aucun thème n’est encore retenu."
    yield Proposed(Part.THEME, title, reason, "gabarit:theme")


def _of_card(part: str, card: Card, reason: str) -> Proposed:
    source = f"{card.ref.kind}:{card.ref.key}"
    return Proposed(part, card.title[:250], reason, source, card.summary, card.address)


def _latest(cards: list[Card], kind: str, since: date) -> list[Card]:
    found = [
        card
        for card in cards
        if card.kind == kind and card.published_at and card.published_at.date() >= since
    ]
    return sorted(found, key=lambda card: (card.published_at, card.title), reverse=True)


def _is_before(card: Card, meeting: Meeting) -> bool:
    """What was made known after a meeting is for the next one."""
    if meeting.ends_at is None or card.published_at is None:
        return True
    return card.published_at <= meeting.ends_at


def _since(before: Meeting | None) -> date:
    if before is None:
        return timezone.localdate() - FIRST_LOOK
    return timezone.localtime(before.starts_at).date()


def _day(meeting: Meeting) -> str:
    return f"{timezone.localtime(meeting.starts_at):%d/%m/%Y}"


def _has(meeting: Meeting, part: str) -> bool:
    return meeting.items.filter(part=part, is_removed=False).exists()


def _ordered(meeting: Meeting) -> list[AgendaItem]:
    """Parts in their order; within a part, what was moved by hand stays where it was put."""
    rows = sorted(meeting.items.all(), key=lambda one: (ORDER.index(one.part), one.order))
    _number(rows)
    return [one for one in rows if not one.is_removed]


def _number(rows: list[AgendaItem]) -> None:
    for rank, one in enumerate(rows):
        one.order = rank
    AgendaItem.objects.bulk_update(rows, ["order"])
