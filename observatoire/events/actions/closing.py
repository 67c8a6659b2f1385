"""An event is closed once all that it owes is settled, or waived with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.satisfaction import followup_of
from observatoire.events.models import Event, Waiver
from observatoire.events.queries.after import settlements_of
from observatoire.events.queries.bilan import bilan_of


@transaction.atomic
def waive(*, by: User, event: Event, subject: str, reason: str) -> Waiver:
    """Give up one thing; the reason is written, and read by whoever opens the event."""
    reason = " ".join(reason.split())
    if len(reason) < 10:
        raise Refused("Écrire pourquoi, en une phrase\u00a0: elle reste avec l’événement.")
    if subject not in Waiver.Subject.values:
        raise Refused("Choisir ce que l’on abandonne.")
    found, _ = Waiver.objects.update_or_create(
        event=event, subject=subject, defaults={"reason": reason[:300], "by": by}
    )
    _audit(by, event, "dispenser", objet=subject)
    return found


@transaction.atomic
def take_back_waiver(*, by: User, event: Event, subject: str) -> None:
    """It is owed again."""
    event.waivers.filter(subject=subject).delete()
    _audit(by, event, "reprendre", objet=subject)


@transaction.atomic
def settle_bilan(*, by: User, event: Event) -> None:
    """The figures of the day are kept: what is purged later no longer changes them."""
    if not event.is_over:
        raise Refused("L’événement n’a pas encore eu lieu\u00a0: son bilan ne s’arrête pas.")
    followup = followup_of(event)
    followup.bilan, followup.bilan_at = bilan_of(event).as_json(), timezone.now()
    followup.save(update_fields=["bilan", "bilan_at"])
    _audit(by, event, "arreter_bilan")


@transaction.atomic
def close_event(*, by: User, event: Event) -> Event:
    """The last stage. Raises Refused with all that is still owed."""
    found = Event.objects.select_for_update().get(pk=event.pk)
    if found.stage == Event.Stage.CLOSED:
        raise Refused("Cet événement est déjà clos.")
    if not found.is_over and not found.is_cancelled:
        raise Refused("L’événement n’a pas encore eu lieu.")
    owed = [one for one in settlements_of(found) if not one.is_settled]
    if owed:
        words = " ".join(f"{one.label}\u00a0: {one.sentence}" for one in owed)
        raise Refused(f"Reste à régler, ou à abandonner avec une raison. {words}")
    found.stage, found.closed_at = Event.Stage.CLOSED, timezone.now()
    found.save()
    Generation.advance()
    _audit(by, found, "clore")
    return found


def _audit(by: User | None, event: Event, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("evenement", str(event.pk)), **details)
