"""What the base holds of a person: their deposits, the searches they keep."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from observatoire.library.models import Deposit, SavedSearch

DEPOSITS_KEPT = timedelta(days=3 * 365)
UNCONFIRMED_KEPT = timedelta(days=7)


def export_deposits(email: str) -> list[dict]:
    return [
        {
            "dépôt": one.title,
            "déposé le": one.made_at.isoformat(),
            "remarque": one.remark,
            "suite": one.get_state_display(),
        }
        for one in _deposits(email).order_by("made_at", "id")
    ]


def erase_deposits(email: str) -> int:
    """The notice stays, which names nobody; who deposited it is no longer known."""
    return _deposits(email).update(email="", remark="", by=None)


def purge_deposits(now: datetime) -> int:
    """Whose deposit it was, three years after it was settled."""
    old = Deposit.objects.filter(settled_at__lt=now - DEPOSITS_KEPT).exclude(email="", by=None)
    return old.update(email="", remark="", by=None)


def export_searches(email: str) -> list[dict]:
    return [
        {
            "recherche": one.name,
            "question": one.question,
            "rythme": one.get_rhythm_display(),
            "enregistrée le": one.created_at.isoformat(),
        }
        for one in _searches(email).order_by("created_at", "id")
    ]


def erase_searches(email: str) -> int:
    return _searches(email).delete()[0]


def purge_searches(now: datetime) -> int:
    """Those that nobody confirmed."""
    old = SavedSearch.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
    return old.delete()[0]


def _deposits(email: str):
    found = email.strip().lower()
    return Deposit.objects.filter(Q(email__iexact=found) | Q(by__email=found))


def _searches(email: str):
    found = email.strip().lower()
    return SavedSearch.objects.filter(Q(email__iexact=found) | Q(owner__email=found))
