"""The signed link of an invitation: it names neither the person nor the survey."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing

from observatoire.surveys.models import Invitation

SALT = "enquetes.reponse"


def link_of(invitation: Invitation) -> str:
    """The whole address, to be written in a message."""
    return f"{settings.SITE_ADDRESS}{path_of(invitation)}"


def path_of(invitation: Invitation) -> str:
    return f"/enquetes/{signing.dumps(invitation.pk.hex, salt=SALT)}/"


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation that a link carries; None where it is false, or of someone erased since."""
    try:
        key = UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    found = Invitation.objects.select_related("survey__version", "answer")
    return found.filter(pk=key).first()
