"""What stands in the outbox."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from observatoire.mail.models import DomainAlarm, Mailing, Message

ASKS = (Mailing.State.DRAFT, Mailing.State.LATE)


@dataclass(frozen=True)
class Facts:
    doubtful: int
    alarms: int


def facts() -> Facts:
    return Facts(
        doubtful=Message.objects.in_doubt().count(),
        alarms=DomainAlarm.objects.filter(closed_at=None).count(),
    )


def waiting_mailings(limit: int = 10) -> list[Mailing]:
    """Those that a person must confirm or decide on, the oldest first."""
    found = Mailing.objects.filter(state__in=ASKS).defer("html", "text")
    return list(found.order_by("created_at", "id")[:limit])


def tallies(mailing: Mailing) -> dict[str, int]:
    """How many messages of a mailing are in each state."""
    rows = mailing.messages.order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows}
