"""Events as pages and lists read them."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone

from observatoire.events.models import Event, Intervention, Session


def programme_of(event: Event) -> list[Session]:
    """Sessions in their order, each with who speaks in it; who declined is not there."""
    speaking = Intervention.objects.exclude(status=Intervention.Status.DECLINED)
    speaking = speaking.select_related("institution", "person").order_by("order", "id")
    found = event.sessions.select_related("slides").order_by("order", "id")
    return list(found.prefetch_related(Prefetch("interventions", speaking, to_attr="speaking")))


def coming_and_past(groups: frozenset[str]) -> tuple[list[Event], list[Event]]:
    """What is to come, nearest first, without a date last; what is past, latest first."""
    today = timezone.localdate()
    seen = Event.objects.seen_by(groups).select_related("group")
    past = Q(around__lt=today) | Q(stage=Event.Stage.CLOSED)
    coming = seen.exclude(past).order_by("around", "starts_at", "title", "id")
    coming = sorted(coming, key=lambda one: one.around is None)
    return coming, list(seen.filter(past).order_by("-around", "title", "id"))


def since(horizon: date) -> list[Event]:
    """Announced events held, or announced, on that day or after it."""
    wanted = Q(around__gte=horizon) | Q(published_at__date__gte=horizon)
    found = Event.objects.announced().filter(wanted, cancelled_at=None)
    return list(found.select_related("group").prefetch_related("topics").order_by("around", "id"))


def with_replay() -> list[Event]:
    """Public events whose replay is published, latest first."""
    found = Event.objects.public().exclude(replay_published_at=None)
    return list(found.order_by("-around", "id"))
