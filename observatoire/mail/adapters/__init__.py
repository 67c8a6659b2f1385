"""The outside: a relay, a folder or a provider; the proofs they leave; the mailbox of returns."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from observatoire.mail.adapters.evidence import NoEvidence, PostfixLog, Proof
from observatoire.mail.adapters.folder import FolderRelay
from observatoire.mail.adapters.outcome import Departure, Fate, Outcome
from observatoire.mail.adapters.smtp import SmtpRelay

__all__ = ["Departure", "Fate", "Outcome", "Proof", "evidence", "transport"]


def transport():
    """A new way out, with its own connection: one for each courier."""
    if settings.MAIL_PROVIDER:
        from observatoire.mail.adapters.provider import (  # noqa: PLC0415 not loaded without one
            ProviderRelay,
        )

        return ProviderRelay(settings.MAIL_PROVIDER)
    if settings.MAIL_RELAY:
        return SmtpRelay(settings.MAIL_RELAY)
    return FolderRelay(settings.MAIL_FOLDER)


def evidence():
    """What settles a departure that we did not see the end of."""
    if settings.MAIL_RELAY_LOG:
        return PostfixLog(Path(settings.MAIL_RELAY_LOG))
    return NoEvidence()
