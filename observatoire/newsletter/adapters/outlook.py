"""A message saved by Outlook (.msg): its header lines, and nothing else of it."""

from __future__ import annotations

import io

import olefile

BEGINS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# PR_TRANSPORT_MESSAGE_HEADERS, in Unicode or in eight bits.
HEADERS = (("__substg1.0_007D001F", "utf-16-le"), ("__substg1.0_007D001E", "cp1252"))


def is_outlook(content: bytes) -> bool:
    return content.startswith(BEGINS)


def headers_of(content: bytes) -> str:
    """Nothing where the file holds none, or cannot be read: it never left, or is broken."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as found:
            for name, encoding in HEADERS:
                if found.exists(name):
                    return found.openstream(name).read().decode(encoding, "replace")
    except Exception:  # noqa: S110 a file made to harm raises anything
        pass
    return ""
