"""The bytes of a message, as they left or as they would leave now."""

from __future__ import annotations

from django.utils import timezone

from observatoire.mail import emails
from observatoire.mail.models import Message, Prepared


def content_of(message: Message) -> bytes | None:
    """None once they are erased."""
    kept = Prepared.objects.filter(message=message).first()
    if kept is not None:
        return emails.unpack(kept.content)
    if message.mailing is None:
        return None
    return emails.write_one(message.mailing, message, now=timezone.now())
