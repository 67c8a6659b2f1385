"""An idea arrives, changes, is taken back. The hour at which it arrived decides, nothing else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from observatoire.base.registry import registry
from observatoire.contributions import emails
from observatoire.contributions.models import Attachment, Call, Proposal
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User

TOO_LATE = "L’appel est clos\u00a0: rien n’a été enregistré ni changé."


@transaction.atomic
def propose(
    *,
    by: User | None,
    call: Call,
    arrived_at: datetime,
    form_key: UUID,
    fields: dict,
    file: UploadedFile | None = None,
) -> Proposal:
    """Take an idea that arrived while the call was open. Raises Refused.

    The call's row is held, so that its hours cannot change meanwhile and numbers follow. The same
    form sent twice is one idea.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if known := Proposal.objects.filter(form_key=form_key, call=call).first():
        return known
    if not call.takes_at(arrived_at):
        raise Refused(TOO_LATE)
    last = call.proposals.aggregate(last=Max("number"))["last"] or 0
    proposal = Proposal.objects.create(
        call=call,
        account=by,
        form_key=form_key,
        number=last + 1,
        received_at=arrived_at,
        changed_at=arrived_at,
        **fields,
    )
    _lay(proposal, file)
    write_audit(by=by, verb="proposer", ref=proposal.ref, appel=call.slug)
    if proposal.contact_email:
        registry.tell(call.owner_kind, emails.received(proposal))
    return proposal


@transaction.atomic
def revise(
    *, proposal: Proposal, arrived_at: datetime, fields: dict, file: UploadedFile | None = None
) -> Proposal:
    """Change an idea, by its author's link, while the call is open. Raises Refused."""
    held = _held_open(proposal, arrived_at)
    for name, value in fields.items():
        setattr(held, name, value)
    held.changed_at = arrived_at
    held.save(update_fields=[*fields, "changed_at"])
    _lay(held, file)
    write_audit(by=None, verb="proposition_changee", ref=held.ref)
    return held


@transaction.atomic
def take_back(*, proposal: Proposal, arrived_at: datetime) -> Proposal:
    """Its author no longer proposes it: their names go at once, the idea waits for nobody."""
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.is_answered:
        raise Refused("Cette proposition a déjà sa réponse\u00a0: nous écrire pour la retirer.")
    held.status = Proposal.Status.WITHDRAWN
    held.changed_at = arrived_at
    held.contact_name = held.contact_email = held.named_name = held.named_email = ""
    held.link_number += 1
    held.save()
    Attachment.objects.filter(proposal=held).delete()
    write_audit(by=None, verb="proposition_retiree", ref=held.ref)
    return held


def _held_open(proposal: Proposal, arrived_at: datetime) -> Proposal:
    call = Call.objects.select_for_update().get(pk=proposal.call_id)
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    held.call = call
    if not call.takes_at(arrived_at) or held.is_answered:
        raise Refused(TOO_LATE)
    if held.status == Proposal.Status.WITHDRAWN:
        raise Refused("Cette proposition est retirée.")
    return held


def _lay(proposal: Proposal, file: UploadedFile | None) -> None:
    """One file by idea: a new one takes the place of the last."""
    if file is not None:
        Attachment.objects.filter(proposal=proposal).delete()
        Attachment.objects.create(
            proposal=proposal, file=file, title=file.name[-160:], size=file.size
        )
