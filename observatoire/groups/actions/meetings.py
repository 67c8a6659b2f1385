"""A meeting: opened, dated (by a poll or at once), convened, held, called off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.groups import note_attendance
from observatoire.directory.models import Attendance, Institution, User
from observatoire.groups import emails
from observatoire.groups.actions.agenda import write_agenda
from observatoire.groups.actions.refusal import Refused
from observatoire.groups.models import DateAnswer, DateOption, Meeting, Presence, Theme
from observatoire.groups.queries.members import audience_of
from observatoire.mail.actions import Candidate, ListName, prepare_mailing
from observatoire.mail.models import Mailing

CAME = (Presence.State.PRESENT, Presence.State.ANIMATION)


@transaction.atomic
def save_meeting(*, by: User | None, meeting: Meeting) -> Meeting:
    """Write a meeting; its agenda writes itself when it is new, or when its day changes."""
    is_new = meeting._state.adding
    if not is_new and meeting.convened_at is not None:
        meeting.sequence += 1  # calendars replace what they hold by the higher number
    meeting.save()
    _audit(meeting, by, "creer" if is_new else "modifier")
    write_agenda(by=by, meeting=meeting)
    return meeting


@transaction.atomic
def offer_dates(
    *, by: User, meeting: Meeting, dates: Iterable[tuple[datetime, datetime]]
) -> list[DateOption]:
    """Add dates to the poll; a date offered twice is offered once."""
    _refuse_over(meeting)
    made = []
    for start, end in dates:
        if end <= start:
            raise Refused("L’heure de fin doit suivre l’heure de début.")
        option, _ = DateOption.objects.get_or_create(
            meeting=meeting, starts_at=start, defaults={"ends_at": end}
        )
        made.append(option)
    _audit(meeting, by, "proposer_dates", dates=len(made))
    return made


@transaction.atomic
def answer_dates(*, by: User, meeting: Meeting, answers: dict[str, str]) -> int:
    """One answer an account and a date; given again, the last one stands."""
    if meeting.starts_at is not None:
        raise Refused("La date est choisie\u00a0: le sondage est clos.")
    options = {str(one.pk): one for one in meeting.options.all()}
    for key, answer in answers.items():
        if key in options and answer in DateAnswer.Answer.values:
            DateAnswer.objects.update_or_create(
                option=options[key], voter=by, defaults={"answer": answer}
            )
    return len(options)


@transaction.atomic
def choose_date(*, by: User, option: DateOption) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=option.meeting_id)
    meeting.starts_at, meeting.ends_at = option.starts_at, option.ends_at
    return save_meeting(by=by, meeting=meeting)


@transaction.atomic
def convene(*, by: User, meeting: Meeting) -> Mailing:
    """Prepare the convocation to the members: it leaves once confirmed among the courriels."""
    if meeting.starts_at is None:
        raise Refused("Choisir d’abord la date de la réunion.")
    _refuse_over(meeting)
    meeting.state, meeting.convened_at = Meeting.State.CONVENED, timezone.now()
    meeting.save(update_fields=["state", "convened_at"])
    found = audience_of(meeting.group)
    if not found.prepared:
        raise Refused("Aucun membre de ce groupe n’a d’adresse à laquelle écrire.")
    group = meeting.group
    mailing = prepare_mailing(
        by=by,
        key=f"convocation-{meeting.pk}-{meeting.sequence}",
        title=f"Convocation\u00a0: {group.name}, {emails.day_of(meeting)}",
        to=ListName(f"groupe-{group.slug}"[:60], group.name),
        letter=emails.convocation(meeting),
        candidates=[
            Candidate(one.email, Ref("groupe", group.slug), {"institution": one.institution})
            for one in found.prepared
        ],
        ref=Ref("groupe", group.slug),
        is_restricted=True,
    )
    _audit(meeting, by, "convoquer", membres=len(found.prepared))
    return mailing


@transaction.atomic
def call_off(*, by: User, meeting: Meeting) -> Meeting:
    meeting.state, meeting.sequence = Meeting.State.CANCELLED, meeting.sequence + 1
    meeting.save(update_fields=["state", "sequence"])
    Theme.objects.filter(meeting=meeting).update(state=Theme.State.PROPOSED, meeting=None)
    _audit(meeting, by, "annuler_reunion")
    return meeting


@transaction.atomic
def note_presences(
    *, by: User | None, meeting: Meeting, states: dict[Institution, str]
) -> list[Presence]:
    """Who came, institution by institution; an empty state takes the line away."""
    for institution, state in states.items():
        if state:
            Presence.objects.update_or_create(
                meeting=meeting, institution=institution, function=None, defaults={"state": state}
            )
        else:
            meeting.presences.filter(institution=institution, function=None).delete()
    _tell_directory(meeting)
    _audit(meeting, by, "noter_presences", institutions=len(states))
    return list(meeting.presences.select_related("institution"))


def _tell_directory(meeting: Meeting) -> None:
    """« Silent since » is read in the directory: what it holds of that day is written anew."""
    day = timezone.localtime(meeting.starts_at or meeting.created_at).date()
    came = [one.institution for one in meeting.presences.all() if one.state in CAME]
    noted = Attendance.objects.filter(group=meeting.group, on=day, function=None)
    noted.exclude(institution__in=came).delete()
    for institution in came:
        note_attendance(group=meeting.group, institution=institution, on=day)


def _refuse_over(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused("Cette réunion est annulée.")
    if meeting.is_over:
        raise Refused("Cette réunion a déjà eu lieu.")


def _audit(meeting: Meeting, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("reunion", str(meeting.pk)), **details)
