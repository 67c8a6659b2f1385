"""A survey from its preparation to the day its answers are erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.surveys.actions.refusal import Refused
from observatoire.surveys.models import Answer, Invitation, Survey, Version
from observatoire.surveys.queries.results import tallies_of

State = Survey.State
MONTH = timedelta(days=30.5)


@transaction.atomic
def prepare_survey(
    *,
    by: User | None,
    version: Version,
    title: str,
    ref: Ref | None = None,
    is_anonymous: bool = True,
    kept_months: int = 24,
    is_demonstration: bool = False,
) -> Survey:
    """A survey that nobody can answer yet."""
    if is_anonymous and any(one.is_personal for one in version.read().questions):
        raise Refused(
            "Ce questionnaire demande des données personnelles\u00a0: il ne peut être anonyme. "
            "Retirer ces questions, ou annoncer une enquête nominative."
        )
    survey = Survey.objects.create(
        version=version,
        title=title[:200],
        is_anonymous=is_anonymous,
        kept_months=kept_months,
        ref_kind=ref.kind if ref else "",
        ref_key=ref.key if ref else "",
        is_demonstration=is_demonstration,
    )
    write_audit(by=by, verb="preparer_enquete", ref=survey.ref)
    return survey


@transaction.atomic
def open_survey(*, by: User | None, survey: Survey, closes_at: datetime | None) -> Survey:
    """From now on, and until the closing, a link answers. Doing it twice changes nothing."""
    if survey.state in {State.CLOSED, State.PURGED}:
        raise Refused("Cette enquête est close\u00a0: en préparer une autre.")
    if closes_at is not None and closes_at <= timezone.now():
        raise Refused("Cette heure de clôture est passée\u00a0: en choisir une à venir.")
    if survey.state == State.OPEN:
        return survey
    survey.state, survey.closes_at = State.OPEN, closes_at
    survey.save(update_fields=["state", "closes_at"])
    write_audit(by=by, verb="ouvrir_enquete", ref=survey.ref)
    return survey


@transaction.atomic
def extend_survey(*, by: User, survey: Survey, closes_at: datetime) -> Survey:
    """A later hour of closing, for a survey that is still open."""
    if survey.state != State.OPEN:
        raise Refused("Cette enquête n’est pas ouverte\u00a0: sa clôture ne se déplace plus.")
    if closes_at <= timezone.now():
        raise Refused("Cette heure de clôture est passée\u00a0: en choisir une à venir.")
    survey.closes_at = closes_at
    survey.save(update_fields=["closes_at"])
    write_audit(by=by, verb="prolonger_enquete", ref=survey.ref)
    return survey


@transaction.atomic
def close_survey(*, by: User | None, survey: Survey) -> Survey:
    """For good: reopened, an anonymous survey would say what each late answer was."""
    closed = Survey.objects.filter(pk=survey.pk, state=State.OPEN)
    if not closed.update(state=State.CLOSED, closed_at=timezone.now()):
        raise Refused("Cette enquête n’est pas ouverte.")
    survey.refresh_from_db()
    survey.answers.filter(is_final=False).delete()
    write_audit(by=by, verb="clore_enquete", ref=survey.ref)
    return survey


@transaction.atomic
def discard_surveys(*, by: User | None, ref: Ref) -> int:
    """The object that asked is taken away: its surveys go with it, whatever they hold."""
    found = list(Survey.objects.filter(ref_kind=ref.kind, ref_key=ref.key).order_by("pk"))
    for survey in found:
        write_audit(by=by, verb="supprimer_enquete", ref=survey.ref)
        survey.delete()
    return len(found)


def close_due_surveys() -> int:
    """Those whose hour has come; each in its own transaction."""
    found = Survey.objects.filter(state=State.OPEN, closes_at__lte=timezone.now())
    due = list(found.order_by("closes_at", "id"))
    for survey in due:
        close_survey(by=None, survey=survey)
    return len(due)


@transaction.atomic
def invite(
    *,
    survey: Survey,
    people: Mapping[str, str],
    prefill: Mapping[str, dict] | None = None,
    previous: Mapping[str, dict] | None = None,
) -> dict[str, Invitation]:
    """One invitation for each key, made once. `people`: the key, and an address or nothing.

    `prefill`: by key, the values that the form holds before its respondent writes; `previous`:
    those of the time before, shown beside. Raises Refused in an anonymous survey, where what is
    proposed to one person would join them to their answer.
    """
    if survey.is_anonymous and (prefill or previous):
        raise Refused("Une enquête anonyme ne propose pas de réponses d’avance.")
    known, before = prefill or {}, previous or {}
    given = [
        Invitation(
            survey=survey,
            key=key,
            mailbox=box,
            prefill=known.get(key, {}),
            previous=before.get(key, {}),
        )
        for key, box in people.items()
    ]
    Invitation.objects.bulk_create(given, ignore_conflicts=True, batch_size=500)
    return {one.key: one for one in survey.invitations.filter(key__in=list(people))}


def purge_surveys(now: datetime) -> int:
    """Erase answers and invitations that were kept long enough; their counts stay."""
    number = 0
    for survey in Survey.objects.filter(state=State.CLOSED).order_by("closed_at", "id"):
        if survey.closed_at + survey.kept_months * MONTH <= now:
            _purge(survey)
            number += 1
    return number


@transaction.atomic
def _purge(survey: Survey) -> None:
    kept = {
        "invited": survey.invitations.count(),
        "answered": survey.answers.filter(is_final=True).count(),
        "tallies": [asdict(one) for one in tallies_of(survey)],
    }
    Answer.objects.filter(survey=survey).delete()
    Invitation.objects.filter(survey=survey).delete()
    Survey.objects.filter(pk=survey.pk).update(state=State.PURGED, frozen=kept)
    write_audit(by=None, verb="reduire_enquete", ref=survey.ref)


@transaction.atomic
def forget(*, mailbox: str) -> int:
    """Someone is erased: their named answers go; of an anonymous one, nothing is theirs."""
    number = 0
    for one in Invitation.objects.filter(mailbox__iexact=mailbox).select_related("survey"):
        if one.survey.is_anonymous:
            one.mailbox, one.key = "", f"efface-{one.pk}"
            one.save(update_fields=["mailbox", "key"])
        else:
            one.delete()
        number += 1
    return number
