"""One message to one person, which leaves as soon as it is committed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from observatoire.mail import emails
from observatoire.mail.actions.refusal import Refused
from observatoire.mail.envelope import Attachment, BadHeader, Impossible, read_address
from observatoire.mail.letter import Letter, Unfit, draw, fill_html, fill_text, refuse_unfit
from observatoire.mail.models import Message, Prepared

Kind = Message.Kind
# Kept instead of the words of a code: its subject alone lets in whoever reads it.
SECRET_SUBJECT = "Code ou lien personnel"
PRIORITIES = {Kind.CODE: Message.Priority.CODE}


@dataclass(frozen=True)
class Content:
    """What stands in a message that no mailing froze."""

    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


def post_letter(
    *,
    to: str,
    letter: Letter,
    kind: str = Kind.NOTICE,
    fields: dict | None = None,
    reply_to: str = "",
    attachments: Iterable[Attachment] = (),
) -> Message:
    """Draw a letter for one person and put it in the outbox. Raises Refused."""
    host = settings.SITE_ADDRESS.partition("://")[2]
    try:
        refuse_unfit(letter, host=host, sender=settings.DEFAULT_FROM_EMAIL)
    except Unfit as unfit:
        raise Refused(str(unfit)) from unfit
    drawn = draw(letter, emails.platform(), has_list=False)
    content = Content(
        subject=letter.subject,
        text=fill_text(drawn.text, fields or {}),
        html=fill_html(drawn.html, fields or {}),
        reply_to=reply_to,
        attachments=tuple(attachments),
    )
    return post(to=to, content=content, kind=kind)


@transaction.atomic
def post(*, to: str, content: Content, kind: str = Kind.NOTICE) -> Message:
    """Keep a message and its bytes, together: it leaves after the commit, or never was."""
    now = timezone.now()
    try:
        address = read_address(to)
    except Impossible as error:
        raise Refused(str(error)) from error
    identifier = uuid4()
    message = Message(
        id=identifier,
        kind=kind,
        address=address.shown,
        mailbox=address.mailbox,
        domain=address.domain,
        subject=content.subject[:250],
        message_id=emails.message_id_of(identifier),
        sender=emails.envelope_sender(identifier),
        priority=PRIORITIES.get(kind, Message.Priority.NOTICE),
        due=now,
    )
    try:
        written = emails.write_alone(
            message,
            now=now,
            text=content.text,
            html=content.html,
            reply_to=content.reply_to,
            attachments=content.attachments,
            extra=content.extra,
        )
    except BadHeader as error:
        raise Refused(str(error)) from error
    if kind == Kind.CODE and not settings.DEMONSTRATION:
        message.subject = SECRET_SUBJECT
    message.save(force_insert=True)
    Prepared.objects.create(message=message, content=emails.pack(written))
    return message
