"""How our messages are named, addressed, written and signed."""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from observatoire.mail.envelope import Attachment, Sheet, Signer, sign_sender, write_message
from observatoire.mail.letter import Platform, fill_html, fill_text
from observatoire.mail.models import Mailing, Message

FAST = 1  # zlib's: a letter is repetitive, the first level does nearly all


def platform() -> Platform:
    return Platform(
        name=settings.PLATFORM_NAME,
        place=settings.PLATFORM_PLACE,
        address=settings.SITE_ADDRESS,
        contact=settings.CONTACT_ADDRESS,
    )


def our_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ").lower()


def message_id_of(identifier: UUID) -> str:
    """The same at every attempt: it is by this name that proofs are sought."""
    return f"<{identifier.hex}@{our_domain()}>"


def envelope_key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"courriels.enveloppe", hashlib.sha256).digest()


def envelope_sender(identifier: UUID) -> str:
    return sign_sender(settings.MAIL_BOUNCES_TO, identifier, envelope_key())


def unsubscribe_address(token: str) -> str:
    return f"{settings.SITE_ADDRESS}/desabonnement/{token}/" if token else ""


def unsubscribe_mailbox(token: str) -> str:
    local, _, domain = settings.MAIL_BOUNCES_TO.partition("@")
    return f"mailto:{local}+desabonnement-{token}@{domain}?subject=Desabonnement"


def write_one(mailing: Mailing, message: Message, *, now: datetime) -> bytes:
    """The bytes of one message of a mailing, from its frozen content and the recipient's words."""
    way_out = unsubscribe_address(message.list_token)
    sheet = _sheet(message, now, reply_to=mailing.reply_to, is_automatic=mailing.is_automatic)
    if message.list_token:
        out = (way_out, unsubscribe_mailbox(message.list_token))
        sheet = Sheet(
            **vars(sheet)
            | {
                "list_id": f"{mailing.list_name}.{our_domain()}",
                "list_label": mailing.list_label,
                "unsubscribe": out,
            }
        )
    content = write_message(
        sheet,
        text=fill_text(mailing.text, message.fields, unsubscribe=way_out),
        html=fill_html(mailing.html, message.fields, unsubscribe=way_out),
    )
    return signed(content)


def write_alone(
    message: Message,
    *,
    now: datetime,
    text: str,
    html: str,
    reply_to: str = "",
    attachments: Iterable[Attachment] = (),
    extra: Iterable[tuple[str, str]] = (),
) -> bytes:
    """The bytes of a message that belongs to no mailing: a program wrote it."""
    sheet = _sheet(message, now, reply_to=reply_to, is_automatic=True, extra=tuple(extra))
    return signed(write_message(sheet, text=text, html=html, attachments=attachments))


def _sheet(message: Message, now: datetime, **more) -> Sheet:
    more["reply_to"] = more["reply_to"] or settings.CONTACT_ADDRESS
    return Sheet(
        message_id=message.message_id,
        subject=message.subject,
        sender_name=settings.PLATFORM_NAME,
        sender=settings.DEFAULT_FROM_EMAIL,
        to=message.mailbox,
        date=now,
        **more,
    )


def signed(content: bytes) -> bytes:
    if not settings.MAIL_DKIM_KEY:
        return content
    return signer(settings.MAIL_DKIM_KEY, our_domain(), settings.MAIL_DKIM_SELECTOR).sign(content)


@lru_cache(maxsize=2)
def signer(path: str, domain: str, selector: str) -> Signer:
    return Signer.from_file(Path(path), domain=domain, selector=selector)


def pack(content: bytes) -> bytes:
    return zlib.compress(content, FAST)


def unpack(kept: bytes) -> bytes:
    return zlib.decompress(bytes(kept))
