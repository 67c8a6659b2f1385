"""The mailbox of returns: a Maildir of this machine, or an IMAP account."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urlsplit

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
    with _account(parts) as account:
        account.login(unquote(parts.username or ""), unquote(parts.password or ""))
        account.select(unquote(parts.path.lstrip("/")) or "INBOX")
        _, found = account.search(None, "UNSEEN")
        for number in found[0].split()[:MOST]:
            # Peek: read by us is one thing, marked as read is done once it is dealt with.
            _, answer = account.fetch(number, "(BODY.PEEK[])")
            if isinstance(answer[0], tuple):  # nothing, if someone erased it meanwhile
                yield answer[0][1]
                account.store(number, "+FLAGS", "\\Seen")


def _account(parts: SplitResult) -> imaplib.IMAP4:
    """A connection to the account; encrypted, the server proves who it is."""
    if parts.scheme == "imap":
        return imaplib.IMAP4(parts.hostname, parts.port or imaplib.IMAP4_PORT, timeout=SECONDS)
    context = ssl.create_default_context(cafile=settings.MAIL_AUTHORITY or None)
    port = parts.port or imaplib.IMAP4_SSL_PORT
    return imaplib.IMAP4_SSL(parts.hostname, port, timeout=SECONDS, ssl_context=context)
