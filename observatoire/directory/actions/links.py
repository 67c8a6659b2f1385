"""Links to a person's own page: made, and sent to their address."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from observatoire.directory.emails import erased as farewell
from observatoire.directory.emails import personal_link
from observatoire.directory.queries.links import (
    CHOICES,
    WHOLE,
    emails_of_name,
    name_of_address,
    sign,
)

# Read by the outbox: whoever holds the link sees everything, so no one else may read the message.
SECRET = {"X-Observatoire-Nature": "code"}


def personal_address(name: str) -> str:
    """The page where someone sees everything, for a day."""
    return f"{settings.SITE_ADDRESS}/mes-donnees/{sign(name, WHOLE)}/"


def choices_address(email: str) -> str:
    """The page where the reader of a letter changes what they receive; empty for an unknown one."""
    name = name_of_address(email)
    return f"{settings.SITE_ADDRESS}/mes-donnees/{sign(name, CHOICES)}/" if name else ""


def send_personal_link(*, name: str) -> int:
    """Send the link to the address that the name stands for; the number of messages sent."""
    letter = personal_link(personal_address(name)) if name else None
    sent = 0
    for email in emails_of_name(name):
        message = EmailMessage(letter.subject, letter.text, to=[email], headers=SECRET)
        sent += message.send()
    return sent


def send_farewell(*, emails: tuple[str, ...]) -> None:
    """The last message to someone who asked to be erased, once it is done."""
    letter = farewell()
    for email in emails:
        message = EmailMessage(letter.subject, letter.text, to=[email])
        transaction.on_commit(message.send)
