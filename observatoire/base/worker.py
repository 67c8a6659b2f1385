"""The worker: takes tasks, keeps its lease, gives back the tasks of the dead, rings the hours."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from observatoire.base.actions import ensure_schedules, run_due_jobs
from observatoire.base.models import WorkerLease
from observatoire.base.registry import registry

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15
TICK_SECONDS = 20
WATCH_SECONDS = 2
STOP_SECONDS = 4  # well within the ten that whoever asks us to stop will wait


class LeasedWorker(Worker):
    """The library's worker, with a lease that others can see expire.

    Tasks are idempotent: one that was given back may have been done, wholly or in part.
    """

    def run(self) -> None:
        self._ended = threading.Event()
        self._waited_for: list[threading.Thread] = []
        # A signal that finds us idle raises where it falls: from the lease on, all is in the try.
        try:
            keep_alive(self.worker_id)
            ensure_schedules({name: job.every for name, job in registry.jobs.items()})
            self._begin_recurring_work()
            super().run()
        finally:
            self._ended.set()
            # A message half given to a relay is finished; a heart does not beat after the end.
            for thread in self._waited_for:
                thread.join(timeout=STOP_SECONDS)
            leave(self.worker_id)

    def _begin_recurring_work(self) -> None:
        if self.batch:
            run_due_jobs()
            for watch in registry.watches.values():
                watch(lambda: False)
            return
        # Two threads: a recurring work that takes minutes must not silence the heart.
        self._waited_for.append(self._every(BEAT_SECONDS, lambda: keep_alive(self.worker_id)))
        self._every(TICK_SECONDS, run_due_jobs)
        for watch in registry.watches.values():
            self._waited_for.append(self._every(WATCH_SECONDS, partial(watch, self._ended.is_set)))

    def shutdown(self, signum, frame) -> None:
        if self.running and self.running_task:
            # A long task is left in the middle: our lease will expire and another takes it.
            timer = threading.Timer(STOP_SECONDS, os._exit, args=[0])
            timer.daemon = True
            timer.start()
        super().shutdown(signum, frame)

    def _every(self, seconds: float, do: Callable[[], object]) -> threading.Thread:
        def repeat():
            while True:
                try:
                    do()
                except DatabaseError:
                    # The database is restarting, or busy beyond its patience: next time.
                    logger.warning("La base n’a pas répondu au travailleur.", exc_info=True)
                finally:
                    connections.close_all()
                if self._ended.wait(seconds):
                    return

        thread = threading.Thread(target=repeat, daemon=True)
        thread.start()
        return thread


def keep_alive(worker_id: str) -> None:
    beat(worker_id)
    give_back_lost_tasks()


def beat(worker_id: str) -> None:
    """Say that this worker is alive."""
    WorkerLease.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": timezone.now()})


def leave(worker_id: str) -> None:
    WorkerLease.objects.filter(worker_id=worker_id).delete()


def give_back_lost_tasks() -> int:
    """Put back the tasks that a silent worker had begun; how many."""
    # Tasks before leases: a worker that starts meanwhile has its lease before its first task.
    running = list(DBTaskResult.objects.running())
    limit = timezone.now() - timedelta(seconds=settings.LEASE_SECONDS)
    WorkerLease.objects.filter(beat_at__lt=limit).delete()
    alive = set(WorkerLease.objects.values_list("worker_id", flat=True))
    given = 0
    for task in running:
        if not task.worker_ids or task.worker_ids[-1] not in alive:
            # The hour at which it was begun names this attempt: a newer one is left alone.
            same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            given += same.update(status=TaskResultStatus.READY, started_at=None)
    return given
