"""What surveys hold of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from observatoire.surveys.models import Invitation


def export_invitations(email: str) -> list[dict]:
    """The surveys they were asked to answer, and their named answers."""
    found = Invitation.objects.filter(mailbox__iexact=email).select_related("survey", "answer")
    return [_exported(one) for one in found.order_by("survey__created_at", "id")]


def _exported(one: Invitation) -> dict:
    answer = getattr(one, "answer", None)
    told = "oui" if one.has_answered else "non"
    row = {"enquete": one.survey.title, "anonyme": one.survey.is_anonymous, "a_repondu": told}
    row |= {"reponses": answer.values} if answer else {}
    row |= {"reponses_proposees": one.prefill} if one.prefill else {}
    return row | ({"reponses_d_avant": one.previous} if one.previous else {})


def held_addresses() -> Iterable[tuple[str, datetime]]:
    found = Invitation.objects.exclude(mailbox="").values_list("mailbox", "survey__created_at")
    return found.order_by("survey__created_at", "id")
