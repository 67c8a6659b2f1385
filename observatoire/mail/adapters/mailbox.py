"""The mailbox of returns: a Maildir of this machine, or an IMAP account."""

from __future__ import annotations

import imaplib
import mailbox
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings

MOST = 500
SECONDS = 30


def fetch() -> Iterator[bytes]:
    """Each message not yet read; it is marked read once the caller asks for the next one."""
    box = settings.MAIL_BOUNCES_BOX
    if box.startswith("maildir://"):
        yield from _from_maildir(box.removeprefix("maildir://"))
    elif box:
        yield from _from_imap(box)


def _from_maildir(path: str) -> Iterator[bytes]:
    folder = mailbox.Maildir(path, create=True)
    for key in sorted(folder.keys())[:MOST]:
        message = folder.get_message(key)
        if "S" in message.get_flags():
            continue
        yield folder.get_bytes(key)
        message.add_flag("S")
        message.set_subdir("cur")
        folder[key] = message


def _from_imap(address: str) -> Iterator[bytes]:
    parts = urlsplit(address)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    with kind(parts.hostname, parts.port or kind_port(parts.scheme), timeout=SECONDS) as account:
        account.login(unquote(parts.username or ""), unquote(parts.password or ""))
        account.select(unquote(parts.path.lstrip("/")) or "INBOX")
        _, found = account.search(None, "UNSEEN")
        for number in found[0].split()[:MOST]:
            # Peek: read by us is one thing, marked as read is done once it is dealt with.
            _, answer = account.fetch(number, "(BODY.PEEK[])")
            yield answer[0][1]
            account.store(number, "+FLAGS", "\\Seen")


def kind_port(scheme: str) -> int:
    return 993 if scheme == "imaps" else 143
