"""Events as pages and lists read them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Prefetch, Q
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


def kept(*, words: str = "", stage: str = "", kind: str = ""):
    """Events as those who keep them list them: what has no date yet, then the latest first."""
    found = Event.objects.all()
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(theme__icontains=word))
    if stage:
        found = found.filter(stage=stage)
    if kind:
        found = found.filter(kind=kind)
    seated = Count("registrations", filter=Q(registrations__state="confirmee"))
    ordered = found.annotate(seated=seated)
    return ordered.order_by(F("around").desc(nulls_first=True), "title", "id")


def registrants(event: Event, *, words: str = "", state: str = ""):
    """In the order of arrival."""
    rows = event.registrations.select_related("institution", "channel")
    for word in words.split():
        named = Q(last_name__icontains=word) | Q(first_name__icontains=word)
        rows = rows.filter(
            named
            | Q(email__icontains=word)
            | Q(institution_name__icontains=word)
            | Q(institution__name__icontains=word)
        )
    return (rows.filter(state=state) if state else rows).order_by("rank", "pk")
