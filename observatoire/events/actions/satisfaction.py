"""The satisfaction survey: made with the event, sent by itself the day after, never forgotten."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events import emails
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event, Followup, Notice, Registration
from observatoire.events.queries import after
from observatoire.mail.actions import Refused as Unsent
from observatoire.mail.actions import post_letter
from observatoire.surveys import actions as surveys
from observatoire.surveys.models import Survey
from observatoire.surveys.queries.links import link_of
from observatoire.surveys.queries.results import waiting_keys

logger = logging.getLogger(__name__)
TEMPLATE = "satisfaction_matinale"
OPEN_DAYS = timedelta(days=15)
BATCH = 200  # in one round: what is left waits for the next


@transaction.atomic
def followup_of(event: Event) -> Followup:
    """What an event owes, with its survey ready; made once, whoever asks first."""
    found, _ = Followup.objects.get_or_create(event=event)
    if found.survey is None:
        found.survey = surveys.prepare_survey(
            by=None,
            version=surveys.template(TEMPLATE),
            title=f"Votre avis\u00a0: {event.title}",
            ref=Ref("evenement", str(event.pk)),
            is_demonstration=event.is_demonstration,
        )
        found.save(update_fields=["survey"])
    return found


def send_due_surveys() -> int:
    """Every survey whose hour has come, and the reminders; done again, it sends none twice."""
    now = timezone.now()
    sent = sum(send_survey(by=None, event=event) for event in after.surveys_due(now))
    return sent + sum(_remind(one) for one in after.reminders_due(now))


def send_survey(*, by: User | None, event: Event) -> int:
    """Now, to every confirmed registrant, with those of events joined to this one."""
    followup = _opened(by, event)
    joined = [_opened(by, one.event) for one in after.joined_to(event)]
    sent = sum(_send(one, followup, joined) for one in _to_write(followup)[:BATCH])
    sent += sum(_send(row, one, []) for one in joined for row in _to_write(one)[:BATCH])
    for one in [followup, *joined]:
        if one.survey_sent_at is None and not _to_write(one).exists():
            one.survey_sent_at = timezone.now()
            one.save(update_fields=["survey_sent_at"])
            _audit(by, one.event, "envoyer_enquete")
    return sent


@transaction.atomic
def _opened(by: User | None, event: Event) -> Followup:
    followup = followup_of(event)
    if event.waivers.filter(subject="enquete").exists():
        raise Refused("L’enquête de cet événement a été abandonnée, avec sa raison.")
    survey = followup.survey
    if survey.state == Survey.State.PREPARED:
        Survey.objects.filter(pk=survey.pk).update(title=f"Votre avis\u00a0: {event.title}"[:200])
        surveys.open_survey(by=by, survey=survey, closes_at=timezone.now() + OPEN_DAYS)
    people = {str(one.pk): one.email for one in _confirmed(event)}
    surveys.invite(survey=survey, people=people)
    return followup


def _confirmed(event: Event):
    rows = event.registrations.confirmed().exclude(email="").filter(purged_at=None)
    return rows.order_by("rank", "pk")


def _to_write(followup: Followup):
    written = Notice.objects.filter(kind=Notice.Kind.SURVEY)
    return _confirmed(followup.event).exclude(pk__in=written.values("registration"))


def _send(one: Registration, followup: Followup, joined: list[Followup]) -> int:
    """One letter; who came to both is asked about both in it."""
    others = []
    for other in joined:
        same = _to_write(other).filter(email=one.email).first()
        if same is not None:
            others.append((other, same))
    links = [(other.event, _link(other.survey, same)) for other, same in others]
    presence = after.presence_of(one)
    letter = emails.survey(one, _link(followup.survey, one), presence, links)
    rows = [one, *(same for _, same in others)]
    return _written(rows, Notice.Kind.SURVEY, letter)


def _link(survey: Survey, one: Registration) -> str:
    return link_of(survey.invitations.get(key=str(one.pk)))


def _remind(followup: Followup) -> int:
    """To those who have not answered, and to nobody else."""
    if not followup.survey.is_open:
        return 0
    keys = waiting_keys(followup.survey)
    reminded = Notice.objects.filter(kind=Notice.Kind.RECALL).values("registration")
    rows = _confirmed(followup.event).filter(pk__in=keys).exclude(pk__in=reminded)
    sent = 0
    for one in rows[:BATCH]:
        letter = emails.survey_recall(one, _link(followup.survey, one))
        sent += _written([one], Notice.Kind.RECALL, letter)
    if not rows.exists():
        followup.survey_reminded_at = timezone.now()
        followup.save(update_fields=["survey_reminded_at"])
    return sent


def _written(rows: list[Registration], kind: str, letter) -> int:
    """The rows and the message are written together; a second worker finds them and goes on."""
    try:
        with transaction.atomic():
            for one in rows:
                Notice.objects.create(registration=one, kind=kind)
            post_letter(to=rows[0].email, letter=letter)
    except IntegrityError:
        return 0
    except Unsent:
        logger.warning(
            "Un message d’après l’événement n’a pas pu être écrit\u00a0: %s.", rows[0].pk
        )
        Notice.objects.get_or_create(registration=rows[0], kind=kind)
        return 0
    return 1


@transaction.atomic
def join_survey(*, by: User, event: Event, to: Event | None) -> Followup:
    """Left for the next one: its survey leaves with that of another event, or alone again."""
    followup = followup_of(event)
    if followup.survey_sent_at:
        raise Refused("Cette enquête est déjà partie.")
    if to is not None and (to.pk == event.pk or after.is_survey_sent(to)):
        raise Refused("Choisir un autre événement, dont l’enquête n’est pas encore partie.")
    followup.joined_to = to
    followup.save(update_fields=["joined_to"])
    _audit(by, event, "joindre_enquete" if to else "separer_enquete")
    return followup


def send_now(*, by: User, event: Event) -> int:
    """Sooner, or later, than the hour it was armed for. Raises Refused."""
    if not event.is_over:
        raise Refused("L’événement n’a pas encore eu lieu.")
    return send_survey(by=by, event=event)


@transaction.atomic
def close_survey(*, by: User, event: Event) -> None:
    """Before its hour: its results are then read."""
    try:
        surveys.close_survey(by=by, survey=followup_of(event).survey)
    except surveys.Refused as refusal:
        raise Refused(str(refusal)) from refusal


def due_at(event: Event) -> datetime | None:
    return after.survey_due_at(event)


def _audit(by: User | None, event: Event, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)), **details)
