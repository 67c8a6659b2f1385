"""Events as calendars hold them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from observatoire.base.calendars import CANCEL, REQUEST, Appointment, write_calendar
from observatoire.events.models import Event, Registration
from observatoire.events.queries.links import own_address

ORDINARY = timedelta(hours=2)  # of an event whose end is not known
BEHIND = timedelta(days=400)


def appointment_of(event: Event, *, sequence: int = 0, address: str = "") -> Appointment:
    """What anyone may hold; the page of the event, never its room."""
    page = f"{settings.SITE_ADDRESS}{event.get_absolute_url()}"
    parts = [event.summary, _programme(event), address or page]
    return Appointment(
        key=str(event.pk),
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at or event.starts_at + ORDINARY,
        changed_at=timezone.now(),
        text="\n\n".join(part for part in parts if part),
        address=address or page,
        place=place_of(event),
        sequence=event.sequence + sequence,
        is_cancelled=event.is_cancelled,
        alarms=(timedelta(hours=1),) if address else (),
    )


def place_of(event: Event) -> str:
    if not event.takes_on_site:
        return "À distance"
    where = ", ".join(part for part in (event.place_name, _one_line(event.place_address)) if part)
    return f"{where} ou à distance" if event.takes_remote and where else where


def _programme(event: Event) -> str:
    sessions = event.sessions.order_by("order", "id")
    return "\n".join(f"- {one.get_kind_display()}\u00a0: {one.title}" for one in sessions)


def file_of(event: Event) -> bytes:
    """One event, to be taken away by anyone."""
    return write_calendar([appointment_of(event)])


def own_file(registration: Registration, *, is_cancelled: bool) -> bytes:
    """The copy of one registrant: it moves, or goes away, with the event."""
    event = registration.event
    one = appointment_of(event, sequence=registration.sequence, address=own_address(registration))
    return write_calendar(
        [one],
        method=CANCEL if is_cancelled else REQUEST,
        organizer=(settings.PLATFORM_NAME, settings.CONTACT_ADDRESS),
        attendee=registration.email,
    )


def feed() -> bytes:
    """Every public event of the last months and of those to come, to subscribe to."""
    since = timezone.now() - BEHIND
    found = Event.objects.public().filter(starts_at__gte=since).order_by("starts_at", "pk")
    name = f"{settings.PLATFORM_NAME}\u00a0: événements"
    rows = found.prefetch_related("sessions")
    return write_calendar([appointment_of(one) for one in rows], name=name)


def _one_line(text: str) -> str:
    return " ".join(text.split())
