"""A week before, the day before, an hour before: once each, whatever restarts and clocks do."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import close_old_connections, connection

from observatoire.events.actions.telling import remind_everyone
from observatoire.events.models import Registration, Reminder
from observatoire.events.queries.owed import due_at
from observatoire.mail.models import Message

PARIS = ZoneInfo("Europe/Paris")
Kind = Reminder.Kind


def registered(event, number=1, *, before=30):
    """Confirmed well before, and told: only reminders are left to send."""
    return [
        Registration.objects.create(
            event=event,
            email=f"personne-{one}@example.org",
            state="confirmee",
            rank=one,
            confirmed_at=event.starts_at - timedelta(days=before),
            told_state="confirmee",
        )
        for one in range(1, number + 1)
    ]


@pytest.mark.parametrize(
    ("starts", "week", "day", "hour"),
    [
        # The clocks go forward on 31 March 2024: the same hour of the wall, a day before.
        ("2024-03-31 09:30", "2024-03-24T09:30+01:00", "2024-03-30T09:30+01:00", "08:30+02:00"),
        ("2024-04-02 09:30", "2024-03-26T09:30+01:00", "2024-04-01T09:30+02:00", "08:30+02:00"),
        # An hour before three o'clock, that night, is half past one: two o'clock never was.
        ("2024-03-31 03:30", "2024-03-24T03:30+01:00", "2024-03-30T03:30+01:00", "01:30+01:00"),
        # They go back on 27 October 2024.
        ("2024-10-27 09:30", "2024-10-20T09:30+02:00", "2024-10-26T09:30+02:00", "08:30+01:00"),
        ("2024-10-28 09:30", "2024-10-21T09:30+02:00", "2024-10-27T09:30+01:00", "08:30+01:00"),
    ],
)
def test_reminders_follow_the_clock_of_the_wall(make_event, starts, week, day, hour):
    start = datetime.strptime(starts, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)
    event = make_event(starts_at=start, ends_at=None)
    asked = [due_at(event, kind).timestamp() for kind in (Kind.WEEK, Kind.DAY, Kind.HOUR)]
    written = (week, day, f"{starts[:10]}T{hour}")
    assert asked == [datetime.fromisoformat(one).timestamp() for one in written]


@pytest.mark.parametrize("day", ["2024-03-31", "2024-10-27", "2026-04-07"])
def test_each_leaves_once_over_a_whole_week(make_event, day):
    """The work is done again every hour, as after a restart: three messages, no more."""
    start = datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=PARIS)
    event = make_event(starts_at=start, ends_at=None)
    registered(event, 2)
    sent = Counter()
    moment = start.astimezone(ZoneInfo("UTC")) - timedelta(days=8)
    while moment < start + timedelta(hours=2):
        with time_machine.travel(moment, tick=False):
            remind_everyone()
            sent[moment] += remind_everyone()
        is_near = start - moment <= timedelta(hours=6)
        moment += timedelta(minutes=30) if is_near else timedelta(hours=6)
    assert Counter(Reminder.objects.values_list("kind", flat=True)) == {
        Kind.WEEK: 2,
        Kind.DAY: 2,
        Kind.HOUR: 2,
    }
    assert (Message.objects.count(), sum(sent.values())) == (6, 0)


def test_a_site_that_was_down_sends_the_reminder_of_the_moment_alone(make_event):
    event = make_event()
    registered(event)
    with time_machine.travel(event.starts_at - timedelta(minutes=40), tick=False):
        assert remind_everyone() == 1
    assert list(Reminder.objects.values_list("kind", flat=True)) == [Kind.HOUR]


def test_whoever_registers_after_its_hour_is_not_reminded(make_event):
    event = make_event()
    registered(event, before=2)
    with time_machine.travel(event.starts_at - timedelta(days=1, hours=6), tick=False):
        assert remind_everyone() == 0
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        assert remind_everyone() == 1


def test_an_event_put_off_is_recalled_for_its_new_day(make_event):
    event = make_event()
    registered(event)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        assert remind_everyone() == 1
        event.starts_at += timedelta(days=30)
        event.ends_at += timedelta(days=30)
        event.save()
        assert remind_everyone() == 0
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        assert remind_everyone() == 1


@pytest.mark.parametrize("given", [{"cancelled_at": "2026-03-01T09:00Z"}, {"stage": "annonce"}])
def test_nobody_is_reminded_of_what_will_not_be(make_event, given):
    event = make_event(**given)
    registered(event)
    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        assert remind_everyone() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_once(make_event):
    event = make_event()
    registered(event, 10)
    sent, failures = [], []

    def work():
        try:
            sent.append(remind_everyone())
        except Exception as error:  # what a thread raises is otherwise lost
            failures.append(error)
        finally:
            close_old_connections()
            connection.close()

    with time_machine.travel(event.starts_at - timedelta(hours=20), tick=False):
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (failures, sum(sent), Message.objects.count()) == ([], 10, 10)
