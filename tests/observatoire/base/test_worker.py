"""The worker: leases, tasks of the dead, recurring work done once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from observatoire.base.actions import ensure_schedules, run_due_jobs
from observatoire.base.models import Schedule, WorkerLease
from observatoire.base.registry import Job, registry
from observatoire.base.worker import beat, give_back_lost_tasks

HOUR = timedelta(hours=1)
done: list[str] = []


@task
def write_down(word):
    done.append(word)


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


@pytest.fixture
def jobs(monkeypatch):
    """The registry's recurring works, empty and thrown away after."""
    table: dict[str, Job] = {}
    monkeypatch.setattr(registry, "jobs", table)
    return table


def begun_by(worker_id: str) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=write_down.enqueue("repris").id)
    row.claim(worker_id)
    return row


@pytest.mark.django_db(transaction=True)
def test_a_task_is_done(jobs):
    write_down.enqueue("fait")
    call_command("worker", "--une-fois")
    assert done == ["fait"]
    assert WorkerLease.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_worker_silent_for_a_minute_is_run_again(jobs, fixed_clock):
    beat("silencieux")
    begun_by("silencieux")
    fixed_clock.shift(61)
    call_command("worker", "--une-fois")
    assert done == ["repris"]
    assert list(WorkerLease.objects.values_list("worker_id", flat=True)) == []


@pytest.mark.django_db
def test_the_task_of_a_worker_that_left_without_a_lease_is_given_back():
    row = begun_by("parti")
    assert give_back_lost_tasks() == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == (TaskResultStatus.READY, None)


@pytest.mark.django_db
def test_the_task_of_a_living_worker_is_left_alone(fixed_clock):
    beat("vivant")
    row = begun_by("vivant")
    fixed_clock.shift(59)
    assert give_back_lost_tasks() == 0
    row.refresh_from_db()
    assert row.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_recurring_work_has_one_series_whoever_starts_it(fixed_clock):
    ensure_schedules({"relever": HOUR})
    fixed_clock.shift(7)
    ensure_schedules({"relever": HOUR})
    assert list(Schedule.objects.values_list("job", "due")) == [
        ("relever", timezone.now().replace(minute=0, second=0))
    ]


@pytest.mark.django_db
def test_recurring_work_is_done_at_its_hour_and_comes_again(jobs, fixed_clock):
    jobs["relever"] = Job(lambda: done.append("relevé"), HOUR)
    ensure_schedules({"relever": HOUR})
    assert run_due_jobs() == ["relever"]
    assert run_due_jobs() == []
    fixed_clock.shift(3600)
    assert run_due_jobs() == ["relever"]
    assert done == ["relevé", "relevé"]


@pytest.mark.django_db
def test_hours_missed_while_nobody_worked_are_not_made_up(jobs, fixed_clock):
    jobs["relever"] = Job(lambda: done.append("relevé"), HOUR)
    ensure_schedules({"relever": HOUR})
    fixed_clock.shift(5 * 3600 + 60)
    assert run_due_jobs() == ["relever"]
    waiting = Schedule.objects.get(finished_at=None)
    assert waiting.due == timezone.now().replace(minute=0) + HOUR


@pytest.mark.django_db
def test_a_failing_work_is_written_down_and_comes_again(jobs):
    def fail():
        raise ValueError("la source ne répond pas")

    jobs["relever"] = Job(fail, HOUR)
    ensure_schedules({"relever": HOUR})
    run_due_jobs()
    failed, waiting = Schedule.objects.order_by("due")
    assert failed.failure.splitlines()[-1] == "ValueError: la source ne répond pas"
    assert (failed.finished_at, waiting.finished_at) == (timezone.now(), None)
    assert waiting.due == failed.due + HOUR


@pytest.mark.django_db
def test_a_work_whose_worker_died_is_written_down_and_comes_again(jobs, fixed_clock):
    ensure_schedules({"relever": HOUR})
    Schedule.objects.update(started_at=timezone.now())
    fixed_clock.shift(2 * 3600)
    assert run_due_jobs() == []
    abandoned, waiting = Schedule.objects.order_by("due")
    assert abandoned.failure == "Interrompu : le travailleur s’est arrêté en route."
    assert waiting.due == abandoned.due + 3 * HOUR


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_hour_twice(jobs):
    names = [f"travail-{number}" for number in range(12)]
    for name in names:
        jobs[name] = Job(lambda name=name: done.append(name), HOUR)
    ensure_schedules(dict.fromkeys(names, HOUR))
    start, given = threading.Barrier(2), []

    def work():
        try:
            start.wait()
            given.extend(run_due_jobs())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(given) == sorted(names)
    assert Schedule.objects.filter(finished_at=None).count() == len(names)


@task
def sleep_long():
    time.sleep(60)


@contextmanager
def worker_process():
    """A true process, on the database of this test."""
    database = connection.settings_dict
    address = f"sqlite://{database['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        env=os.environ
        | {"OBS_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "observatoire.config.settings"},
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(lambda: WorkerLease.objects.count() == 1)
        yield worker
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.django_db(transaction=True)
def test_it_ends_at_once_when_it_has_nothing_to_do(jobs):
    with worker_process() as worker:
        asked = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
        assert time.monotonic() - asked < 3
        assert WorkerLease.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_it_ends_within_ten_seconds_in_the_middle_of_a_task(jobs, fixed_clock):
    """The task is left as it is; its lease expires and another worker takes it again."""
    row = DBTaskResult.objects.get(pk=sleep_long.enqueue().id)
    with worker_process() as worker:
        _wait_for(lambda: DBTaskResult.objects.running().count() == 1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
    WorkerLease.objects.update(beat_at=timezone.now() - timedelta(seconds=61))
    assert give_back_lost_tasks() == 1
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY


def _wait_for(condition) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit, "rien n’est venu en vingt secondes"
        time.sleep(0.1)
