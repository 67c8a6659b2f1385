"""A message as it leaves: headers, two parts that say the same, quoted-printable, CRLF.

Written by hand rather than by the standard library: twenty times faster, and a long address of
unsubscription stays an address instead of becoming an encoded word.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from observatoire.mail.letter.words import one_line

NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
ASCII = re.compile(r"[\x20-\x7e]*")
ADDRESS = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+")
LINE = 76
END = "\r\n"


class BadHeader(ValueError):
    """A header that is none: it would open a way for another."""


@dataclass(frozen=True)
class Sheet:
    """What is written above the parts. `list_*` are empty for what belongs to no list."""

    message_id: str
    subject: str
    sender_name: str
    sender: str
    to: str
    date: datetime
    reply_to: str = ""
    list_id: str = ""
    list_label: str = ""
    unsubscribe: tuple[str, ...] = ()
    is_automatic: bool = False
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


def write_message(
    sheet: Sheet, *, text: str, html: str = "", attachments: Iterable[Attachment] = ()
) -> bytes:
    """The bytes of a message. Raises BadHeader before anything is kept."""
    head = "".join(f"{name}: {value}{END}" for name, value in _headers(sheet))
    parts = [_part(text, "plain"), _part(html, "html")] if html else [_part(text, "plain")]
    body = _together("alternative", parts, sheet.message_id) if html else parts[0]
    attached = [_attached(one) for one in attachments]
    if attached:
        body = _together("mixed", [body, *attached], sheet.message_id)
    return head.encode("ascii") + body


def _headers(sheet: Sheet) -> Iterable[tuple[str, str]]:
    yield "Date", format_datetime(sheet.date)
    yield "Message-ID", _address(sheet.message_id.strip("<>"), "<{}>")
    yield "From", _mailbox(sheet.sender, sheet.sender_name)
    yield "To", _mailbox(sheet.to)
    if sheet.reply_to:
        yield "Reply-To", _mailbox(sheet.reply_to)
    yield "Subject", _sentence("Subject", sheet.subject)
    yield "Content-Language", "fr"
    if sheet.list_id:
        yield "List-Id", f"{_quoted(sheet.list_label)} {_address(sheet.list_id, '<{}>')}".strip()
    if sheet.unsubscribe:
        yield (
            "List-Unsubscribe",
            f",{END} ".join(_address(one, "<{}>") for one in sheet.unsubscribe),
        )
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    if sheet.is_automatic:
        yield "Auto-Submitted", "auto-generated"
    for name, value in sheet.extra:
        if not NAME.fullmatch(name):
            raise BadHeader(f"{name[:40]!r} n’est pas un nom d’en-tête.")
        yield name, _sentence(name, value)
    yield "MIME-Version", "1.0"


def _sentence(name: str, value: str) -> str:
    """Words for a reader: encoded where they have accents, folded where they are long."""
    value = one_line(value)
    charset = "us-ascii" if ASCII.fullmatch(value) else "utf-8"
    return Header(value, charset, header_name=name, maxlinelen=LINE).encode(linesep=END)


def _mailbox(address: str, name: str = "") -> str:
    name = one_line(name)
    _address(address, "{}")
    if not name:
        return address
    # Its own line where both are long: a name of many accents may fill one.
    shown = formataddr((name, address), charset="utf-8")
    return shown if len(shown) < LINE - 6 else shown.replace(" <", f"{END} <")


def _address(text: str, around: str) -> str:
    """An address goes as it is, or not at all."""
    if not ADDRESS.fullmatch(text):
        raise BadHeader(f"{text[:60]!r} n’est pas une adresse.")
    return around.format(text)


def _quoted(label: str) -> str:
    """A label between quotes, without accents: List-Id is read by programs."""
    plain = one_line(label).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    return f'"{plain}"' if plain else ""


def _part(content: str, subtype: str) -> bytes:
    lines = content.replace(END, "\n").replace("\r", "\n").replace("\n", END)
    head = f'Content-Type: text/{subtype}; charset="utf-8"{END}'
    head += f"Content-Transfer-Encoding: quoted-printable{END}{END}"
    return head.encode() + binascii.b2a_qp(lines.encode(), istext=True)


def _together(how: str, parts: list[bytes], name: str) -> bytes:
    """Several parts as one; the line between them cannot be guessed by who writes in them."""
    digest = hashlib.sha256(name.encode() + how.encode() + b"".join(parts)).hexdigest()[:32]
    line = f"=_{digest}"
    head = f'Content-Type: multipart/{how};{END} boundary="{line}"{END}{END}'.encode()
    between = b"".join(f"--{line}{END}".encode() + part + END.encode() for part in parts)
    return head + between + f"--{line}--{END}".encode()


def _attached(attachment: Attachment) -> bytes:
    part = EmailMessage(SMTP)
    main, _, sub = attachment.mimetype.partition("/")
    name = one_line(attachment.name)
    part.set_content(attachment.content, main, sub or "octet-stream", filename=name)
    del part["MIME-Version"]
    return part.as_bytes()
