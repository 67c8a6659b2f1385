"""A mailing from its hour to its end: opened, written ahead, closed; and what doubts become."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from observatoire.base.models import WorkerLease
from observatoire.mail import emails
from observatoire.mail.actions.exchanging import one_writer
from observatoire.mail.adapters import Proof, evidence
from observatoire.mail.models import Mailing, Message, Prepared

State = Message.State
LATE = timedelta(hours=1)
ASK_AGAIN = timedelta(days=7)
BATCH = 50
WAITING = (State.READY, State.SENDING, State.DEFERRED)


def settle_lost() -> int:
    """Decide on what a dead courier had in hand, and ask again about what is in doubt."""
    now = timezone.now()
    alive = WorkerLease.objects.filter(
        beat_at__gte=now - timedelta(seconds=settings.LEASE_SECONDS)
    ).values("worker_id")
    lost = Message.objects.filter(state=State.SENDING).exclude(claimed_by__in=alive)
    lost.update(state=State.DOUBTFUL, settled_at=now, reason="arrêt du travailleur en plein envoi")
    recent = Message.objects.in_doubt().filter(claimed_at__gte=now - ASK_AGAIN)
    return _settle_by_proof(list(recent.order_by("claimed_at", "id")[:500]), now)


def _settle_by_proof(doubtful: list[Message], now: datetime) -> int:
    if not doubtful:
        return 0
    oldest = min(one.claimed_at for one in doubtful)
    proofs = evidence().settle([one.message_id for one in doubtful], since=oldest)
    old_enough = now - timedelta(seconds=settings.MAIL_PROOF_SECONDS)
    settled = 0
    for one in doubtful:
        proof = proofs[one.message_id]
        same = Message.objects.in_doubt().filter(pk=one.pk, claimed_at=one.claimed_at)
        if proof == Proof.LEFT:
            reason = "établi par le journal du relais"
            settled += same.update(state=State.ACCEPTED, settled_at=now, reason=reason)
        elif proof == Proof.NEVER_LEFT and one.claimed_at <= old_enough:
            settled += _give_back(same, one, now)
    return settled


def _give_back(same, message: Message, now: datetime) -> int:
    """It never left: it leaves, even if its mailing was thought over; unless it was cancelled."""
    over = Mailing.objects.filter(pk=message.mailing_id)
    if over.filter(state=Mailing.State.CANCELLED).exists():
        return same.update(state=State.EXCLUDED, settled_at=now, reason="envoi annulé")
    over.filter(state=Mailing.State.DONE).update(state=Mailing.State.RUNNING, finished_at=None)
    reason = "jamais arrivé au relais"
    return same.update(state=State.READY, due=now, settled_at=None, reason=reason)


def start_due_mailings() -> None:
    """Open the mailings whose hour has come; one that is late waits for a person."""
    now = timezone.now()
    due = Mailing.objects.filter(state=Mailing.State.SCHEDULED, due__lte=now)
    due.filter(due__lt=now - LATE).update(state=Mailing.State.LATE)
    for pk in due.order_by("due", "id").values_list("pk", flat=True):
        start_mailing(pk)


@transaction.atomic
def start_mailing(pk) -> None:
    now = timezone.now()
    begun = Mailing.objects.filter(pk=pk, state=Mailing.State.SCHEDULED)
    if begun.update(state=Mailing.State.RUNNING, started_at=now):
        Message.objects.filter(mailing=pk, state=State.READY, due=None).update(due=now)


def write_ahead(stopped, *, most: int | None = None) -> int:
    """Write and sign what is about to leave, a batch at a time; how many were written.

    With `most`, the batch that reaches it is the last.
    """
    written = 0
    mailings: dict[UUID, Mailing] = {}
    waiting = Message.objects.filter(
        mailing__state=Mailing.State.RUNNING, state=State.READY, prepared=None
    )
    while not stopped() and (most is None or written < most):
        batch = list(waiting.order_by("priority", "due", "id")[:BATCH])
        if not batch:
            break
        # Read once: it is frozen, and a copy with each message weighed a hundred megabytes.
        mailings |= Mailing.objects.in_bulk({one.mailing_id for one in batch} - mailings.keys())
        rows = [_prepared(mailings[one.mailing_id], one) for one in batch]
        with one_writer():
            Prepared.objects.bulk_create(rows, ignore_conflicts=True)
        written += len(rows)
    return written


def _prepared(mailing: Mailing, message: Message) -> Prepared:
    """Its message by name only: holding each other, both would wait for the garbage collector."""
    written = emails.write_one(mailing, message, now=timezone.now())
    return Prepared(message_id=message.pk, content=emails.pack(written))


def finish_mailings() -> int:
    """Close the mailings of which nothing is left to send."""
    waits = Message.objects.filter(mailing=OuterRef("pk"), state__in=WAITING)
    over = Mailing.objects.filter(~Q(Exists(waits)), state=Mailing.State.RUNNING)
    return over.update(state=Mailing.State.DONE, finished_at=timezone.now())
