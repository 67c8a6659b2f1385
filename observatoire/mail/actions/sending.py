"""From a row to a departure and back: claim and result are two commits, never one.

A message is « en cours » before the relay is spoken to. Killed at any instant, we find it so: a
proof settles it, or a person does. Nothing else ever sends it a second time.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from observatoire.base.models import WorkerLease
from observatoire.base.registry import registry
from observatoire.mail import emails
from observatoire.mail.actions.learning import learn_from_answer
from observatoire.mail.adapters import Departure, Fate, Outcome, Proof, evidence
from observatoire.mail.models import Mailing, Message, Prepared, Recipient, Suppression

State = Message.State
# Minutes to wait after a refusal for now; a greylist opens within five, a full mailbox in a day.
LADDER = (2, 5, 15, 30, 60, 120, 240, 480, 720)
LATE = timedelta(hours=1)
ASK_AGAIN = timedelta(days=7)
BATCH = 50
_writing = threading.RLock()
WAITING = (State.READY, State.SENDING, State.DEFERRED)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to carry, and nobody else's."""

    message: Message
    departure: Departure


def claim(*, courier: str) -> Claimed | None:
    """Take the next message, or nothing. Committed before the relay hears of it."""
    with _one_writer(), transaction.atomic():
        return _claim(courier)


def settle_and_claim(
    *, courier: str, claimed: Claimed, outcome: Outcome, goes_on: bool
) -> Claimed | None:
    """The result of one message and the claim of the next: one commit, for two messages."""
    with _one_writer(), transaction.atomic():
        settle(courier=courier, claimed=claimed, outcome=outcome)
        return _claim(courier) if goes_on else None


def _one_writer():
    """SQLite has one writer: couriers of a process wait for each other, not for its sleeps."""
    return _writing if connection.vendor == "sqlite" else nullcontext()


def _claim(courier: str) -> Claimed | None:
    while True:
        message = _next()
        if message is None:
            return None
        if reason := _exclusion(message):
            _exclude(message, reason)
            continue
        return _taken(message, courier)


def _next() -> Message | None:
    now = timezone.now()
    found = (
        Message.objects.claimable(now)
        .select_related("mailing", "prepared")
        .defer("mailing__html", "mailing__text")
    )
    found = found.annotate(
        is_suppressed=Exists(Suppression.objects.active().filter(mailbox=OuterRef("mailbox"))),
        has_left=Exists(
            Recipient.objects.filter(token=OuterRef("list_token"), left_at__isnull=False)
        ),
    ).order_by("priority", "due", "id")
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True, of=("self",), no_key=True)
    return found.first()


def _exclusion(message: Message) -> str:
    """Why this message must not leave after all; looked at now, not when it was prepared."""
    if message.is_suppressed and message.kind != Message.Kind.CODE:
        return "adresse écartée"
    if message.list_token and message.has_left:
        return "désabonné"
    mailing = message.mailing
    if mailing is None or not mailing.ref_kind:
        return ""
    may = registry.rights.get(mailing.ref_kind)
    if may is None:
        return "droit invérifiable" if mailing.is_restricted else ""
    return "" if may(message.mailbox, mailing.ref_key) else "n’a plus le droit de le recevoir"


def _exclude(message: Message, reason: str) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=State.EXCLUDED, reason=reason, due=None, settled_at=timezone.now()
    )
    Prepared.objects.filter(message=message).delete()


def _taken(message: Message, courier: str) -> Claimed:
    content = _content(message)
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING,
        due=None,
        claimed_at=timezone.now(),
        claimed_by=courier,
        attempts=message.attempts + 1,
    )
    message.attempts += 1
    departure = Departure(
        identifier=str(message.pk),
        message_id=message.message_id,
        sender=message.sender,
        recipient=message.mailbox,
        content=content,
    )
    return Claimed(message, departure)


def _content(message: Message) -> bytes:
    if hasattr(message, "prepared"):
        return emails.unpack(message.prepared.content)
    # Not kept: whoever writes ahead may be keeping the same, and we would wait for each other.
    return emails.write_one(message.mailing, message, now=timezone.now())


def settle(*, courier: str, claimed: Claimed, outcome: Outcome) -> bool:
    """Write what the relay answered. False if the message was taken from us meanwhile."""
    message, now = claimed.message, timezone.now()
    ours = Message.objects.filter(
        pk=message.pk, claimed_by=courier, state__in=(State.SENDING, State.DOUBTFUL)
    )
    changes = _changes(message, outcome, now) | {
        "code": outcome.code,
        "status": outcome.status[:12],
        "reply": outcome.reply[:500],
        "relay_id": outcome.relay_id[:200],
    }
    with transaction.atomic():
        if not ours.update(**changes):
            return False
        if outcome.fate in {Fate.REFUSED, Fate.DEFERRED} and outcome.code:
            learn_from_answer(message=message, outcome=outcome, now=now)
        if outcome.fate == Fate.ACCEPTED and message.kind == Message.Kind.CODE:
            _forget_code(message)
    return True


def _changes(message: Message, outcome: Outcome, now: datetime) -> dict:
    fate = outcome.fate
    if fate == Fate.NOT_SENT:
        return {"state": State.READY, "due": now, "attempts": message.attempts - 1}
    if fate == Fate.DEFERRED and message.attempts <= len(LADDER):
        wait = timedelta(minutes=LADDER[message.attempts - 1])
        return {"state": State.DEFERRED, "due": now + wait, "reason": "refusé pour l’instant"}
    if fate == Fate.DEFERRED:
        return {"state": State.REFUSED, "settled_at": now, "reason": "refusé à chaque essai"}
    if fate == Fate.DOUBTFUL:
        reason = "coupé avant la réponse du relais"
        return {"state": State.DOUBTFUL, "settled_at": now, "reason": reason}
    state = State.ACCEPTED if fate == Fate.ACCEPTED else State.REFUSED
    return {"state": state, "settled_at": now, "reason": ""}


def _forget_code(message: Message) -> None:
    """A code is read by its owner alone; the demonstration shows it, since nobody receives it."""
    if not settings.DEMONSTRATION:
        Prepared.objects.filter(message=message).delete()


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


def write_ahead(stopped) -> int:
    """Write and sign what is about to leave, a batch at a time; how many were written."""
    written = 0
    waiting = Message.objects.filter(
        mailing__state=Mailing.State.RUNNING, state=State.READY, prepared=None
    ).select_related("mailing")
    while not stopped():
        batch = list(waiting.order_by("priority", "due", "id")[:BATCH])
        if not batch:
            break
        now = timezone.now()
        rows = [
            Prepared(message=one, content=emails.pack(emails.write_one(one.mailing, one, now=now)))
            for one in batch
        ]
        Prepared.objects.bulk_create(rows, ignore_conflicts=True)
        written += len(rows)
    return written


def finish_mailings() -> int:
    """Close the mailings of which nothing is left to send."""
    waits = Message.objects.filter(mailing=OuterRef("pk"), state__in=WAITING)
    over = Mailing.objects.filter(~Q(Exists(waits)), state=Mailing.State.RUNNING)
    return over.update(state=Mailing.State.DONE, finished_at=timezone.now())
