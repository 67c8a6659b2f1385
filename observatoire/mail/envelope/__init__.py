"""What carries a letter: addresses, headers, signature."""

from observatoire.mail.envelope.address import (
    Address,
    Impossible,
    read_address,
    read_sender,
    sign_sender,
)
from observatoire.mail.envelope.dkim import Signer
from observatoire.mail.envelope.writing import Attachment, BadHeader, Sheet, write_message

__all__ = [
    "Address",
    "Attachment",
    "BadHeader",
    "Impossible",
    "Sheet",
    "Signer",
    "read_address",
    "read_sender",
    "sign_sender",
    "write_message",
]
