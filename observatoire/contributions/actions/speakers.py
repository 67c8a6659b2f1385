"""Someone is thought of, invited, answers by a link, lays down slides, is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref, registry
from observatoire.contributions import emails
from observatoire.contributions.models import Absence, Attachment, Proposal, Speaker
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import User

State = Speaker.State


@transaction.atomic
def think_of(
    *, by: User | None, owner: Ref, proposal: Proposal | None = None, **fields: str
) -> Speaker:
    """Note someone for an event; from an idea, it is whom the idea names, or who brings it.

    Asked twice for the same idea, it is the same person.
    """
    if proposal is not None:
        known = Speaker.objects.of(owner).filter(proposal=proposal).first()
        if known is not None:
            return known
        fields = _from_idea(proposal) | fields
    speaker = Speaker.objects.create(
        owner_kind=owner.kind, owner_key=owner.key, proposal=proposal, **fields
    )
    write_audit(by=by, verb="pressentir", ref=_ref(speaker))
    return speaker


@transaction.atomic
def invite(*, by: User, speaker: Speaker, occasion: str) -> Speaker:
    """Send the link by which they answer; again, when it was lost: the last link alone opens."""
    held = Speaker.objects.select_for_update().get(pk=speaker.pk)
    if not held.email:
        raise Refused("Donner d’abord une adresse électronique.")
    if held.state == State.THOUGHT_OF:
        held.state = State.INVITED
    held.invited_at = timezone.now()
    held.link_number += 1
    held.save(update_fields=["state", "invited_at", "link_number"])
    registry.tell(held.owner_kind, emails.invited(held, occasion))
    write_audit(by=by, verb="inviter_intervenant", ref=_ref(held))
    return held


@transaction.atomic
def answer_invitation(
    *,
    speaker: Speaker,
    comes: bool,
    fields: dict[str, str],
    absences: Iterable[tuple[datetime, datetime]] = (),
) -> Speaker:
    """By the signed link: yes with what is needed, or no. It may change until the day."""
    held = Speaker.objects.select_for_update().get(pk=speaker.pk)
    for name, value in fields.items():
        setattr(held, name, value)
    held.state = State.CONFIRMED if comes else State.DECLINED
    held.answered_at = timezone.now()
    held.save(update_fields=[*fields, "state", "answered_at"])
    held.absences.all().delete()
    Absence.objects.bulk_create(
        Absence(speaker=held, starts_at=start, ends_at=end) for start, end in absences
    )
    write_audit(by=None, verb="intervenant_repond", ref=_ref(held), vient=comes)
    return held


@transaction.atomic
def confirm_for(*, by: User, speaker: Speaker) -> Speaker:
    """They answered by telephone: the coordination notes it; no permission is supposed."""
    held = Speaker.objects.select_for_update().get(pk=speaker.pk)
    held.state, held.answered_at = State.CONFIRMED, timezone.now()
    held.save(update_fields=["state", "answered_at"])
    write_audit(by=by, verb="intervenant_confirme", ref=_ref(held))
    return held


@transaction.atomic
def lay_slides(*, speaker: Speaker, file: UploadedFile) -> Attachment:
    """The last one laid down is the one shown; those before stay readable by the coordination."""
    laid = Attachment.objects.create(
        speaker=speaker, file=file, title=file.name[-160:], size=file.size
    )
    write_audit(by=None, verb="support_depose", ref=_ref(speaker))
    return laid


@transaction.atomic
def remind(*, by: User | None, speakers: Iterable[Speaker], occasion: str) -> int:
    """Ask again who did not answer, and who sent no slides; the number of messages."""
    told = 0
    for one in speakers:
        held = Speaker.objects.select_for_update().get(pk=one.pk)
        if not held.email or held.state not in {State.INVITED, State.CONFIRMED}:
            continue
        letter = emails.slides_awaited if held.is_sure else emails.answer_awaited
        registry.tell(held.owner_kind, letter(held, occasion))
        held.reminded_at = timezone.now()
        held.save(update_fields=["reminded_at"])
        told += 1
    if told:
        write_audit(by=by, verb="relancer_intervenants", ref=Ref("intervenants", ""), nombre=told)
    return told


def _from_idea(proposal: Proposal) -> dict[str, str]:
    return {
        "full_name": proposal.named_name or proposal.contact_name,
        "email": proposal.named_email or ("" if proposal.named_name else proposal.contact_email),
        "organisation": proposal.organisation,
    }


def _ref(speaker: Speaker) -> Ref:
    return Ref("intervenant", str(speaker.pk))
