"""An event is written, moves from one stage to the next, is called off."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events import search
from observatoire.events.actions import replay, satisfaction
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.registering import fill_places
from observatoire.events.models import Event, Intervention, Session, ThemeProposal
from observatoire.events.queries.stages import missing_for, next_stage
from observatoire.surveys.actions import discard_surveys

# What calendars hold of an event: a change is told to whoever is registered.
HELD = ("title", "starts_at", "ends_at", "mode", "place_name", "place_address")
RESERVED = frozenset("inscription direct intervenant projection moderation".split())


@transaction.atomic
def save_event(*, by: User | None, event: Event, topics=None, moderators=None) -> Event:
    """Write an event as its form filled it; more places go at once to those who wait."""
    before = None if event._state.adding else Event.objects.select_for_update().get(pk=event.pk)
    if before is None:
        event.slug = event.slug or free_slug(event.title)
        event.created_by = by
    else:
        # What the form does not hold may have moved since it was opened.
        event.sequence, event.last_rank = before.sequence, before.last_rank
        event.live_version, event.desk_version = before.live_version, before.desk_version
        event.sequence += _is_changed(before, event)
    event.save()
    if topics is not None:
        event.topics.set(topics)
    if moderators is not None:
        event.moderators.set(moderators)
    for presence in event.presences() if before else ():
        fill_places(event, presence)
    satisfaction.followup_of(event)
    _made_known(event)
    _audit(event, by, "modifier" if before else "creer")
    return event


def _is_changed(before: Event, event: Event) -> bool:
    return any(getattr(before, name) != getattr(event, name) for name in HELD)


@transaction.atomic
def advance(*, by: User | None, event: Event, to: str) -> Event:
    """One stage further. What is missing for it is refused, with what to do.

    The last stage has its own door: an event is closed once all that it owes is settled.
    """
    found = Event.objects.select_for_update().get(pk=event.pk)
    if to == Event.Stage.CLOSED or next_stage(found) != to:
        raise Refused("Cette étape ne suit pas celle où en est l’événement.")
    if missing := missing_for(found, to):
        raise Refused(" ".join(missing))
    found.stage = to
    if to == Event.Stage.ANNOUNCED:
        found.published_at = timezone.now()
    found.live_version += 1
    found.save()
    _made_known(found)
    _audit(found, by, "etape", etape=to)
    return found


@transaction.atomic
def step_back(*, by: User, event: Event) -> Event:
    """The stage before: an announcement made too soon, registrations opened by mistake."""
    found = Event.objects.select_for_update().get(pk=event.pk)
    order = Event.Stage.values
    place = order.index(found.stage)
    if place == 0 or found.stage == Event.Stage.CLOSED:
        raise Refused("Il n’y a pas d’étape avant celle-ci.")
    going_back_to_work = order[place - 1] in (Event.Stage.IDEA, Event.Stage.PREPARED)
    if going_back_to_work and found.registrations.exists():
        raise Refused("Des personnes sont inscrites\u00a0: l’événement ne peut plus être caché.")
    found.stage = order[place - 1]
    found.live_version += 1
    found.save()
    _made_known(found)
    _audit(found, by, "etape_precedente", etape=found.stage)
    return found


@transaction.atomic
def call_off(*, by: User, event: Event, reason: str) -> Event:
    """Cancelled: the page says so and why, each registrant is told, calendars forget it."""
    found = Event.objects.select_for_update().get(pk=event.pk)
    if found.is_cancelled or found.stage == Event.Stage.CLOSED:
        raise Refused("Cet événement est déjà annulé, ou clos.")
    if not reason.strip():
        raise Refused("Dire pourquoi\u00a0: les inscrits le liront.")
    found.cancelled_at, found.cancelled_reason = timezone.now(), reason.strip()
    found.sequence += 1
    found.live_version += 1
    found.save()
    _made_known(found)
    _audit(found, by, "annuler")
    return found


@transaction.atomic
def delete_event(*, by: User, event: Event) -> None:
    """An idea is given up; what was announced is called off instead, and stays."""
    if event.stage not in (Event.Stage.IDEA, Event.Stage.PREPARED) or event.registrations.exists():
        raise Refused("Cet événement a été annoncé\u00a0: l’annuler plutôt que le supprimer.")
    _audit(event, by, "supprimer")
    discard_surveys(by=by, ref=Ref("evenement", str(event.pk)))
    event.delete()


@transaction.atomic
def save_session(*, by: User, session: Session) -> Session:
    if session._state.adding:
        session.order = session.event.sessions.count() + 1
    session.save()
    _programme_changed(session.event, by, "seance")
    return session


@transaction.atomic
def move_session(*, by: User, session: Session, up: bool) -> None:
    """One place up, or down, in the programme."""
    rows = list(session.event.sessions.select_for_update().order_by("order", "id"))
    place = rows.index(session)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows, start=1):
        Session.objects.filter(pk=row.pk).update(order=number)
    _programme_changed(session.event, by, "ordre")


@transaction.atomic
def delete_session(*, by: User, session: Session) -> None:
    event = session.event
    session.delete()
    _programme_changed(event, by, "seance_supprimee")


@transaction.atomic
def save_intervention(*, by: User, intervention: Intervention) -> Intervention:
    """Who speaks, and what they accept: the day of the agreement is kept with it."""
    answered = (intervention.may_record, intervention.may_broadcast) != (None, None)
    if answered and intervention.permission_at is None:
        intervention.permission_at = timezone.now()
    intervention.save()
    replay.withdraw_if_refused(event=intervention.session.event)
    _programme_changed(intervention.session.event, by, "intervention")
    return intervention


@transaction.atomic
def delete_intervention(*, by: User, intervention: Intervention) -> None:
    event = intervention.session.event
    intervention.delete()
    _programme_changed(event, by, "intervention_supprimee")


@transaction.atomic
def save_theme(*, by: User | None, proposal: ThemeProposal) -> ThemeProposal:
    if proposal._state.adding:
        proposal.proposed_by = by
    proposal.save()
    ref = Ref("theme", str(proposal.pk))
    write_audit(by=by, verb="theme", ref=ref, etat=proposal.state)
    return proposal


@transaction.atomic
def make_event(*, by: User, proposal: ThemeProposal) -> Event:
    """A theme that is kept becomes an event at its first stage; once."""
    if proposal.event is not None:
        return proposal.event
    event = Event(kind=proposal.kind, title=proposal.title, theme=proposal.title[:120])
    event.is_demonstration = proposal.is_demonstration
    save_event(by=by, event=event)
    proposal.event, proposal.state = event, ThemeProposal.State.KEPT
    save_theme(by=by, proposal=proposal)
    return event


def free_slug(title: str) -> str:
    """An address that no other event has."""
    base = slugify(title)[:100] or "evenement"
    rows = Event.objects.filter(slug__startswith=base).order_by("slug")
    taken = set(rows.values_list("slug", flat=True)) | RESERVED
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _programme_changed(event: Event, by: User | None, what: str) -> None:
    Event.objects.filter(pk=event.pk).update(live_version=F("live_version") + 1)
    _made_known(event)
    _audit(event, by, "programme", quoi=what)


def _made_known(event: Event) -> None:
    """Pages that were kept, and the search, follow."""
    search.remember(event)
    Generation.advance()


def _audit(event: Event, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)), **details)
