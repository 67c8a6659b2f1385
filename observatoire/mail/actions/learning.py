"""What is learnt of a mailbox from an answer or a return: to set it aside, or to raise an alarm."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.actions.successions import report_dead_address, revive_address
from observatoire.directory.models import Address, User
from observatoire.mail.actions.refusal import Refused
from observatoire.mail.adapters import Outcome
from observatoire.mail.bounces import Bounce, Kind, kind_of
from observatoire.mail.models import DomainAlarm, Incident, Message, Recipient, Suppression

Reason = Suppression.Reason
# A mailbox is set aside at 2: on two different days, its relay said that it does not exist.
LIMIT = 2.0
WEIGHTS = {Kind.GONE: 1.0}
STALE = timedelta(days=180)
QUIET = timedelta(days=30)


def learn_from_answer(*, message: Message, outcome: Outcome) -> None:
    """A relay refused, now or for ever. Inside the transaction that writes the result."""
    kind = kind_of(outcome.status, outcome.reply, code=outcome.code)
    learn(message=message, kind=kind, source="relais", status=outcome.status, text=outcome.reply)


@transaction.atomic
def learn_from_return(*, message: Message, bounce: Bounce, source: str = "retour") -> None:
    """A message came back; it is this mailbox's business, whatever the return says of others."""
    text = bounce.text
    learn(message=message, kind=bounce.kind, source=source, status=bounce.status, text=text)
    if bounce.kind in {Kind.GONE, Kind.BOX, Kind.POLICY, Kind.TECHNICAL} and bounce.is_final:
        Message.objects.filter(
            pk=message.pk, state__in=("accepte", "incertain", "en_cours")
        ).update(
            state=Message.State.BOUNCED,
            settled_at=timezone.now(),
            due=None,
            status=bounce.status[:12],
            reply=text[:500],
            reason=str(bounce.kind.label),
        )


def learn(*, message: Message, kind: Kind, source: str, status: str, text: str) -> None:
    now = timezone.now()
    _, is_new = Incident.objects.get_or_create(
        message=message,
        source=source,
        kind=kind.value,
        status=status[:12],
        defaults={
            "mailbox": message.mailbox,
            "domain": message.domain,
            "text": text[:500],
            "at": now,
        },
    )
    if not is_new:
        return
    if kind == Kind.POLICY:
        _raise_alarm(message.domain, status, text, now)
    elif kind == Kind.COMPLAINT:
        _suppress(message.mailbox, Reason.COMPLAINT, "Signalé par sa messagerie.")
    elif kind in WEIGHTS and _score(message.mailbox, now) >= LIMIT:
        _give_up(message.mailbox, f"{status} {text}".strip())


def _score(mailbox: str, now: datetime) -> float:
    """At most one count a day, the heaviest; what is old, or was lifted since, is forgotten."""
    lifted = Suppression.objects.filter(mailbox=mailbox, lifted_at__isnull=False)
    last = lifted.order_by("-lifted_at").values_list("lifted_at", flat=True).first()
    since = max(filter(None, [now - STALE, last]))
    rows = Incident.objects.filter(
        mailbox=mailbox, at__gt=since, kind__in=[one.value for one in WEIGHTS]
    )
    days: dict = defaultdict(float)
    for kind, at in rows.values_list("kind", "at"):
        day = timezone.localdate(at)
        days[day] = max(days[day], WEIGHTS[Kind(kind)])
    return sum(days.values())


def _give_up(mailbox: str, detail: str) -> None:
    """Nobody is there any more: the directory asks the institution who comes after."""
    if _suppress(mailbox, Reason.BOUNCE, detail):
        report_dead_address(by=None, email=mailbox, reason=detail)


def _suppress(mailbox: str, reason: str, detail: str) -> bool:
    _, is_new = Suppression.objects.get_or_create(
        mailbox=mailbox,
        lifted_at=None,
        defaults={"reason": reason, "detail": detail[:300], "at": timezone.now()},
    )
    return is_new


def _raise_alarm(domain: str, status: str, text: str, now: datetime) -> None:
    """One open alarm per domain, that counts; the mailboxes of the domain are left alone."""
    alarm, is_new = DomainAlarm.objects.get_or_create(
        domain=domain, closed_at=None, defaults={"opened_at": now, "last_at": now}
    )
    DomainAlarm.objects.filter(pk=alarm.pk).update(
        count=F("count") + 1, last_at=now, status=status[:12], text=text[:500]
    )


@transaction.atomic
def close_alarm(*, by: User, alarm: DomainAlarm) -> None:
    if DomainAlarm.objects.filter(pk=alarm.pk, closed_at=None).update(closed_at=timezone.now()):
        write_audit(by=by, verb="clore_alarme", ref=Ref("alarme", alarm.domain))


@transaction.atomic
def suppress_by_hand(*, by: User, mailbox: str) -> None:
    if not _suppress(mailbox, Reason.BY_HAND, ""):
        raise Refused("Cette adresse est déjà écartée.")
    write_audit(by=by, verb="ecarter_adresse", ref=Ref("adresse", "une"))


@transaction.atomic
def lift_suppression(*, by: User, suppression: Suppression) -> None:
    """The way back: letters leave for it again, the directory writes to it again.

    What it did before is forgotten.
    """
    active = Suppression.objects.active().filter(pk=suppression.pk)
    if not active.update(lifted_at=timezone.now()):
        raise Refused("Cette adresse est déjà rétablie.")
    dead = Address.objects.filter(email=suppression.mailbox, dead_since__isnull=False).first()
    if dead is not None and suppression.reason == Reason.BOUNCE:
        revive_address(by=by, address=dead)
    write_audit(by=by, verb="retablir_adresse", ref=Ref("adresse_ecartee", str(suppression.pk)))


@transaction.atomic
def forget_bounces(*, by: User, email: str) -> None:
    """The directory says that it lives: what its returns had set aside comes back.

    What its holder asked for, or complained of, stays: nobody else decides it.
    """
    bounced = Suppression.objects.active().filter(mailbox=email.lower(), reason=Reason.BOUNCE)
    for pk in bounced.values_list("pk", flat=True):
        Suppression.objects.filter(pk=pk).update(lifted_at=timezone.now())
        write_audit(by=by, verb="retablir_adresse", ref=Ref("adresse_ecartee", str(pk)))


def leave_list(*, token: str, how: str) -> Recipient | None:
    """Leave the list at once; done again, it changes nothing. None for an unknown token."""
    Recipient.objects.filter(token=token, left_at=None).update(
        left_at=timezone.now(), left_how=how[:20]
    )
    return Recipient.objects.filter(token=token).first()


def return_to_list(*, token: str) -> Recipient | None:
    Recipient.objects.filter(token=token).update(left_at=None, left_how="")
    return Recipient.objects.filter(token=token).first()


@transaction.atomic
def leave_everything(*, token: str) -> Recipient | None:
    """No letter at all any more; codes that the person asks for still come."""
    recipient = leave_list(token=token, how="tout")
    if recipient is not None:
        _suppress(recipient.mailbox, Reason.ASKED, "")
    return recipient
