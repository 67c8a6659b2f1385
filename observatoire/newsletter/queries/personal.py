"""What the letter holds of a person: a subscription, and the mailbox of a witness."""

from __future__ import annotations

from datetime import datetime, timedelta

from observatoire.newsletter.models import Subscriber, Witness

UNCONFIRMED_KEPT = timedelta(days=7)


def export_subscription(email: str) -> list[dict]:
    return [
        {
            "demandé le": one.asked_at.isoformat(),
            "confirmé le": one.confirmed_at.isoformat() if one.confirmed_at else "",
            "thèmes": ", ".join(one.themes),
        }
        for one in _subscribers(email)
    ]


def erase_subscription(email: str) -> int:
    return _subscribers(email).delete()[0]


def held_subscriptions():
    return Subscriber.objects.order_by("email").values_list("email", "asked_at")


def purge_subscriptions(now: datetime) -> int:
    """Those that nobody confirmed."""
    old = Subscriber.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_KEPT)
    return old.delete()[0]


def export_witness(email: str) -> list[dict]:
    return [
        {"témoin depuis le": one.since.isoformat(), "institution": str(one.institution)}
        for one in _witnesses(email).select_related("institution")
    ]


def erase_witness(email: str) -> int:
    rows = _witnesses(email)
    number = rows.count()
    rows.delete()
    return number


def held_witnesses():
    return Witness.objects.order_by("email").values_list("email", "since")


def _subscribers(email: str):
    return Subscriber.objects.filter(email=email.strip().lower())


def _witnesses(email: str):
    return Witness.objects.filter(email=email.strip().lower())
