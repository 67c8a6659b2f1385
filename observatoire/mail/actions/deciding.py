"""What a person decides of a mailing: to confirm, schedule, pause, resume, cancel, settle."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail import emails
from observatoire.mail.actions.posting import Content, post
from observatoire.mail.actions.refusal import Refused
from observatoire.mail.letter import fill_html, fill_text
from observatoire.mail.models import Mailing, Message, Prepared
from observatoire.mail.rules import may_send

State = Mailing.State
MOST_TESTS = 5
NOT_YOURS = "Faire partir un envoi à plusieurs demande un droit que ce compte n’a pas."


@transaction.atomic
def confirm_mailing(
    *, by: User, mailing: Mailing, count: int, due: datetime | None = None
) -> Mailing:
    """The second confirmation: who sends says to how many. Fifty at once open one mailing."""
    found = _locked(mailing, by, State.DRAFT, State.LATE)
    waiting = found.messages.filter(state=Message.State.READY).count()
    if count != waiting:
        raise Refused(
            f"Vous avez écrit {count}, l’envoi part à {waiting}\u00a0: vérifier, puis confirmer."
        )
    if not waiting:
        raise Refused("Cet envoi n’a plus aucun destinataire.")
    now = timezone.now()
    if due is not None and due <= now:
        raise Refused(
            "Cette heure est passée\u00a0: en choisir une autre, ou envoyer tout de suite."
        )
    found.state, found.due = State.SCHEDULED, due or now
    found.save(update_fields=["state", "due"])
    _audit(found, by, "confirmer_envoi", destinataires=waiting)
    return found


@transaction.atomic
def withdraw_mailing(*, by: User, mailing: Mailing) -> Mailing:
    """A scheduled mailing goes back to be confirmed: nothing of it has left."""
    found = _locked(mailing, by, State.SCHEDULED, State.LATE)
    found.state, found.due = State.DRAFT, None
    found.save(update_fields=["state", "due"])
    _audit(found, by, "deprogrammer_envoi")
    return found


@transaction.atomic
def pause_mailing(*, by: User, mailing: Mailing) -> Mailing:
    """Nothing more is claimed; what a courier has in hand this second may still leave."""
    found = _locked(mailing, by, State.RUNNING)
    found.state = State.PAUSED
    found.save(update_fields=["state"])
    _audit(found, by, "suspendre_envoi")
    return found


@transaction.atomic
def resume_mailing(*, by: User, mailing: Mailing) -> Mailing:
    """The rest leaves, with the date of the day."""
    found = _locked(mailing, by, State.PAUSED)
    never_tried = found.messages.filter(state=Message.State.READY, attempts=0)
    Prepared.objects.filter(message__in=never_tried.values("pk")).delete()
    found.state = State.RUNNING
    found.save(update_fields=["state"])
    _audit(found, by, "reprendre_envoi")
    return found


@transaction.atomic
def cancel_mailing(*, by: User, mailing: Mailing) -> Mailing:
    """What has not left never will; what has left cannot be called back."""
    asked = (State.DRAFT, State.SCHEDULED, State.LATE, State.RUNNING, State.PAUSED)
    found = _locked(mailing, by, *asked)
    kept = found.messages.filter(state__in=(Message.State.READY, Message.State.DEFERRED))
    Prepared.objects.filter(message__in=kept.values("pk")).delete()
    now = timezone.now()
    stopped = kept.update(
        state=Message.State.EXCLUDED, reason="envoi annulé", due=None, settled_at=now
    )
    found.state, found.finished_at = State.CANCELLED, now
    found.save(update_fields=["state", "finished_at"])
    _audit(found, by, "annuler_envoi", messages=stopped)
    return found


@transaction.atomic
def send_test(*, by: User, mailing: Mailing, addresses: list[str]) -> list[Message]:
    """The message as it will be, to a few addresses, marked « essai »; it counts for nothing."""
    if len(addresses) > MOST_TESTS:
        raise Refused(f"Un essai part à {MOST_TESTS} adresses au plus.")
    content = Content(
        subject=f"[Essai] {mailing.subject}",
        text=fill_text(mailing.text, {}, unsubscribe=emails.unsubscribe_address("0" * 40)),
        html=fill_html(mailing.html, {}, unsubscribe=emails.unsubscribe_address("0" * 40)),
        reply_to=mailing.reply_to,
    )
    sent = [post(to=one, content=content, kind=Message.Kind.TEST) for one in addresses]
    _audit(mailing, by, "essayer_envoi", messages=len(sent))
    return sent


@transaction.atomic
def settle_doubtful(*, by: User, messages, is_sent: bool) -> int:
    """A person decides: they left (accepted), or they did not, and leave now. How many."""
    if not may_send(by):
        raise Refused(NOT_YOURS)
    now = timezone.now()
    doubtful = Message.objects.in_doubt().filter(pk__in=[one.pk for one in messages])
    if is_sent:
        reason = "tranché à la main\u00a0: parti"
        settled = doubtful.update(state=Message.State.ACCEPTED, settled_at=now, reason=reason)
    else:
        mailings = list(doubtful.exclude(mailing=None).values_list("mailing", flat=True).distinct())
        reason = "tranché à la main\u00a0: renvoyé"
        settled = doubtful.update(
            state=Message.State.READY, due=now, settled_at=None, reason=reason
        )
        over = Mailing.objects.filter(pk__in=mailings, state=State.DONE)
        over.update(state=State.RUNNING, finished_at=None)
    write_audit(
        by=by,
        verb="trancher_incertains",
        ref=Ref("courriels", "incertains"),
        messages=settled,
        partis=is_sent,
    )
    return settled


def _locked(mailing: Mailing, by: User, *states: str) -> Mailing:
    """The mailing as it is now, held until the end of the transaction."""
    if not may_send(by):
        raise Refused(NOT_YOURS)
    found = Mailing.objects.select_for_update(of=("self",)).get(pk=mailing.pk)
    if found.state not in states:
        raise Refused(f"Cet envoi est {found.get_state_display()}\u00a0: rien n’a été changé.")
    return found


def _audit(mailing: Mailing, by: User, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("envoi", str(mailing.pk)), **details)
