"""Answers taken: one by link, corrected until the closing, and nobody's where that was promised."""

from __future__ import annotations

import hashlib
import random
import secrets
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from observatoire.surveys.actions.refusal import Refused
from observatoire.surveys.models import Answer, Invitation, Survey

CLOSED = "Cette enquête est close\u00a0: elle ne prend plus de réponse."
TAKEN = "Une réponse a déjà été donnée par ce lien\u00a0: elle est gardée."
_shuffler = random.SystemRandom()


@dataclass(frozen=True)
class Submitted:
    """What was kept. `code` corrects an anonymous answer; it is shown once and kept nowhere."""

    is_new: bool
    code: str = ""


@transaction.atomic
def save_draft(*, invitation: Invitation, values: dict) -> Answer:
    """What is written so far, under the respondent's own name. Raises Refused."""
    survey = _open(invitation)
    if survey.is_anonymous:
        raise Refused("Une enquête anonyme ne garde pas de brouillon.")
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    answer = Answer.objects.filter(invitation=invitation).first()
    if answer is None:
        return Answer.objects.create(survey=survey, invitation=invitation, values=values)
    if answer.is_final:
        raise Refused("La réponse est déjà remise\u00a0: la corriger, puis la remettre.")
    answer.values, answer.revision = values, answer.revision + 1
    answer.save(update_fields=["values", "revision"])
    return answer


@transaction.atomic
def submit(*, invitation: Invitation, values: dict) -> Submitted:
    """One answer by link, however many arrive together. Raises Refused."""
    survey = _open(invitation)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    return (
        _anonymous(survey, invitation, values)
        if survey.is_anonymous
        else _named(survey, invitation, values)
    )


def _open(invitation: Invitation) -> Survey:
    """Its survey, locked: two answers of one survey are never mixed together."""
    survey = Survey.objects.select_for_update().get(pk=invitation.survey_id)
    if not survey.is_open:
        raise Refused(CLOSED)
    return survey


def _named(survey: Survey, invitation: Invitation, values: dict) -> Submitted:
    answer = Answer.objects.filter(invitation=invitation).first()
    is_new = answer is None or not answer.is_final
    answer = answer or Answer(survey=survey, invitation=invitation, revision=0)
    answer.values, answer.is_final = values, True
    answer.submitted_at, answer.revision = timezone.now(), answer.revision + 1
    answer.save()
    Invitation.objects.filter(pk=invitation.pk).update(has_answered=True)
    return Submitted(is_new)


def _anonymous(survey: Survey, invitation: Invitation, values: dict) -> Submitted:
    if invitation.has_answered:
        raise Refused(TAKEN)
    Invitation.objects.filter(pk=invitation.pk).update(has_answered=True)
    code = secrets.token_urlsafe(16)
    _shuffle(survey, Answer(survey=survey, values=values, is_final=True, code_digest=_digest(code)))
    return Submitted(True, code)


@transaction.atomic
def correct_anonymous(*, code: str, values: dict) -> Survey:
    """Replace the answer that a code names. Raises Refused."""
    answer = find_by_code(code)
    survey = Survey.objects.select_for_update().get(pk=answer.survey_id)
    if not survey.is_open:
        raise Refused(CLOSED)
    answer.values = values
    answer.delete()
    _shuffle(survey, answer)
    return survey


def find_by_code(code: str) -> Answer:
    answer = (
        Answer.objects.filter(code_digest=_digest(code.strip())).select_related("survey").first()
    )
    if answer is None or not code.strip():
        raise Refused("Ce code ne correspond à aucune réponse\u00a0: le recopier en entier.")
    return answer


def _digest(code: str) -> str:
    return hashlib.sha256(f"enquetes.code\n{code}".encode()).hexdigest()


def _shuffle(survey: Survey, answer: Answer) -> None:
    """Write every answer again, in an order drawn at random and under new names.

    Otherwise the order of rows, or the transaction that wrote each one (`xmin` of PostgreSQL),
    would say which answer came with which invitation.
    """
    rows = [*survey.answers.filter(invitation__isnull=True), answer]
    survey.answers.filter(invitation__isnull=True).delete()
    for one in rows:
        one.pk = uuid4()
    _shuffler.shuffle(rows)
    Answer.objects.bulk_create(rows, batch_size=200)
