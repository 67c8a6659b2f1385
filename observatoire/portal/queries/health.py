"""The health of what the portal itself knows: the work done in the background."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from observatoire.base.models import Schedule, WorkerLease


def last_beat() -> datetime | None:
    """When a worker last said it was alive; None when none ever did."""
    return WorkerLease.objects.aggregate(beat=Max("beat_at"))["beat"]


def failed_jobs() -> list[str]:
    """Recurring works whose last finished occurrence failed: a later success clears a failure."""
    finished = Schedule.objects.filter(job=OuterRef("job"), finished_at__isnull=False)
    last = finished.order_by("-finished_at", "-pk").values("pk")[:1]
    failed = Schedule.objects.filter(pk=Subquery(last)).exclude(failure="")
    return list(failed.order_by("job").values_list("job", flat=True))
