"""Files of attendance: shown first, taken whole or not at all, undone; arrivals on site."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.attendance import (
    Certainty,
    Known,
    Match,
    Report,
    Unreadable,
    join_sessions,
    match_people,
    read_attendance,
)
from observatoire.events.models import (
    Attendance,
    AttendanceImport,
    Event,
    Registration,
    RoomReport,
)
from observatoire.events.queries.personal import KEPT

NAMES = {
    Certainty.KEY: Attendance.Certainty.KEY,
    Certainty.EMAIL: Attendance.Certainty.EMAIL,
    Certainty.NAME: Attendance.Certainty.NAME,
    Certainty.DOUBT: Attendance.Certainty.DOUBT,
    Certainty.NONE: Attendance.Certainty.NONE,
}
TAKEN = "Ce fichier a déjà été pris\u00a0: l’annuler d’abord pour le reprendre."


@dataclass(frozen=True)
class Preview:
    """What taking the file would do."""

    report: Report
    matches: tuple[Match, ...]

    def number(self, *certainties: str) -> int:
        return sum(one.certainty in certainties for one in self.matches)

    @property
    def sure(self) -> int:
        return self.number(Certainty.KEY, Certainty.EMAIL, Certainty.NAME)

    @property
    def doubtful(self) -> int:
        return self.number(Certainty.DOUBT)

    @property
    def outside(self) -> int:
        return self.number(Certainty.NONE)


def preview_attendance(*, event: Event, content: bytes) -> Preview:
    """Read and match, and keep nothing. Raises Refused where the file is not one of attendance."""
    try:
        report = read_attendance(content, around=event.around)
    except Unreadable as error:
        raise Refused(str(error)) from error
    known = [
        Known(str(one.pk), str(one), one.email)
        for one in event.registrations.exclude(state=Registration.State.CANCELLED).order_by("rank")
        if one.email
    ]
    return Preview(report, tuple(match_people(join_sessions(report.sittings), known)))


@transaction.atomic
def take_attendance(*, by: User | None, event: Event, content: bytes) -> AttendanceImport:
    """All of it, or nothing. Raises Refused with the lines that cannot be read."""
    preview = preview_attendance(event=event, content=content)
    if preview.report.faults:
        lines = " ".join(
            f"Ligne {one.line}\u00a0: {one.sentence}" for one in preview.report.faults[:5]
        )
        raise Refused(f"Rien n’a été pris. {lines}")
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            taken = AttendanceImport.objects.create(
                event=event,
                form=preview.report.form,
                digest=digest,
                sittings=len(preview.report.sittings),
                people=len(preview.matches),
                by=by,
            )
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    Attendance.objects.bulk_create(_row(taken, one) for one in preview.matches)
    _audit(by, event, "prendre_presences", personnes=len(preview.matches))
    return taken


def _row(taken: AttendanceImport, one: Match) -> Attendance:
    is_sure = one.certainty not in (Certainty.DOUBT, Certainty.NONE)
    return Attendance(
        source=taken,
        registration_id=UUID(one.candidates[0]) if is_sure else None,
        full_name=one.person.name[:200],
        email=one.person.email[:254],
        minutes=one.person.minutes,
        sittings=one.person.sittings,
        certainty=NAMES[one.certainty],
        candidates=list(one.candidates) if one.certainty == Certainty.DOUBT else [],
    )


def take_room_report(*, by: User | None, report: RoomReport) -> AttendanceImport:
    """What BigBlueButton sent at the end, taken as a file would be."""
    content = json.dumps(report.content, sort_keys=True).encode()
    return take_attendance(by=by, event=report.event, content=content)


@transaction.atomic
def undo_attendance(*, by: User, taken: AttendanceImport) -> None:
    """As if the file had never come; the trace of the import stays."""
    rows = AttendanceImport.objects.filter(pk=taken.pk, undone_at=None)
    if not rows.update(undone_at=timezone.now()):
        raise Refused("Cet import est déjà annulé.")
    taken.rows.all().delete()
    _audit(by, taken.event, "annuler_presences")


@transaction.atomic
def confirm_attendance(*, by: User, row: Attendance, registration: Registration | None) -> None:
    """A person says which registrant it is, or that it is none of them."""
    if registration is not None and registration.event_id != row.source.event_id:
        raise Refused("Cette inscription est celle d’un autre événement.")
    row.registration = registration
    row.certainty = Attendance.Certainty.HAND if registration else Attendance.Certainty.NONE
    row.candidates = []
    row.save(update_fields=["registration", "certainty", "candidates"])
    _audit(by, row.source.event, "confirmer_presence")


@transaction.atomic
def check_in(*, by: User | None, registration: Registration, is_there: bool = True) -> None:
    """Arrived on site: by the signing sheet, or by the code of their own page."""
    if registration.state != Registration.State.CONFIRMED:
        raise Refused("Cette inscription n’est pas confirmée\u00a0: la confirmer d’abord.")
    registration.checked_in_at = timezone.now() if is_there else None
    registration.save(update_fields=["checked_in_at"])
    _audit(by, registration.event, "arrivee", present=is_there)


@transaction.atomic
def erase_attendance(email: str) -> int:
    """The row stays without a name: the counts of the bilan do not change."""
    email = email.strip().lower()
    rows = Attendance.objects.filter(Q(email__iexact=email) | Q(registration__email=email))
    return rows.update(full_name="", email="", candidates=[])


def purge_attendance(now: datetime) -> int:
    rows = Attendance.objects.filter(source__at__lt=now - KEPT).exclude(full_name="")
    return rows.update(full_name="", email="", candidates=[])


def _audit(by: User | None, event: Event, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)), **details)
