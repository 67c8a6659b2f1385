"""What a signed link opens; nothing when it is false, closed, or of a row that is gone."""

from __future__ import annotations

from django.core import signing
from django.core.exceptions import ValidationError

from observatoire.contributions.emails import SALTS
from observatoire.contributions.models import Proposal, Speaker


def proposal_behind(token: str) -> Proposal | None:
    return _behind(Proposal, token, "call", "territory")


def speaker_behind(token: str) -> Speaker | None:
    return _behind(Speaker, token)


def _behind(model, token: str, *related: str):
    try:
        key, number = signing.loads(token, salt=SALTS[model])
        rows = model.objects.select_related(*related)
        return rows.filter(pk=key, link_number=number).first()
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return None
