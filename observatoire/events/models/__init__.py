"""The tables of events."""

from observatoire.events.models.channel import Channel
from observatoire.events.models.event import Event, Waiver
from observatoire.events.models.question import Question, Support
from observatoire.events.models.registration import Registration, Reminder
from observatoire.events.models.room import RoomReport
from observatoire.events.models.session import Intervention, Session
from observatoire.events.models.theme import ThemeProposal

__all__ = [
    "Channel",
    "Event",
    "Intervention",
    "Question",
    "Registration",
    "Reminder",
    "RoomReport",
    "Session",
    "Support",
    "ThemeProposal",
    "Waiver",
]
