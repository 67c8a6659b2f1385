"""Openings a second time, without cleverness: each quarter of an hour is asked, through UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from observatoire.food_aid.opening import CLOSED, OPEN, UNKNOWN, Rule, Timetable

PARIS = ZoneInfo("Europe/Paris")
# Written from the calendar, not computed.
HOLIDAYS = {
    2025: "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
    2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
}


def is_holiday(day: date) -> bool:
    return f"{day:%m-%d}" in HOLIDAYS[day.year].split()


def matches(rule: Rule, day: date) -> bool:
    if day.weekday() not in rule.days:
        return False
    if rule.months and day.month not in rule.months:
        return False
    if rule.start and day < rule.start or rule.end and day > rule.end:
        return False
    if rule.nth:
        month = [day.replace(day=n) for n in range(1, 32) if is_day(day, n)]
        same = [one for one in month if one.weekday() == day.weekday()]
        wanted = [same[n - 1] if n > 0 else same[n] for n in rule.nth if abs(n) <= len(same)]
        if day not in wanted:
            return False
    if rule.every > 1:
        first = rule.start or date(2024, 1, 1)
        while first.weekday() != 0:
            first -= timedelta(days=1)
        monday = day
        while monday.weekday() != 0:
            monday -= timedelta(days=1)
        return ((monday - first).days // 7) % rule.every == 0
    return True


def is_day(day: date, number: int) -> bool:
    try:
        day.replace(day=number)
    except ValueError:
        return False
    return True


def state(timetable: Timetable, instant: datetime) -> str:
    local = instant.astimezone(PARIS)
    for shut in timetable.shut:
        if shut.start <= local.date() <= shut.end:
            return CLOSED
    if not timetable.rules:
        return UNKNOWN
    answers = set()
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        if any(shut.start <= day <= shut.end for shut in timetable.shut):
            continue
        minute = local.hour * 60 + local.minute + 1440 * back
        for rule in timetable.rules:
            if matches(rule, day) and rule.opens <= minute < rule.closes:
                if not is_holiday(day):
                    answers.add(OPEN)
                else:
                    answers.add(timetable.holidays)
    if OPEN in answers:
        return OPEN
    return UNKNOWN if UNKNOWN in answers else CLOSED


def minutes(timetable: Timetable, monday: date) -> int | None:
    if not timetable.rules:
        return None
    now = datetime.combine(monday, time(), PARIS).astimezone(UTC)
    end = datetime.combine(monday + timedelta(days=7), time(), PARIS).astimezone(UTC)
    found = 0
    while now < end:
        found += 15 * (state(timetable, now) == OPEN)
        now += timedelta(minutes=15)
    return found
