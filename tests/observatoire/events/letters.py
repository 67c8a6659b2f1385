"""What was written to someone, read back from the outbox as a mail program reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy

from observatoire.mail.emails import unpack
from observatoire.mail.models import Message, Prepared


@dataclass(frozen=True)
class Read:
    subject: str
    text: str
    html: str
    calendar: bytes | None


def letters_to(address: str) -> list[Read]:
    rows = Message.objects.filter(mailbox=address).order_by("created_at", "id")
    return [_read(Prepared.objects.get(message=row)) for row in rows]


def links_in(letter: Read) -> list[str]:
    return re.findall(r"https?://[^\s\"<>]+", letter.text + letter.html)


def _read(kept: Prepared) -> Read:
    message = message_from_bytes(unpack(kept.content), policy=policy.default)
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Read(
        subject=message["Subject"],
        text=message.get_body(("plain",)).get_content(),
        html=message.get_body(("html",)).get_content(),
        calendar=calendars[0].get_payload(decode=True) if calendars else None,
    )
