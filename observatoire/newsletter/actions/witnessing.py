"""Witnesses say where a letter arrived: two clicks, once each letter."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail.actions import Refused as NotSent
from observatoire.mail.actions import post_letter
from observatoire.newsletter import emails
from observatoire.newsletter.actions.refusal import Refused
from observatoire.newsletter.models import Issue, Sighting, Witness

AFTER = timedelta(hours=20)  # a filter may hold a message back for hours
WHILE = timedelta(days=15)


def ask_all() -> int:
    """The witnesses of the letters that left yesterday; how many were asked."""
    now, asked = timezone.now(), 0
    rows = Issue.objects.published().filter(
        witnesses_asked_at=None,
        is_demonstration=False,
        mailing__started_at__lte=now - AFTER,
        mailing__started_at__gte=now - WHILE,
    )
    for issue in rows.order_by("number"):
        asked += ask(issue=issue)
    return asked


@transaction.atomic
def ask(*, issue: Issue) -> int:
    """Whoever marks the letter has it: two workers do not ask twice."""
    mine = Issue.objects.filter(pk=issue.pk, witnesses_asked_at=None)
    if not mine.update(witnesses_asked_at=timezone.now()):
        return 0
    asked = 0
    for witness in Witness.objects.select_related("institution").order_by("email"):
        try:
            post_letter(to=witness.email, letter=emails.witness_letter(witness, issue))
        except NotSent:
            continue
        asked += 1
    return asked


@transaction.atomic
def ask_now(*, by: User, issue: Issue) -> int:
    """Now, without waiting for tomorrow; once."""
    if not issue.is_public:
        raise Refused("La lettre n’est pas encore publique.")
    asked = ask(issue=issue)
    if not asked:
        raise Refused("Aucun témoin à interroger, ou déjà interrogés pour cette lettre.")
    write_audit(by=by, verb="interroger_temoins", ref=Ref("lettre", str(issue.pk)), nombre=asked)
    return asked


@transaction.atomic
def see(*, witness: Witness, issue: Issue, place: str) -> Sighting:
    """The last word is the one that counts: one finds a message after having looked again."""
    if place not in Sighting.Place.values:
        raise Refused("Choisir l’une des trois réponses.")
    given = {"place": place, "at": timezone.now()}
    return Sighting.objects.update_or_create(witness=witness, issue=issue, defaults=given)[0]


@transaction.atomic
def add_witness(*, by: User, witness: Witness) -> Witness:
    witness.email = witness.email.strip().lower()
    witness.save()
    write_audit(by=by, verb="ajouter_temoin", ref=_ref(witness))
    return witness


@transaction.atomic
def remove_witness(*, by: User, witness: Witness) -> None:
    write_audit(by=by, verb="retirer_temoin", ref=_ref(witness))
    witness.delete()


def _ref(witness: Witness) -> Ref:
    return Ref("temoin", str(witness.pk))
