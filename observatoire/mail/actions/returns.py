"""A message came to the mailbox of returns: whose is it, and what does it say."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.utils import getaddresses
from uuid import UUID

from observatoire.mail import emails
from observatoire.mail.actions.learning import learn_from_return, leave_list
from observatoire.mail.bounces import Kind, read_return
from observatoire.mail.envelope import read_sender
from observatoire.mail.models import Message

TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to")
LEAVES = re.compile(r"\+desabonnement-([0-9a-f]{40})@", re.IGNORECASE)
HEAVIEST = 2_000_000


def take_return(*, content: bytes) -> bool:
    """Act on one message; whether it had an effect.

    Only an address that we signed names a message: a return made up by someone changes nothing.
    """
    content = content[:HEAVIEST]
    try:
        addresses = _addressees(content)
    except Exception:
        # Whoever writes to us may send anything; the next message must be read.
        return False
    for address in addresses:
        if found := LEAVES.search(address):
            return leave_list(token=found.group(1).lower(), how="courriel") is not None
    message = _returned(addresses)
    if message is None:
        return False
    bounce = read_return(content)
    if bounce.kind in {Kind.UNKNOWN, Kind.AWAY}:
        return False
    learn_from_return(message=message, bounce=bounce)
    return True


def _addressees(content: bytes) -> list[str]:
    read = message_from_bytes(content)
    given = [str(value) for name in TO for value in read.get_all(name, [])]
    return [address for _, address in getaddresses(given)]


def _returned(addresses: list[str]) -> Message | None:
    key = emails.envelope_key()
    for address in addresses:
        identifier: UUID | None = read_sender(address, key)
        if identifier is not None:
            return Message.objects.filter(pk=identifier).first()
    return None
