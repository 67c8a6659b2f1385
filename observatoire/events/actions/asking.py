"""Questions in writing: asked, let through, merged, supported, answered."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Event, Intervention, Question, Registration, Support

State = Question.State
MOST_PENDING = 5  # of one registrant, waiting to be read: a crowd is not one voice
REPEATED = "Cette question a déjà été posée\u00a0: la soutenir plutôt que la poser deux fois."


@transaction.atomic
def ask(
    *,
    registration: Registration,
    text: str,
    addressed_to: Intervention | None = None,
    may_publish: bool = True,
) -> Question:
    """Kept for a moderator to read; nobody else sees it before. Raises Refused."""
    event, text = registration.event, " ".join(text.split())
    if registration.state != Registration.State.CONFIRMED:
        raise Refused("Les questions sont posées par les personnes inscrites.")
    if event.is_cancelled or event.stage not in (Event.Stage.REGISTERING, Event.Stage.LIVE):
        raise Refused("On ne pose plus de question\u00a0: l’événement est terminé.")
    own = Question.objects.filter(author=registration)
    if own.filter(text=text).exists():
        raise Refused(REPEATED)
    if own.filter(state=State.PENDING).count() >= MOST_PENDING:
        raise Refused("Vos dernières questions attendent d’être lues\u00a0: patienter un peu.")
    made = Question.objects.create(
        event=event,
        author=registration,
        text=text,
        addressed_to=addressed_to,
        may_publish=may_publish,
        is_demonstration=event.is_demonstration,
    )
    _desk(event.pk)
    return made


@transaction.atomic
def let_through(*, by: User, question: Question) -> None:
    """Everyone reads it."""
    _decide(question, by, State.SHOWN)


@transaction.atomic
def refuse(*, by: User, question: Question) -> None:
    """Only its author knows."""
    _decide(question, by, State.REFUSED)


@transaction.atomic
def rewrite(*, by: User, question: Question, text: str, addressed_to: Intervention | None) -> None:
    """A moderator shortens it, or gives it to another speaker."""
    text = " ".join(text.split())
    if not text:
        raise Refused("Une question vide ne dit rien\u00a0: l’écarter plutôt.")
    question.text, question.addressed_to = text[:600], addressed_to
    question.save(update_fields=["text", "addressed_to"])
    _shown(question.event_id)


@transaction.atomic
def merge(*, by: User, question: Question, into: Question) -> None:
    """Two that ask the same are one: its supporters, and its author, support the other."""
    if into.event_id != question.event_id or into.pk == question.pk:
        raise Refused("Choisir une autre question du même événement.")
    if into.state != State.SHOWN:
        raise Refused("Laisser d’abord passer celle qui reste.")
    voices = set(question.supports.order_by("id").values_list("registration", flat=True))
    voices |= {question.author_id} if question.author_id else set()
    voices -= {into.author_id}
    Support.objects.bulk_create(
        (Support(question=into, registration_id=one) for one in sorted(voices)),
        ignore_conflicts=True,
    )
    question.merged.update(merged_into=into)
    question.merged_into = into
    _decide(question, by, State.MERGED)
    _count(into.pk)


def _decide(question: Question, by: User, state: str) -> None:
    question.state, question.moderated_by, question.moderated_at = state, by, timezone.now()
    if state != State.MERGED:
        question.merged_into = None
    question.save(update_fields=["state", "moderated_by", "moderated_at", "merged_into"])
    write_audit(by=by, verb="moderer", ref=Ref("question", str(question.pk)), etat=state)
    _shown(question.event_id)


def support(*, registration: Registration, question: Question) -> bool:
    """« Moi aussi », or no longer; whether it is supported now. One's own is not supported."""
    if question.state != State.SHOWN or question.author_id == registration.pk:
        raise Refused("Cette question ne peut pas être soutenue.")
    try:
        with transaction.atomic():
            gone, _ = Support.objects.filter(question=question, registration=registration).delete()
            if not gone:
                Support.objects.create(question=question, registration=registration)
            _count(question.pk)
            _shown(question.event_id)
    except IntegrityError:
        return True  # clicked twice at the same instant: it is supported, once
    return not gone


@transaction.atomic
def mark_answered(*, by: User | None, question: Question, is_answered: bool = True) -> None:
    """Said aloud, by the moderator or the speaker; or put back among those that wait."""
    question.is_answered = is_answered
    question.answered_at = timezone.now() if is_answered else None
    question.save(update_fields=["is_answered", "answered_at"])
    _shown(question.event_id)


def _count(pk: UUID) -> None:
    number = Support.objects.filter(question=pk).count()
    Question.objects.filter(pk=pk).update(support_count=number)


def _shown(pk: UUID) -> None:
    """What readers see has changed."""
    row = Event.objects.filter(pk=pk)
    row.update(live_version=F("live_version") + 1, desk_version=F("desk_version") + 1)


def _desk(pk: UUID) -> None:
    """Only moderators see what has changed."""
    Event.objects.filter(pk=pk).update(desk_version=F("desk_version") + 1)
