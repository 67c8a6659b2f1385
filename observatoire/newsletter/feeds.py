"""What the letter gives to the rest of the platform, through the registry."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from observatoire.base.registry import (
    LETTER,
    Becoming,
    Card,
    PersonalData,
    Ref,
    Todo,
    registry,
)
from observatoire.directory.models import User
from observatoire.newsletter.actions.composing import save_line
from observatoire.newsletter.models import Issue, Line
from observatoire.newsletter.queries import personal
from observatoire.newsletter.rules import may_approve, may_compose

ROOT = "/lettres/"

SUBSCRIBERS = PersonalData(
    label="Abonnés à la lettre",
    model="newsletter.Subscriber",
    fields=("email",),
    export=personal.export_subscription,
    erase=personal.erase_subscription,
    purpose="Envoyer la lettre électronique à qui l’a demandée.",
    kept="Tant que l’on est abonné\u00a0; une semaine si la demande n’est pas confirmée.",
    addresses=personal.held_subscriptions,
    purge=personal.purge_subscriptions,
)
WITNESSES = PersonalData(
    label="Témoins de l’arrivée des lettres",
    model="newsletter.Witness",
    fields=("email",),
    export=personal.export_witness,
    erase=personal.erase_witness,
    purpose="Savoir, institution par institution, si la lettre arrive ou est écartée.",
    kept="Tant que l’on accepte d’être témoin.",
    addresses=personal.held_witnesses,
)


def cards(*, horizon: date) -> list[Card]:
    since = datetime.combine(horizon, time(), tzinfo=UTC)
    rows = Issue.objects.published().filter(published_at__gte=since)
    return [card_of(one) for one in rows.order_by("-number")]


def resolve(key: str) -> Card | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found = Issue.objects.filter(pk=wanted).first()
    return card_of(found) if found else None


def card_of(issue: Issue) -> Card:
    return Card(
        ref=Ref("lettre", str(issue.pk)),
        title=f"{issue}\u00a0: {issue.title}",
        address=issue.get_absolute_url() if issue.is_public else issue.admin_address,
        kind=LETTER,
        summary=issue.introduction[:300],
        published_at=issue.published_at,
        visibility="public" if issue.is_public else "gestion",
    )


def may_receive(address: str, key: str) -> bool:
    """A public letter may be read by everyone; another one by nobody yet."""
    found = resolve(key)
    return found is not None and found.visibility == "public"


def todos(*, person) -> list[Todo]:
    """The letter being written, for those who compose; to be approved, for those who approve."""
    if not may_compose(person):
        return []
    rows = Issue.objects.exclude(state=Issue.State.PUBLISHED).order_by("number")
    return [_todo(one, may_approve(person)) for one in rows]


def _todo(issue: Issue, approves: bool) -> Todo:
    is_ready = issue.state == Issue.State.APPROVED
    return Todo(
        ref=Ref("lettre", str(issue.pk)),
        title=str(issue),
        reason="Approuvée\u00a0: elle peut être publiée." if is_ready else "En préparation.",
        address=issue.admin_address,
        due=issue.closes_on,
        weight=3,
        waits_for_others=is_ready and not approves,
        action="Publier" if is_ready and approves else "Composer",
    )


def callers() -> list[Card]:
    """A letter that is being written may call for ideas."""
    rows = Issue.objects.filter(state=Issue.State.WRITTEN).order_by("-number")
    return [card_of(one) for one in rows]


def _is_being_written(owner: Ref | None) -> bool:
    if owner is None:
        return Issue.objects.filter(state=Issue.State.WRITTEN).exists()
    return owner.kind == "lettre"


def line_from_idea(*, by: User, idea: Ref) -> Ref:
    """A line of the letter being written, with the words of an idea, to be completed."""
    issue = Issue.objects.filter(state=Issue.State.WRITTEN).order_by("-number").first()
    card = registry.resolve(idea)
    line = Line(
        issue=issue,
        part=Line.Part.BASE,
        title=card.title[:300] if card else "Sans titre",
        text=card.summary[:3000] if card else "",
        reason="envoyée par un partenaire",
        ref_kind=idea.kind,
        ref_key=idea.key,
    )
    save_line(by=by, line=line)
    return Ref("lettre", str(issue.pk))


LINE_OF_IDEA = Becoming(
    label="Une ligne de la lettre en préparation",
    may=may_compose,
    fits=_is_being_written,
    make=line_from_idea,
)
