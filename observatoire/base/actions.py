"""The verbs of the base: search entries, recurring work."""

from __future__ import annotations

import traceback
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from observatoire.base.french import terms
from observatoire.base.models import Generation, Schedule, SearchEntry
from observatoire.base.registry import SearchDraft, registry


def remember_searchable(draft: SearchDraft) -> None:
    """Write, or write again, the search entry of one object."""
    SearchEntry.objects.update_or_create(
        kind=draft.ref.kind, key=draft.ref.key, defaults=_columns(draft)
    )


def forget_searchable(*, kind: str, key: str) -> None:
    SearchEntry.objects.filter(kind=kind, key=key).delete()


@transaction.atomic
def rebuild_search() -> int:
    """Write all entries anew from what the registry offers; their number."""
    SearchEntry.objects.all().delete()
    entries = {
        (draft.ref.kind, draft.ref.key): SearchEntry(
            kind=draft.ref.kind, key=draft.ref.key, **_columns(draft)
        )
        for give in registry.searchables.values()
        for draft in give()
    }
    SearchEntry.objects.bulk_create(entries.values(), batch_size=500)
    Generation.advance()
    return len(entries)


def _columns(draft: SearchDraft) -> dict:
    return {
        "title": draft.title[:250],
        "summary": draft.summary[:400],
        "address": draft.address,
        "label": draft.kind,
        "date": draft.date,
        "group": draft.group,
        "weight": draft.weight,
        "title_words": " ".join(terms(draft.title)),
        "body_words": " ".join(terms(f"{draft.summary} {draft.body}")),
    }


def run_due_jobs(*, now: datetime | None = None) -> list[str]:
    """Do the recurring work whose hour has come; each occurrence is claimed before it is run."""
    now = now or timezone.now()
    done = []
    for pk in Schedule.objects.filter(due__lte=now, started_at=None).values_list("pk", flat=True):
        # The update is the claim: a second worker changes no row and goes on.
        if Schedule.objects.filter(pk=pk, started_at=None).update(started_at=now):
            done.append(_run(Schedule.objects.get(pk=pk)))
    return done


def _run(occurrence: Schedule) -> str:
    try:
        registry.jobs[occurrence.job]()
    except Exception:
        # A failed work is written down and shown on the desk; the next occurrence still comes.
        occurrence.failure = traceback.format_exc(limit=3)
    occurrence.finished_at = timezone.now()
    occurrence.save(update_fields=["failure", "finished_at"])
    if occurrence.every:
        due = occurrence.due
        while due <= occurrence.finished_at:
            due += occurrence.every
        Schedule.objects.get_or_create(
            job=occurrence.job, due=due, defaults={"every": occurrence.every}
        )
    return occurrence.job


def ensure_schedules(jobs: dict) -> None:
    """Give every registered recurring work its first occurrence. `jobs`: name → timedelta."""
    for job, every in jobs.items():
        if not Schedule.objects.filter(job=job, finished_at=None).exists():
            Schedule.objects.get_or_create(
                job=job, due=timezone.now(), defaults={"every": every}
            )
