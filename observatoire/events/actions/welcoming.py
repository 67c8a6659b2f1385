"""The day itself, and what is kept of it: arrivals, slides, photographs, the synthesis."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from observatoire.base.models import Document, Generation, Image
from observatoire.base.registry import Ref
from observatoire.contributions.models import Attachment
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Conference, Event, Photograph, Registration, Session


@transaction.atomic
def note_arrivals(
    *, by: User, event: Event, arrivals: Iterable[tuple[UUID, datetime | None]]
) -> set[UUID]:
    """Who arrived, and when the door saw them; without an hour, they were ticked by mistake.

    The first hour stands: a telephone that comes back to the network may say again what another
    one said before. The registrations that this event knows are returned.
    """
    now, known = timezone.now(), set()
    for key, at in arrivals:
        rows = Registration.objects.filter(pk=key, event=event).exclude(
            state=Registration.State.CANCELLED
        )
        if not rows.exists():
            continue
        known.add(key)
        if at is None:
            rows.update(checked_in_at=None)
        else:
            moment = min(at, now)  # a clock that is ahead does not write tomorrow
            rows.filter(Q(checked_in_at=None) | Q(checked_in_at__gt=moment)).update(
                checked_in_at=moment
            )
    if known:
        write_audit(by=by, verb="arrivees", ref=_ref(event), nombre=len(known))
    return known


@transaction.atomic
def save_conference(*, by: User, conference: Conference) -> Conference:
    conference.save()
    write_audit(by=by, verb="conference_ecrite", ref=_ref(conference.event))
    Generation.advance()
    return conference


@transaction.atomic
def publish_synthesis(*, by: User, conference: Conference) -> Conference:
    """It becomes a card: the base and the letter find it there."""
    if not conference.lines:
        raise Refused("Écrire d’abord la synthèse\u00a0: cinq lignes, une idée par ligne.")
    if conference.synthesis_published_at is None:
        conference.synthesis_published_at = timezone.now()
        conference.save(update_fields=["synthesis_published_at"])
        write_audit(by=by, verb="synthese_publiee", ref=_ref(conference.event))
        Generation.advance()
    return conference


@transaction.atomic
def publish_slides(*, by: User, session: Session, attachment: Attachment) -> Document:
    """Lay a speaker's slides on the page of the day: as a document, found like any other.

    What they refused to have broadcast is not laid there.
    """
    if attachment.speaker.may_broadcast == "non":
        raise Refused("L’intervenant n’accepte pas la diffusion\u00a0: lui demander d’abord.")
    with attachment.file.open("rb") as laid:
        file = ContentFile(laid.read(), name=attachment.title)
    title = f"{session.title} (support)"[:255]
    document = Document.objects.create(title=title, file=file, uploaded_by_user=by)
    Session.objects.filter(pk=session.pk).update(slides=document)
    write_audit(by=by, verb="support_publie", ref=_ref(session.event))
    Generation.advance()
    return document


@transaction.atomic
def add_photograph(*, by: User, event: Event, file, description: str) -> Photograph:
    image = Image.objects.create(title=description, file=file, uploaded_by_user=by)
    order = event.photographs.count()
    made = Photograph.objects.create(event=event, image=image, description=description, order=order)
    write_audit(by=by, verb="photographie_ajoutee", ref=_ref(event))
    Generation.advance()
    return made


@transaction.atomic
def remove_photograph(*, by: User, photograph: Photograph) -> None:
    """Someone on it changed their mind: the picture itself goes."""
    event, image = photograph.event, photograph.image
    photograph.delete()
    image.delete()
    write_audit(by=by, verb="photographie_retiree", ref=_ref(event))
    Generation.advance()


def _ref(event: Event) -> Ref:
    return Ref("evenement", str(event.pk))
