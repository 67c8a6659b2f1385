"""What the alerts want found: by the group that examines them, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from observatoire.alerts.models import Alert
from observatoire.base.actions import forget_searchable, remember_searchable
from observatoire.base.registry import Ref, SearchDraft


def drafts() -> Iterator[SearchDraft]:
    rows = Alert.objects.told().exclude(group=None).select_related("group", "territory")
    for alert in rows.order_by("pk"):
        yield draft_of(alert)


def draft_of(alert: Alert) -> SearchDraft:
    return SearchDraft(
        ref=Ref("alerte", str(alert.pk)),
        title=str(alert)[:250],
        address=alert.get_absolute_url(),
        kind="Alerte",
        summary=alert.state_words,
        body=f"{alert.seen} {alert.answer}",
        date=timezone.localtime(alert.received_at).date(),
        group=alert.group.slug,
    )


def remember(alert: Alert) -> None:
    """The entry follows the alert: there once it is given to a group, gone if joined to another."""
    is_told = alert.state != Alert.State.RECEIVED and alert.same_as_id is None
    if is_told and alert.group is not None:
        remember_searchable(draft_of(alert))
    else:
        forget_searchable(kind="alerte", key=str(alert.pk))
