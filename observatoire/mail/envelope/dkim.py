"""DKIM (RFC 6376): relaxed/relaxed, RSA and SHA-256, both unsubscribe headers covered."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

# From, Subject and To twice: a second one added on the way breaks the signature.
SIGNED = (
    "from from to to subject subject date message-id reply-to list-id list-unsubscribe "
    "list-unsubscribe-post auto-submitted mime-version content-type content-language"
).split()
SPACES = re.compile(rb"[ \t]+")
LINE = 72


@dataclass(frozen=True)
class Signer:
    domain: str
    selector: str
    key: RSAPrivateKey

    @classmethod
    def from_file(cls, path: Path, *, domain: str, selector: str) -> Signer:
        return cls(domain, selector, load_pem_private_key(path.read_bytes(), password=None))

    @property
    def dns_record(self) -> str:
        """What to publish at SELECTOR._domainkey.DOMAIN."""
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"

    def sign(self, message: bytes) -> bytes:
        """The message with its signature above it. Ends of line are CRLF already."""
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _fields(head)
        covered = [(name, _take(fields, name)) for name in SIGNED]
        # A header that is not there is still named where a second one would do harm.
        named = [name for name, found in covered if found is not None or _is_doubled(name)]
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
        unsigned = (
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain};\r\n"
            f" s={self.selector}; h={_folded_names(named)};\r\n bh={digest};\r\n b="
        ).encode()
        content = b"".join(found for _, found in covered if found is not None)
        content += _relaxed_field(unsigned).rstrip(b"\r\n")
        signature = base64.b64encode(self.key.sign(content, PKCS1v15(), SHA256())).decode()
        folded = "\r\n ".join(
            signature[at : at + LINE] for at in range(0, len(signature), LINE)
        ).encode()
        return unsigned + folded + b"\r\n" + message


def _is_doubled(name: str) -> bool:
    return SIGNED.count(name) > 1


def _folded_names(names: list[str]) -> str:
    """The h= list, folded well under the length of a line."""
    half = (len(names) + 1) // 2
    return ":".join(names[:half]) + ":\r\n " + ":".join(names[half:])


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Name and whole field, the folded lines kept together."""
    found: list[tuple[str, bytes]] = []
    for line in head.split(b"\r\n"):
        if line[:1] in {b" ", b"\t"} and found:
            found[-1] = (found[-1][0], found[-1][1] + b"\r\n" + line)
        else:
            found.append((line.partition(b":")[0].decode("ascii").strip().lower(), line))
    return found


def _take(fields: list[tuple[str, bytes]], name: str) -> bytes | None:
    """The last field of that name not yet taken, relaxed: signing goes from the bottom up."""
    for at in range(len(fields) - 1, -1, -1):
        if fields[at][0] == name:
            return _relaxed_field(fields.pop(at)[1])
    return None


def _relaxed_field(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    unfolded = value.replace(b"\r\n", b"")
    return name.strip().lower() + b":" + SPACES.sub(b" ", unfolded).strip() + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    text = SPACES.sub(b" ", body)
    text = text.replace(b" \r\n", b"\r\n").rstrip(b" ")
    text = text.rstrip(b"\r\n")
    return text + b"\r\n" if text else b""
