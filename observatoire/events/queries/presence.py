"""Who was there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from observatoire.events.models import Attendance, Event, Registration

Certainty = Attendance.Certainty


@dataclass(frozen=True)
class Present:
    """Registrants, by room or by hand; people who were there without having registered."""

    registered: frozenset[UUID]
    outside: int
    waiting: int
    is_known: bool
    minutes: tuple[float, ...] = ()

    @property
    def total(self) -> int:
        return len(self.registered) + self.outside + self.waiting


def rows_of(event: Event):
    return Attendance.objects.filter(source__event=event, source__undone_at=None)


def present_at(
    event: Event,
    *,
    checked: Collection[UUID] | None = None,
    noted: Collection[Attendance] | None = None,
) -> Present:
    """Someone named by two files is counted once where the registration says who it is.

    `checked`, those ticked at the door, and `noted`, the rows of the files: where the caller holds
    them already.
    """
    noted = rows_of(event).order_by("full_name", "id") if noted is None else noted
    rows = [
        (one.registration_id, one.certainty, one.email, one.full_name, one.minutes) for one in noted
    ]
    if checked is None:
        arrived = event.registrations.exclude(checked_in_at=None).order_by("pk")
        checked = arrived.values_list("pk", flat=True)
    registered = {one for one, *_ in rows if one} | set(checked)
    alone = [(kind, email or name.lower()) for one, kind, email, name, _ in rows if one is None]
    return Present(
        registered=frozenset(registered),
        outside=len({who for kind, who in alone if kind == Certainty.NONE}),
        waiting=sum(kind == Certainty.DOUBT for kind, _ in alone),
        is_known=bool(registered or rows),
        minutes=tuple(sorted(row[-1] for row in rows if row[-1] is not None)),
    )


def to_confirm(
    event: Event, noted: Collection[Attendance]
) -> list[tuple[Attendance, list[Registration]]]:
    """The pile: each with the registrants that it may be."""
    rows = [
        one for one in noted if one.certainty == Certainty.DOUBT and one.registration_id is None
    ]
    keys = {key for one in rows for key in one.candidates}
    known = {str(one.pk): one for one in event.registrations.filter(pk__in=keys).order_by("rank")}
    return [(one, [known[key] for key in one.candidates if key in known]) for one in rows]


def expected_on_site(event: Event):
    """Those whose name stands on the signing sheet."""
    rows = event.registrations.confirmed().filter(presence=Event.Mode.ON_SITE, purged_at=None)
    return rows.select_related("institution").order_by("last_name", "first_name", "rank")


def held_in_attendance():
    rows = Attendance.objects.exclude(email="").select_related("source").order_by("pk")
    for one in rows:
        yield one.email, one.source.at


def export_attendance(email: str) -> list[dict]:
    return [
        {"événement": str(one.source.event), "nom affiché": one.full_name, "minutes": one.minutes}
        for one in _of(email).select_related("source__event").order_by("source__at", "id")
    ]


def _of(email: str):
    email = email.strip().lower()
    return Attendance.objects.filter(Q(email__iexact=email) | Q(registration__email=email))
