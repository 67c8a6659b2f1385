"""To register, to change, to cancel: the seats never exceed the places, the line keeps its order.

Every verb that gives or frees a seat holds the row of the event first: five hundred people at once
are served one after the other. Messages are not written under this lock (`actions/telling.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.telling import tell_after_commit
from observatoire.events.models import Channel, Event, Registration
from observatoire.events.queries.newcomers import recognise

State = Registration.State


@dataclass(frozen=True)
class Asked:
    """What someone typed; `channel` is the token of the invitation that they followed."""

    email: str
    first_name: str = ""
    last_name: str = ""
    institution_name: str = ""
    presence: str = ""
    needs: str = ""
    meal: str = ""
    wants_news: bool = False
    channel: str = ""


def why_closed(event: Event) -> str:
    """Why nobody can register now; empty when they can."""
    if event.is_cancelled:
        return "Cet événement est annulé."
    if event.stage == Event.Stage.ANNOUNCED:
        return "Les inscriptions ne sont pas encore ouvertes."
    if event.stage not in (Event.Stage.REGISTERING, Event.Stage.LIVE) or event.is_over:
        return "Les inscriptions sont closes."
    if event.closes_at is not None and event.closes_at <= timezone.now():
        return "Les inscriptions sont closes."
    return ""


def register(*, by: User | None, event: Event, asked: Asked) -> Registration:
    """A seat, or the next rank in the line. Raises Refused when registrations are closed.

    An address already registered gets its message again and nothing else changes: whoever types
    the address of somebody else learns nothing, and takes nothing.
    """
    email = asked.email.strip().lower()
    known = recognise(email, asked.institution_name)
    with transaction.atomic():
        locked = _lock(event)
        if closed := why_closed(locked):
            raise Refused(closed)
        found = locked.registrations.filter(email=email).first()
        if found is None or found.state == State.CANCELLED:
            found = _seat(locked, found or Registration(event=locked, email=email), asked)
            found.person, found.institution = known.person, known.institution
            found.is_newcomer = known.is_newcomer
            found.save()
            _audit(locked, by, "inscrire", etat=found.state)
        else:
            found.told_state = ""
            found.save(update_fields=["told_state"])
        tell_after_commit(found.pk)
    return found


def _seat(event: Event, row: Registration, asked: Asked) -> Registration:
    row.first_name, row.last_name = asked.first_name.strip(), asked.last_name.strip()
    row.institution_name, row.needs = asked.institution_name.strip(), asked.needs.strip()
    row.meal, row.wants_news = asked.meal, asked.wants_news
    allowed = event.presences()
    row.presence = asked.presence if asked.presence in allowed else allowed[0]
    row.channel = Channel.objects.filter(event=event, token=asked.channel or "-").first()
    row.rank = _next_rank(event)
    row.sequence += 1
    row.cancelled_at, row.was_promoted = None, False
    is_free = _free(event, row.presence) != 0 and not _line(event, row.presence).exists()
    row.state = State.CONFIRMED if is_free else State.WAITING
    row.confirmed_at = timezone.now() if is_free else None
    return row


@transaction.atomic
def change(*, by: User | None, registration: Registration, asked: Asked) -> Registration:
    """New words, or another way of being there where there is room. The address stays."""
    event = _lock(registration.event)
    row = Registration.objects.get(pk=registration.pk)
    if row.state == State.CANCELLED:
        raise Refused("Cette inscription est annulée\u00a0: s’inscrire de nouveau.")
    row.first_name, row.last_name = asked.first_name.strip(), asked.last_name.strip()
    row.institution_name, row.needs = asked.institution_name.strip(), asked.needs.strip()
    row.meal = asked.meal
    left = row.presence
    if asked.presence and asked.presence != left and asked.presence in event.presences():
        _move(event, row, asked.presence)
    row.save()
    _audit(event, by, "modifier_inscription")
    if row.presence != left:
        fill_places(event, left)
        tell_after_commit(row.pk)
    return row


def _move(event: Event, row: Registration, presence: str) -> None:
    if _free(event, presence) == 0 or _line(event, presence).exists():
        wanted = Event.Mode(presence).label
        raise Refused(f"Il n’y a plus de place {wanted}\u00a0: votre inscription reste la même.")
    row.presence, row.state = presence, State.CONFIRMED
    row.confirmed_at = row.confirmed_at or timezone.now()
    row.sequence += 1


@transaction.atomic
def cancel(*, by: User | None, registration: Registration) -> Registration:
    """The seat is free: the first in the line takes it. Done twice, it changes nothing."""
    event = _lock(registration.event)
    row = Registration.objects.get(pk=registration.pk)
    if row.state == State.CANCELLED:
        return row
    row.state, row.cancelled_at = State.CANCELLED, timezone.now()
    row.sequence += 1
    row.save()
    _audit(event, by, "annuler_inscription")
    tell_after_commit(row.pk)
    fill_places(event, row.presence)
    return row


def fill_places(event: Event, presence: str) -> int:
    """Give what is free to those who wait, in their order; how many. The event is held."""
    if event.is_over or event.is_cancelled:
        return 0
    free = _free(event, presence)
    first = list(_line(event, presence)[:free])
    now = timezone.now()
    for row in first:
        row.state, row.confirmed_at, row.was_promoted = State.CONFIRMED, now, True
        row.sequence += 1
        row.save()
        tell_after_commit(row.pk)
    if first:
        _audit(event, None, "donner_places", nombre=len(first))
    return len(first)


def _lock(event: Event) -> Event:
    """The row of the event, held until the end: SQLite has one writer, PostgreSQL locks the row."""
    return Event.objects.select_for_update().get(pk=event.pk)


def _line(event: Event, presence: str):
    return event.registrations.waiting().filter(presence=presence)


def _free(event: Event, presence: str) -> int | None:
    """Places left; None where there is no limit."""
    places = event.places(presence)
    if places is None:
        return None
    taken = event.registrations.confirmed().filter(presence=presence).count()
    return max(places - taken, 0)


def _next_rank(event: Event) -> int:
    event.last_rank += 1
    Event.objects.filter(pk=event.pk).update(last_rank=event.last_rank)
    return event.last_rank


def _audit(event: Event, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)), **details)
