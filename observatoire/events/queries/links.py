"""Links of one person, or of one screen: signed, and with neither name nor address in them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from observatoire.events.models import Event, Intervention, Registration

SALT = "evenements.{}"
REGISTRANT, SPEAKER, SCREEN, FOLLOWED = "inscription", "intervenant", "ecran", "suivi"
ATTENDED = "attestation"
SIZE = 16


def token_of(row: Registration | Intervention | Event) -> str:
    kind = {Registration: REGISTRANT, Intervention: SPEAKER, Event: SCREEN}[type(row)]
    return signed(row.pk, kind)


def signed(pk: UUID, kind: str) -> str:
    """Short: an identifier in base 64 and a signature."""
    given = signing.b64_encode(pk.bytes).decode()
    return signing.Signer(sep=".", salt=SALT.format(kind)).sign(given)


def key_of(token: str, kind: str) -> UUID | None:
    """The identifier in a link; None when the link is false."""
    try:
        given = signing.Signer(sep=".", salt=SALT.format(kind)).unsign(token)
        return UUID(bytes=signing.b64_decode(given.encode()))
    except (signing.BadSignature, ValueError):
        return None


def registration_of(token: str) -> Registration | None:
    """The registration that a link opens; None when it is false, or its owner was erased."""
    key = key_of(token, REGISTRANT)
    rows = Registration.objects.select_related("event__group", "institution")
    return rows.filter(pk=key, purged_at=None).first() if key else None


def own_address(registration: Registration, end: str = "") -> str:
    """The page of one registration, as a message gives it."""
    return f"{settings.SITE_ADDRESS}/evenements/inscription/{token_of(registration)}/{end}"


def live_address(registration: Registration) -> str:
    return f"{settings.SITE_ADDRESS}/evenements/direct/{token_of(registration)}/"
