"""Questions left without an answer: someone owes it, writes it, and it is published."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events import search
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Question


@transaction.atomic
def give_owner(*, by: User, question: Question, owner: User | None) -> None:
    """Whose answer it is; it stands on their desk until it is written."""
    question.owner = owner
    question.save(update_fields=["owner"])
    _audit(by, question, "confier_question")


@transaction.atomic
def write_answer(*, by: User, question: Question, answer: str) -> None:
    """In writing; kept for the publication, which is another decision."""
    answer = answer.strip()
    if not answer:
        raise Refused("Une réponse vide n’en est pas une\u00a0: l’écrire.")
    question.answer, question.is_answered = answer, True
    question.answered_at = question.answered_at or timezone.now()
    question.save(update_fields=["answer", "is_answered", "answered_at"])
    if question.published_at:
        search.remember_question(question)
        Generation.advance()
    _audit(by, question, "repondre")


@transaction.atomic
def publish_answer(*, by: User, question: Question) -> None:
    """On the page of the event, without the name of who asked, if they agreed. Raises Refused."""
    if not question.may_publish:
        raise Refused("Qui l’a posée n’a pas accepté qu’elle soit publiée.")
    if question.state != Question.State.SHOWN:
        raise Refused("Cette question n’a pas été laissée passer.")
    if not question.answer:
        raise Refused("Écrire la réponse avant de la publier.")
    question.published_at = question.published_at or timezone.now()
    question.save(update_fields=["published_at"])
    search.remember_question(question)
    Generation.advance()
    _audit(by, question, "publier_reponse")


@transaction.atomic
def unpublish_answer(*, by: User, question: Question) -> None:
    question.published_at = None
    question.save(update_fields=["published_at"])
    search.forget_question(question)
    Generation.advance()
    _audit(by, question, "retirer_reponse")


def _audit(by: User, question: Question, verb: str) -> None:
    write_audit(by=by, verb=verb, ref=Ref("question", str(question.pk)))
