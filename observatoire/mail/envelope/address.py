"""Addresses: one name per mailbox, and the envelope sender that knows which message came back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
NAMED = re.compile(r"[^<>@\r\n]*<([^<>\s]+)>")  # « Jeanne Exemple <j.exemple@example.org> »
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
LONGEST_LOCAL, LONGEST = 64, 254
MAC_BYTES = 10
BOUNCE = re.compile(r"\+([a-z2-7]{26})-([a-z2-7]{16})@", re.IGNORECASE)


class Impossible(ValueError):
    """No mailbox may be called so."""


@dataclass(frozen=True)
class Address:
    """`mailbox` is the same for all ways of writing one mailbox; it is what the relay is given."""

    shown: str
    mailbox: str

    @property
    def domain(self) -> str:
        return self.mailbox.rpartition("@")[2]


def read_address(text: str) -> Address:
    """« Jeanne <J.Exemple@Préfecture.example> » → j.exemple@xn--prfecture-d1a.example."""
    text = unicodedata.normalize("NFKC", text).strip()
    named = NAMED.fullmatch(text)
    shown = named.group(1) if named else text
    local, _, domain = shown.rpartition("@")
    local, domain = local.strip().lower(), _ascii_domain(domain.strip())
    if not LOCAL.fullmatch(local) or len(local) > LONGEST_LOCAL:
        raise Impossible(f"« {text[:80]} » n’est pas une adresse.")
    mailbox = f"{local}@{domain}"
    if len(mailbox) > LONGEST:
        raise Impossible(f"« {text[:80]} » est trop longue pour une adresse.")
    return Address(shown=mailbox, mailbox=mailbox)


def _ascii_domain(domain: str) -> str:
    try:
        found = domain.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as error:
        raise Impossible(f"« {domain[:80]} » n’est pas un domaine.") from error
    labels = found.split(".")
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels):
        raise Impossible(f"« {domain[:80]} » n’est pas un domaine.")
    return found


def sign_sender(base: str, identifier: UUID, key: bytes) -> str:
    """rebonds@site.example → rebonds+IDENTIFIER-MAC@site.example, that only we can write."""
    local, _, domain = base.partition("@")
    named = _b32(identifier.bytes)
    return f"{local}+{named}-{_mac(named, key)}@{domain}"


def read_sender(address: str, key: bytes) -> UUID | None:
    """The message that a signed envelope sender names; None if we did not write it."""
    found = BOUNCE.search(address)
    if found is None:
        return None
    named, mac = found.group(1).lower(), found.group(2).lower()
    if not hmac.compare_digest(mac, _mac(named, key)):
        return None
    return UUID(bytes=base64.b32decode(named.upper() + "======"))


def _mac(named: str, key: bytes) -> str:
    return _b32(hmac.new(key, named.encode(), hashlib.sha256).digest()[:MAC_BYTES])


def _b32(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
