"""A send to many becomes rows: its content and its recipients are frozen, nothing leaves yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import User
from observatoire.mail import emails
from observatoire.mail.actions.refusal import Refused
from observatoire.mail.envelope import Address, Impossible, read_address
from observatoire.mail.letter import Letter, Unfit, draw, harmless, one_line, refuse_unfit, remarks
from observatoire.mail.models import Exclusion, Mailing, Message, Recipient, Suppression

BATCH = 500
Reason = Exclusion.Reason


@dataclass(frozen=True)
class Candidate:
    """Someone to whom a feature wants to write; `fields` are their own words (« prenom »)."""

    address: str
    ref: Ref | None = None
    fields: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ListName:
    """What one unsubscribes from: a short name for programs, its words for people."""

    name: str
    label: str


def prepare_mailing(
    *,
    by: User | None,
    key: str,
    title: str,
    to: ListName,
    letter: Letter,
    candidates: Iterable[Candidate],
    ref: Ref | None = None,
    is_restricted: bool = False,
    reply_to: str = "",
    is_automatic: bool = False,
    is_demonstration: bool = False,
) -> Mailing:
    """Freeze content and recipients; done again with the same key, it gives the same mailing.

    Every candidate becomes a message or an exclusion: candidates = messages + exclusions.
    Raises Refused for what must not leave: an empty letter, nobody to write to.
    """
    already = Mailing.objects.filter(key=key).first()
    if already is not None:
        return already
    given = list(candidates)
    if not given:
        raise Refused("Personne à qui écrire\u00a0: la liste des destinataires est vide.")
    mailing = _frozen(letter, to, reply_to)
    mailing.key, mailing.title, mailing.by = key, one_line(title)[:200], by
    mailing.is_restricted, mailing.is_automatic = is_restricted, is_automatic
    mailing.is_demonstration, mailing.candidates = is_demonstration, len(given)
    if ref is not None:
        mailing.ref_kind, mailing.ref_key = ref.kind, ref.key
    try:
        return _keep(mailing, given, by)
    except IntegrityError:
        # Another process prepared it at the same instant: its rows are the ones.
        return Mailing.objects.get(key=key)


def _frozen(letter: Letter, to: ListName, reply_to: str) -> Mailing:
    host = settings.SITE_ADDRESS.partition("://")[2]
    try:
        refuse_unfit(letter, host=host, sender=settings.DEFAULT_FROM_EMAIL)
    except Unfit as unfit:
        raise Refused(str(unfit)) from unfit
    drawn = draw(letter, emails.platform(), has_list=True)
    return Mailing(
        list_name=to.name,
        list_label=one_line(to.label)[:120],
        subject=one_line(letter.subject)[:250],
        reply_to=reply_to,
        html=drawn.html,
        text=drawn.text,
        warnings=remarks(letter, drawn),
    )


@transaction.atomic
def _keep(mailing: Mailing, given: Sequence[Candidate], by: User | None) -> Mailing:
    mailing.save(force_insert=True)
    chosen, left_out = _sorted_out(mailing, given)
    tokens = _tokens(mailing, [address.mailbox for address, _ in chosen])
    Exclusion.objects.bulk_create(left_out, batch_size=BATCH)
    Message.objects.bulk_create(
        (_message(mailing, address, one, tokens[address.mailbox]) for address, one in chosen),
        batch_size=BATCH,
    )
    write_audit(
        by=by,
        verb="preparer_envoi",
        ref=Ref("envoi", str(mailing.pk)),
        candidats=len(given),
        messages=len(chosen),
        ecartes=len(left_out),
    )
    return mailing


def _sorted_out(
    mailing: Mailing, given: Sequence[Candidate]
) -> tuple[list[tuple[Address, Candidate]], list[Exclusion]]:
    """Each mailbox once; the others with their reason."""
    gone = set(Suppression.objects.active().values_list("mailbox", flat=True))
    left = Recipient.objects.filter(list_name=mailing.list_name, left_at__isnull=False)
    unsubscribed = set(left.values_list("mailbox", flat=True))
    chosen: dict[str, tuple[Address, Candidate]] = {}
    left_out = []
    for one in given:
        try:
            address = read_address(one.address)
        except Impossible:
            reason = Reason.INVALID
        else:
            box = address.mailbox
            reason = (
                (box in chosen and Reason.DOUBLE)
                or (box in gone and Reason.SUPPRESSED)
                or (box in unsubscribed and Reason.LEFT)
            )
            if not reason:
                chosen[box] = (address, one)
                continue
        kept = one_line(one.address)[:320]
        left_out.append(Exclusion(mailing=mailing, address=kept, reason=reason))
    return list(chosen.values()), left_out


def _tokens(mailing: Mailing, mailboxes: Sequence[str]) -> dict[str, str]:
    """The token of each mailbox on this list, the same from one letter to the next."""
    Recipient.objects.bulk_create(
        (
            Recipient(list_name=mailing.list_name, list_label=mailing.list_label, mailbox=mailbox)
            for mailbox in mailboxes
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    rows = Recipient.objects.filter(list_name=mailing.list_name)
    return dict(rows.values_list("mailbox", "token"))


def _message(mailing: Mailing, address: Address, one: Candidate, token: str) -> Message:
    identifier = uuid4()
    return Message(
        id=identifier,
        mailing=mailing,
        kind=Message.Kind.LETTER,
        address=address.shown,
        mailbox=address.mailbox,
        domain=address.domain,
        ref_kind=one.ref.kind if one.ref else "",
        ref_key=one.ref.key if one.ref else "",
        fields={name: harmless(value) for name, value in one.fields.items()},
        list_token=token,
        subject=mailing.subject,
        message_id=emails.message_id_of(identifier),
        sender=emails.envelope_sender(identifier),
    )
