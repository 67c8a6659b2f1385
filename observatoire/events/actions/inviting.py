"""Invitations: to a list, through a relay, or a link given elsewhere; each one with its own."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import F

from observatoire.base.registry import Ref
from observatoire.directory.actions import write_audit
from observatoire.directory.models import ContactList, User
from observatoire.directory.queries.lists import audience
from observatoire.events import emails
from observatoire.events.actions.refusal import Refused
from observatoire.events.models import Channel, Event
from observatoire.mail.actions import Candidate, ListName, prepare_mailing
from observatoire.mail.actions import Refused as MailRefused
from observatoire.mail.models import Mailing

LIST = ListName("evenements", "Invitations aux événements")


def link_of(channel: Channel) -> str:
    return f"{settings.SITE_ADDRESS}/invitation/{channel.token}/"


@transaction.atomic
def open_channel(*, by: User | None, event: Event, channel: Channel) -> Channel:
    """One more road to the event; its link counts who comes by it."""
    if event.stage in (Event.Stage.IDEA, Event.Stage.PREPARED):
        raise Refused("L’événement n’est pas encore annoncé\u00a0: l’annoncer d’abord.")
    if event.channels.filter(name=channel.name).exists():
        raise Refused(f"Une invitation s’appelle déjà «\u00a0{channel.name}\u00a0».")
    channel.event, channel.made_by = event, by
    if channel.list is not None and channel.list.kind == ContactList.Kind.RELAY:
        channel.kind, channel.invited = Channel.Kind.RELAY, channel.list.announced_size
    elif channel.list is not None:
        channel.kind = Channel.Kind.LIST
    channel.save()
    write_audit(by=by, verb="inviter", ref=_ref(event), sorte=channel.kind)
    return channel


@transaction.atomic
def prepare_invitation(*, by: User, channel: Channel) -> Mailing:
    """The mailing of a list, ready to be read again; it leaves once confirmed among the mails."""
    if channel.kind != Channel.Kind.LIST or channel.list is None:
        raise Refused("Cette invitation n’est pas celle d’une liste.")
    people = audience(channel.list).prepared
    try:
        mailing = prepare_mailing(
            by=by,
            key=f"evenement:invitation:{channel.pk}",
            title=f"Invitation\u00a0: {channel.event.title} ({channel.name})",
            to=LIST,
            letter=emails.invitation(channel, link_of(channel)),
            candidates=[Candidate(one.email) for one in people],
            ref=Ref("evenement", str(channel.event_id)),
            is_demonstration=channel.event.is_demonstration,
        )
    except MailRefused as refusal:
        raise Refused(str(refusal)) from refusal
    channel.mailing, channel.invited = mailing, mailing.messages.count()
    channel.save(update_fields=["mailing", "invited"])
    write_audit(by=by, verb="preparer_invitation", ref=_ref(channel.event), nombre=channel.invited)
    return mailing


@transaction.atomic
def declare_invited(*, by: User, channel: Channel, number: int) -> None:
    """How many a relay says it forwarded to."""
    channel.invited = number
    channel.save(update_fields=["invited"])
    write_audit(by=by, verb="declarer_invites", ref=_ref(channel.event), nombre=number)


def count_opening(*, channel: Channel) -> None:
    """One more visit by the link; nothing of the visitor is kept."""
    Channel.objects.filter(pk=channel.pk).update(opened=F("opened") + 1)


def _ref(event: Event) -> Ref:
    return Ref("evenement", str(event.pk))
