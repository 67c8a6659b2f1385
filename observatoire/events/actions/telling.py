"""Each registrant is told what became of their registration: once for each change.

What they were told stands on their row, written in the same transaction as the message. A process
that dies before it is taken over by the recurring work: nobody is forgotten, nobody told twice.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.events import emails
from observatoire.events.actions import refusal as events_refusal
from observatoire.events.models import Intervention, Registration, Reminder
from observatoire.events.queries import calendar, owed
from observatoire.events.queries.links import own_address, token_of
from observatoire.mail.actions import Refused, post_letter
from observatoire.mail.envelope import Attachment

logger = logging.getLogger(__name__)
State = Registration.State
BATCH = 200  # in one round: what is left waits for the next


def tell_after_commit(pk: UUID) -> None:
    transaction.on_commit(lambda: tell(pk=pk))


@transaction.atomic
def tell(*, pk: UUID) -> bool:
    """Write to one registrant if something is new to them; whether it was."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("event")
    one = rows.filter(pk=pk, purged_at=None).first()
    if one is None or not one.email:
        return False
    now_is = one.state, one.sequence + one.event.sequence
    if (one.told_state, one.told_sequence) == now_is:
        return False
    try:
        with transaction.atomic():
            _write(one)
    except Refused:
        # An address that no relay takes: said once in the log, without the address.
        logger.warning("Une inscription n’a pas pu être confirmée par courriel\u00a0: %s.", one.pk)
    one.told_state, one.told_sequence = now_is
    one.save(update_fields=["told_state", "told_sequence"])
    return True


def _write(one: Registration) -> None:
    event, page = one.event, own_address(one)
    gone = event.is_cancelled or one.state == State.CANCELLED
    if event.is_cancelled:
        letter = emails.called_off(one)
    elif one.state == State.CANCELLED:
        letter = emails.cancelled(one)
    elif one.state == State.WAITING:
        letter = emails.waiting(one, page)
    elif one.told_state == State.CONFIRMED:
        letter = emails.changed(one, page)
    else:
        letter = emails.confirmed(one, page)
    # Who only ever waited holds nothing in their calendar.
    held = one.confirmed_at is not None and event.starts_at is not None
    attachments = [_file(one, is_cancelled=gone)] if held else []
    post_letter(to=one.email, letter=letter, attachments=attachments)


def _file(one: Registration, *, is_cancelled: bool) -> Attachment:
    content = calendar.own_file(one, is_cancelled=is_cancelled)
    method = "CANCEL" if is_cancelled else "REQUEST"
    return Attachment("invitation.ics", content, f"text/calendar; method={method}; charset=utf-8")


def tell_everyone() -> int:
    """Those who were not told: a change of the whole event, or a process that died."""
    keys = list(owed.untold(timezone.now()).values_list("pk", flat=True)[:BATCH])
    return sum(tell(pk=key) for key in keys)


def remind_everyone() -> int:
    """The reminders whose hour has come; how many left. Done again, it sends none."""
    now, sent = timezone.now(), 0
    for event in owed.coming_events(now):
        kind = owed.current_kind(event, now)
        for one in owed.to_remind(event, kind)[:BATCH] if kind else ():
            one.event = event
            sent += _remind(one, kind)
    return sent


def _remind(one: Registration, kind: str) -> bool:
    """The row and the message are written together; a second worker finds the row and goes on."""
    try:
        with transaction.atomic():
            Reminder.objects.create(registration=one, kind=kind, starts_at=one.event.starts_at)
            post_letter(to=one.email, letter=emails.reminder(one, kind, own_address(one)))
    except IntegrityError:
        return False
    except Refused:
        logger.warning("Un rappel n’a pas pu être écrit\u00a0: %s.", one.pk)
        return False
    return True


@transaction.atomic
def inform_speaker(*, by: User, intervention: Intervention) -> bool:
    """Give a speaker the link of their screen. Raises Refused without an address."""
    event = intervention.session.event
    if not intervention.email:
        raise events_refusal.Refused("Donner d’abord son adresse électronique.")
    page = f"{settings.SITE_ADDRESS}/evenements/intervenant/{token_of(intervention)}/"
    try:
        post_letter(to=intervention.email, letter=emails.speaker(intervention, page))
    except Refused as refusal:
        raise events_refusal.Refused(str(refusal)) from refusal
    ref = Ref("evenement", str(event.pk))
    write_audit(by=by, verb="envoyer_ecran", ref=ref, intervention=str(intervention.pk))
    return True
