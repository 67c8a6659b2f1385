"""What the alerts hold of a person: the account behind an alert, a voice, an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from observatoire.alerts.models import Alert, JumpReply, Step, Voice, WaveReply

KEPT = timedelta(days=5 * 365)


def export_alerts(email: str) -> list[dict]:
    rows = Alert.objects.filter(sender__email=email).select_related("territory")
    return [
        {
            "alerte": str(one),
            "ce qui est observé": one.seen,
            "reçue le": one.received_at.isoformat(),
            "état": one.state_words,
        }
        for one in rows.order_by("received_at", "pk")
    ]


def erase_alerts(email: str) -> int:
    """The alert stays, from its institution; nobody is behind it any more."""
    for table in (Voice, WaveReply, JumpReply):
        table.objects.filter(account__email=email).update(account=None)
    Step.objects.filter(by__email=email).update(by=None)
    return Alert.objects.filter(sender__email=email).update(sender=None)


def held_in_alerts() -> Iterator[tuple[str, datetime]]:
    rows = Alert.objects.exclude(sender=None).order_by("pk")
    yield from rows.values_list("sender__email", "received_at").iterator()


def purge_alerts(now: datetime) -> int:
    """Five years after its conclusion, an alert keeps its codes; its words and its file go."""
    old = Alert.objects.filter(closed_at__lt=now - KEPT).exclude(seen="")
    number = 0
    for one in old.order_by("pk"):
        if one.file:
            one.file.delete(save=False)
        one.seen, one.answer, one.sender, one.file_title = "", "", None, ""
        one.save(update_fields=["seen", "answer", "sender", "file", "file_title"])
        one.steps.update(note="", by=None)
        one.voices.update(note="", account=None)
        number += 1
    return number
