"""The tables of events."""

from observatoire.events.models.after import Attendance, AttendanceImport, Followup, Notice
from observatoire.events.models.channel import Channel
from observatoire.events.models.conference import Conference, Photograph
from observatoire.events.models.event import Event, Waiver
from observatoire.events.models.question import Question, Support
from observatoire.events.models.registration import Registration, Reminder
from observatoire.events.models.room import RoomReport
from observatoire.events.models.session import Intervention, Session
from observatoire.events.models.theme import ThemeProposal

__all__ = [
    "Attendance",
    "AttendanceImport",
    "Channel",
    "Conference",
    "Event",
    "Followup",
    "Intervention",
    "Notice",
    "Photograph",
    "Question",
    "Registration",
    "Reminder",
    "RoomReport",
    "Session",
    "Support",
    "ThemeProposal",
    "Waiver",
]
