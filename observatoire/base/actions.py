"""The verbs of the base: search entries, recurring work."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from observatoire.base.french import terms
from observatoire.base.models import Generation, Schedule, SearchEntry
from observatoire.base.models.search import PARTNERS
from observatoire.base.registry import SearchDraft, registry

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, so that weekly work starts the week
JOB_SECONDS = 3600  # a recurring work that takes longer should be a task, or is dead


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
        "group": PARTNERS if draft.for_partners else draft.group,
        "weight": draft.weight,
        "title_words": " ".join(terms(draft.title)),
        "body_words": " ".join(terms(f"{draft.summary} {draft.body}")),
    }


def run_due_jobs(*, now: datetime | None = None) -> list[str]:
    """Do the recurring work whose hour has come; each occurrence is claimed before it is run."""
    now = now or timezone.now()
    _close_abandoned_jobs(now)
    done = []
    for pk in Schedule.objects.filter(due__lte=now, started_at=None).values_list("pk", flat=True):
        # The update is the claim: a second worker changes no row and goes on.
        if Schedule.objects.filter(pk=pk, started_at=None).update(started_at=now):
            done.append(_run(Schedule.objects.get(pk=pk)))
    return done


def _run(occurrence: Schedule) -> str:
    failure = ""
    try:
        registry.jobs[occurrence.job].run()
    except Exception:
        # A failed work is written down and shown on the desk; the next occurrence still comes.
        failure = traceback.format_exc(limit=3)
    _finish(occurrence, at=timezone.now(), failure=failure)
    return occurrence.job


def _close_abandoned_jobs(now: datetime) -> None:
    """A worker may die at work: its occurrence is then a failure, and must not stop the series."""
    long_ago = now - timedelta(seconds=JOB_SECONDS)
    for occurrence in Schedule.objects.filter(started_at__lt=long_ago, finished_at=None):
        _finish(occurrence, at=now, failure="Interrompu : le travailleur s’est arrêté en route.")


def _finish(occurrence: Schedule, *, at: datetime, failure: str) -> None:
    occurrence.finished_at, occurrence.failure = at, failure
    occurrence.save(update_fields=["failure", "finished_at"])
    if occurrence.every:
        missed = (at - occurrence.due) // occurrence.every
        due = occurrence.due + occurrence.every * (missed + 1)
        Schedule.objects.get_or_create(
            job=occurrence.job, due=due, defaults={"every": occurrence.every}
        )


def ensure_schedules(jobs: dict[str, timedelta]) -> None:
    """Give every registered recurring work its first occurrence. `jobs`: name → rhythm.

    Hours are whole multiples of the rhythm since EPOCH: two workers that start together name the
    same one, and the constraint keeps a single series.
    """
    for job, every in jobs.items():
        if not Schedule.objects.filter(job=job, finished_at=None).exists():
            due = EPOCH + every * ((timezone.now() - EPOCH) // every)
            Schedule.objects.get_or_create(job=job, due=due, defaults={"every": every})
