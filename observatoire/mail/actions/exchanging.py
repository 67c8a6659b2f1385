"""From a row to a departure and back: claim and result are two commits, never one.

A message is « en cours » before the relay is spoken to. Killed at any instant, we find it so: a
proof settles it, or a person does. Nothing else ever sends it a second time.

One commit serves several couriers: what each was answered, and what each takes next. A courier
never holds more than one message, so a kill leaves at most one in doubt per courier. Its three
statements are written by hand: composing them again for each message took longer than a relay.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from observatoire.base.registry import registry
from observatoire.mail import emails
from observatoire.mail.actions.learning import learn_from_answer
from observatoire.mail.adapters import Departure, Fate, Outcome
from observatoire.mail.models import Message, Prepared

State = Message.State
_writing = threading.RLock()
# Minutes to wait after a refusal for now; a greylist opens within five, a full mailbox in a day.
LADDER = (2, 5, 15, 30, 60, 120, 240, 480, 720)

# Looked at now, not when it was prepared: who left, who is set aside, whose mailing is paused.
NEXT = """
SELECT m.id, m.kind, m.attempts, m.message_id, m.sender, m.mailbox, p.content,
       g.ref_kind, g.ref_key, g.is_restricted,
       EXISTS (SELECT 1 FROM mail_suppression s
               WHERE s.mailbox = m.mailbox AND s.lifted_at IS NULL) AS is_suppressed,
       EXISTS (SELECT 1 FROM mail_recipient r
               WHERE r.token = m.list_token AND m.list_token <> '' AND r.left_at IS NOT NULL)
           AS has_left
FROM mail_message m
LEFT JOIN mail_mailing g ON g.id = m.mailing_id
LEFT JOIN mail_prepared p ON p.message_id = m.id
WHERE m.due <= %s AND (m.mailing_id IS NULL OR g.state = 'en_cours')
ORDER BY m.priority, m.due, m.id
LIMIT %s
"""
TAKEN_BY_NO_OTHER = " FOR NO KEY UPDATE OF m SKIP LOCKED"
TAKE = """
UPDATE mail_message
SET state = 'en_cours', due = NULL, claimed_at = %s, claimed_by = %s, attempts = attempts + 1
WHERE id IN
"""
# What both databases call the columns of a table written in a statement: column1, column2…
ACCEPT = """
UPDATE mail_message
SET state = 'accepte', reason = '', settled_at = %s, code = said.column3, status = said.column4,
    reply = said.column5, relay_id = said.column6
FROM (VALUES {rows}) AS said
WHERE mail_message.id = said.column1 AND claimed_at = said.column2 AND claimed_by = %s
  AND state IN ('en_cours', 'incertain')
"""
SAID = "(%s, %s, %s, %s, %s, %s)"
# PostgreSQL is asked once instead of five times: answers, what is next, and taking what nothing
# forbids. A row that has something to be looked at is left, and looked at alone.
AT_ONCE = "".join(
    [
        "WITH {accepted} next AS (",
        NEXT,
        TAKEN_BY_NO_OTHER,
        """),
taken AS (
    UPDATE mail_message m
    SET state = 'en_cours', due = NULL, claimed_at = %s, claimed_by = %s, attempts = m.attempts + 1
    FROM next
    WHERE m.id = next.id
      AND NOT next.is_suppressed AND NOT next.has_left AND COALESCE(next.ref_kind, '') = ''
)
SELECT * FROM next
""",
    ]
)


@dataclass(frozen=True)
class Waiting:
    """A row of NEXT, in its order."""

    key: object
    kind: str
    attempts: int
    message_id: str
    sender: str
    mailbox: str
    packed: bytes | None
    ref_kind: str | None
    ref_key: str | None
    is_restricted: bool | None
    is_suppressed: bool
    has_left: bool

    @property
    def is_free(self) -> bool:
        """Nothing forbids it; what might is looked at by `_exclusion`."""
        return not (self.is_suppressed or self.has_left or self.ref_kind)


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to carry, and nobody else's."""

    waiting: Waiting
    at: datetime
    packed: bytes

    @property
    def pk(self) -> UUID:
        key = self.waiting.key
        return key if isinstance(key, UUID) else UUID(str(key))

    @property
    def departure(self) -> Departure:
        return Departure(
            identifier=str(self.pk),
            message_id=self.waiting.message_id,
            sender=self.waiting.sender,
            recipient=self.waiting.mailbox,
            content=emails.unpack(self.packed),
        )


@dataclass(frozen=True)
class Answered:
    """What became of a message that we carried."""

    claimed: Claimed
    outcome: Outcome


def exchange(*, courier: str, answered: Sequence[Answered], wanted: int) -> list[Claimed]:
    """Write what relays answered, and take as many messages as there are free hands."""
    claimed: list[Claimed] = []
    if connection.vendor == "postgresql" and all(map(_is_plain, answered)):
        claimed, is_enough = _at_once(courier, answered, wanted)
        if is_enough:
            return claimed
        answered = ()
    with one_writer(), transaction.atomic():
        _settle(courier, answered)
        return claimed + _claim(courier, wanted - len(claimed))


def _at_once(courier: str, answered: Sequence[Answered], wanted: int) -> tuple[list[Claimed], bool]:
    """The usual case in one statement, its own transaction; and whether nothing else is to do."""
    now = timezone.now()
    accepted, given = "", []
    if answered:
        asked, given = _acceptance(courier, answered, now)
        accepted = f"accepted AS ({asked}),"
    with connection.cursor() as cursor:
        asked = AT_ONCE.format(accepted=accepted)
        cursor.execute(asked, [*given, now, wanted, now, courier])
        found = [Waiting(*row) for row in cursor.fetchall()]
    free = [one for one in found if one.is_free]
    claimed = [Claimed(one, now, one.packed or _written(one, now)) for one in free]
    return claimed, len(free) == len(found)


def one_writer():
    """SQLite has one writer: those of a process wait for each other, not for its sleeps."""
    return _writing if connection.vendor == "sqlite" else nullcontext()


def _settle(courier: str, answered: Sequence[Answered]) -> None:
    now = timezone.now()
    plain = [one for one in answered if _is_plain(one)]
    if plain:
        with connection.cursor() as cursor:
            cursor.execute(*_acceptance(courier, plain, now))
    for one in answered:
        if not _is_plain(one):
            _settle_one(courier, one, now)


def _is_plain(one: Answered) -> bool:
    return one.outcome.fate == Fate.ACCEPTED and one.claimed.waiting.kind != Message.Kind.CODE


def _acceptance(courier: str, plain: Sequence[Answered], now: datetime) -> tuple[str, list]:
    """The statement that writes that these were accepted, and what it is given."""
    hour = connection.ops.adapt_datetimefield_value
    given = [hour(now)]
    for one in plain:
        said = one.outcome
        given += [one.claimed.waiting.key, hour(one.claimed.at), said.code]
        given += [said.status[:12], said.reply[:500], said.relay_id[:200]]
    return ACCEPT.format(rows=", ".join([SAID] * len(plain))), [*given, courier]


def _settle_one(courier: str, one: Answered, now: datetime) -> None:
    """All that is not « accepté », and codes. Nothing is written if it was taken from us."""
    outcome, message = one.outcome, Message.objects.get(pk=one.claimed.pk)
    ours = Message.objects.filter(
        pk=message.pk,
        claimed_by=courier,
        claimed_at=one.claimed.at,
        state__in=(State.SENDING, State.DOUBTFUL),
    )
    changes = _changes(message, outcome, now) | {
        "code": outcome.code,
        "status": outcome.status[:12],
        "reply": outcome.reply[:500],
        "relay_id": outcome.relay_id[:200],
    }
    if not ours.update(**changes):
        return
    if outcome.fate in {Fate.REFUSED, Fate.DEFERRED} and outcome.code:
        learn_from_answer(message=message, outcome=outcome)
    if message.kind == Message.Kind.CODE and "settled_at" in changes and not settings.DEMONSTRATION:
        # A code is read by its owner alone; the demonstration shows it: nobody receives it.
        Prepared.objects.filter(message=message).delete()


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


def _claim(courier: str, wanted: int) -> list[Claimed]:
    """As many as wanted, or all that is left; those that must not leave are set aside."""
    claimed: list[Claimed] = []
    while len(claimed) < wanted:
        now = timezone.now()
        found = _next(now, wanted - len(claimed))
        if not found:
            break
        reasons = [_exclusion(one) for one in found]
        for one, reason in zip(found, reasons, strict=True):
            if reason:
                _exclude(one, reason)
        kept = [one for one, reason in zip(found, reasons, strict=True) if not reason]
        _take(courier, kept, now)
        claimed += [Claimed(one, now, one.packed or _written(one, now)) for one in kept]
    return claimed


def _next(now: datetime, limit: int) -> list[Waiting]:
    is_shared = connection.features.has_select_for_update_skip_locked
    asked = NEXT + TAKEN_BY_NO_OTHER if is_shared else NEXT
    with connection.cursor() as cursor:
        cursor.execute(asked, [connection.ops.adapt_datetimefield_value(now), limit])
        return [Waiting(*row) for row in cursor.fetchall()]


def _take(courier: str, kept: Sequence[Waiting], now: datetime) -> None:
    if not kept:
        return
    given = [connection.ops.adapt_datetimefield_value(now), courier]
    these = ", ".join(["%s"] * len(kept))
    with connection.cursor() as cursor:
        cursor.execute(f"{TAKE} ({these})", given + [one.key for one in kept])


def _exclusion(one: Waiting) -> str:
    """Why this message must not leave after all."""
    if one.is_suppressed and one.kind != Message.Kind.CODE:
        return "adresse écartée"
    if one.has_left:
        return "désabonné"
    if not one.ref_kind:
        return ""
    may = registry.rights.get(one.ref_kind)
    if may is None:
        return "droit invérifiable" if one.is_restricted else ""
    return "" if may(one.mailbox, one.ref_key) else "n’a plus le droit de le recevoir"


def _exclude(one: Waiting, reason: str) -> None:
    message = Message.objects.filter(pk=one.key)
    message.update(state=State.EXCLUDED, reason=reason, due=None, settled_at=timezone.now())
    Prepared.objects.filter(message=one.key).delete()


def _written(one: Waiting, now: datetime) -> bytes:
    # Not kept: whoever writes ahead may be keeping the same, and we would wait for each other.
    message = Message.objects.select_related("mailing").get(pk=one.key)
    return emails.pack(emails.write_one(message.mailing, message, now=now))
