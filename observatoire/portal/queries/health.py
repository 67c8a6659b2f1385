"""The health of what the portal itself knows: the work done in the background."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, F, OuterRef, Subquery, Value

from observatoire.base.models import Schedule, WorkerLease


def background_facts() -> tuple[datetime | None, list[str]]:
    """When a worker last said it was alive (None: none ever did), and the works that failed.

    A work failed when its last finished occurrence did: a later success clears a failure.
    """
    finished = Schedule.objects.filter(job=OuterRef("job"), finished_at__isnull=False)
    last = finished.order_by("-finished_at", "-pk").values("pk")[:1]
    failed = Schedule.objects.filter(pk=Subquery(last)).exclude(failure="")
    alive = WorkerLease.objects.order_by().annotate(
        work=Value("", output_field=CharField()), at=F("beat_at")
    )
    failed = failed.order_by().annotate(work=F("job"), at=F("finished_at"))
    columns = ("work", "at")
    rows = list(alive.values_list(*columns).union(failed.values_list(*columns), all=True))
    beats = [at for work, at in rows if not work]
    return max(beats, default=None), sorted(work for work, _ in rows if work)
