"""Calendars as programs read them (.ics): one meeting, or all of them to subscribe to.

A meeting keeps its identifier for ever; whoever changes it raises its sequence, and takes it back
with METHOD:CANCEL, so that calendars move or remove what they hold instead of adding to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

PARIS = ZoneInfo("Europe/Paris")
PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Appointment:
    """`key` never changes; `sequence` only grows. `alarms`: how long before it rings."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    text: str = ""
    address: str = ""
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    alarms: tuple[timedelta, ...] = field(default=())


def write_calendar(
    appointments: Iterable[Appointment],
    *,
    method: str = PUBLISH,
    name: str = "",
    organizer: tuple[str, str] = ("", ""),
    attendee: str = "",
) -> bytes:
    """The bytes of a calendar. `organizer`: name and address; `attendee`: whose copy it is."""
    calendar = Calendar()
    calendar.add("prodid", "-//Observatoire//Calendrier//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for one in appointments:
        calendar.add_component(_event(one, method, organizer, attendee))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(one: Appointment, method: str, organizer: tuple[str, str], attendee: str) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@observatoire")
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.changed_at)
    event.add("dtstart", one.starts_at.astimezone(PARIS))
    event.add("dtend", one.ends_at.astimezone(PARIS))
    event.add("summary", one.title)
    for key, value in (("description", one.text), ("location", one.place), ("url", one.address)):
        if value:
            event.add(key, value)
    cancelled = method == CANCEL or one.is_cancelled
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if organizer[1]:
        event.add("organizer", _someone(organizer[1], CN=organizer[0]))
    if attendee:
        event.add("attendee", _someone(attendee, PARTSTAT="ACCEPTED", RSVP="FALSE"))
    if not cancelled:
        for before in one.alarms:
            event.add_component(_alarm(before, one.title))
    return event


def _someone(email: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        address.params[name] = vText(value)
    return address


def _alarm(before: timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
