"""Ideas are grouped, answered, and become something."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.contributions import emails
from observatoire.contributions.models import Outcome, Proposal
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User

FINAL = (Proposal.Status.KEPT, Proposal.Status.LATER, Proposal.Status.DECLINED)


@transaction.atomic
def answer(
    *, by: User, proposal: Proposal, status: str, text: str, with_others: bool = False
) -> int:
    """Say what became of an idea, and tell its author; the number of ideas answered.

    `with_others`: the ideas grouped with it get the same answer.
    """
    if status not in FINAL:
        raise Refused("Choisir la suite\u00a0: retenue, gardée, ou non retenue.")
    if not text.strip():
        raise Refused("Écrire une phrase à l’auteur\u00a0: une décision sans raison n’aide pas.")
    group = Proposal.objects.filter(same_as=proposal.pk) if with_others else []
    told = 0
    for pk in [proposal.pk, *(one.pk for one in group)]:
        held = Proposal.objects.select_for_update().get(pk=pk)
        if held.status == Proposal.Status.WITHDRAWN:
            continue
        held.status, held.answer = status, text.strip()
        held.answered_at, held.answered_by = timezone.now(), by
        held.save(update_fields=["status", "answer", "answered_at", "answered_by"])
        write_audit(by=by, verb="proposition_repondue", ref=held.ref, suite=status)
        if held.contact_email:
            registry.tell(held.call.owner_kind, emails.answered(held))
        told += 1
    return told


@transaction.atomic
def group_same(*, by: User, lead: Proposal, others: Iterable[Proposal]) -> int:
    """Say that ideas tell of one initiative; they stay, each with its author and its answer."""
    held = list(Proposal.objects.select_for_update().filter(pk__in=[one.pk for one in others]))
    if any(one.call_id != lead.call_id for one in held):
        raise Refused("Ces propositions ne répondent pas au même appel.")
    head = lead.same_as or lead
    moved = [one for one in held if one.pk != head.pk]
    for one in moved:
        Proposal.objects.filter(same_as=one).update(same_as=head)
        one.same_as = head
        one.save(update_fields=["same_as"])
    write_audit(by=by, verb="propositions_reunies", ref=head.ref, nombre=len(moved))
    return len(moved)


@transaction.atomic
def set_apart(*, by: User, proposal: Proposal) -> None:
    """It is an initiative of its own after all."""
    Proposal.objects.filter(pk=proposal.pk).update(same_as=None)
    write_audit(by=by, verb="proposition_separee", ref=proposal.ref)


@transaction.atomic
def become(*, by: User, proposal: Proposal, offer: str, target: str = "") -> Outcome:
    """Make of an idea what a feature offers; a link between the two is kept. Raises Refused."""
    chosen, owner = registry.becomings.get(offer), proposal.call.owner
    if chosen is None or not chosen.fits(owner) or not chosen.may(by):
        raise Refused("Cette suite n’est pas offerte ici.")
    given = {}
    if chosen.targets is not None:
        if target not in dict(chosen.targets(by, owner)):
            raise Refused("Choisir pour qui\u00a0: rien n’a été fait.")
        given["target"] = target
    made = chosen.make(by=by, idea=proposal.ref, **given)
    outcome, _ = Outcome.objects.get_or_create(
        proposal=proposal, kind=made.kind, key=made.key, defaults={"label": chosen.label}
    )
    write_audit(by=by, verb="proposition_devenue", ref=proposal.ref, sorte=made.kind)
    return outcome
