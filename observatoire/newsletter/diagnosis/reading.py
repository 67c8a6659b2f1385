"""From a message, or headers that were pasted, to lines; nothing here raises, whatever is given."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from urllib.parse import urlsplit

MOST_LINES, LONGEST = 400, 4000
LINE = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,70})[ \t]*:[ \t]*(.*)$")
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
LINK = re.compile(rb"""href\s*=\s*["']?(https?://[^"'\s>]{3,500})""", re.IGNORECASE)
IMAGE = re.compile(rb"<img\b", re.IGNORECASE)
TAG = re.compile(rb"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.IGNORECASE | re.DOTALL)
# Whose address stands there is not ours to keep: what follows the @ says enough.
MASKED = {"to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to"}
SENDERS = {"from", "return-path", "sender", "reply-to", "message-id", "list-unsubscribe", "list-id"}


@dataclass(frozen=True)
class Message:
    """Header lines in their order, and what its body told before it was thrown away."""

    headers: tuple[tuple[str, str], ...]
    link_hosts: frozenset[str] = frozenset()
    images: int = 0
    words: int | None = None
    kinds: frozenset[str] = field(default=frozenset())

    def all(self, name: str) -> list[str]:
        wanted = name.lower()
        return [value for one, value in self.headers if one.lower() == wanted]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")


def read_message(content: bytes | str) -> Message:
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"").lstrip(b"\n")
    head, _, body = raw.partition(b"\n\n")
    headers = tuple(_lines(head.decode("utf-8", "replace")))
    if not body.strip():
        return Message(headers)
    return _with_body(headers, raw)


def _lines(text: str):
    """Folded lines are one; a line that is none is left aside."""
    name, value, number = "", "", 0
    for line in text.split("\n"):
        if line[:1] in " \t" and name:
            value = f"{value} {line.strip()}"[:LONGEST]
            continue
        if name:
            yield name, value
            number += 1
            if number >= MOST_LINES:
                return
        found = LINE.match(line)
        name, value = (found[1], found[2].strip()[:LONGEST]) if found else ("", "")
    if name:
        yield name, value


def _with_body(headers: tuple, raw: bytes) -> Message:
    hosts, images, words, kinds = set(), 0, 0, set()
    try:
        for part in message_from_bytes(raw, policy=policy.compat32).walk():
            kind = part.get_content_type()
            if kind in ("text/html", "text/plain"):
                body = part.get_payload(decode=True) or b""
                kinds.add(kind)
                hosts |= {_host(found) for found in LINK.findall(body)}
                images += len(IMAGE.findall(body))
                words = max(words, len(TAG.sub(b" ", body).split()))
            elif kind in ("message/delivery-status", "multipart/report"):
                kinds.add(kind)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return Message(headers)  # a body nobody can read tells nothing; its headers still do
    return Message(headers, frozenset(hosts - {""}), images, words, frozenset(kinds))


def _host(link: bytes) -> str:
    try:
        return (urlsplit(link.decode("ascii", "ignore")).hostname or "").lower()
    except ValueError:
        return ""


def masked(message: Message) -> Message:
    """Recipients become « …@domain », wherever they stand; senders are what is examined."""
    own = {
        found.lower()
        for name, value in message.headers
        if name.lower() in MASKED
        for found in (match[0] for match in ADDRESS.finditer(value))
    }
    kept = tuple((name, _mask(name.lower(), value, own)) for name, value in message.headers)
    return Message(kept, message.link_hosts, message.images, message.words, message.kinds)


def _mask(name: str, value: str, own: set[str]) -> str:
    if name in MASKED:
        domains = ", ".join(f"…@{found[1]}" for found in ADDRESS.finditer(value))
        return domains or "…"
    if name in ("subject", "thread-topic"):
        return value
    spared = name in SENDERS

    def hide(found: re.Match) -> str:
        return found[0] if spared and found[0].lower() not in own else f"…@{found[1]}"

    return ADDRESS.sub(hide, value)


def written(message: Message) -> str:
    return "\n".join(f"{name}: {value}" for name, value in message.headers)
