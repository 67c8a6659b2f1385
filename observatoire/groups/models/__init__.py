"""The tables of the groups' work, one file per noun; groups and seats are directory's."""

from observatoire.groups.models.meeting import (
    AgendaItem,
    DateAnswer,
    DateOption,
    Meeting,
    Presence,
)
from observatoire.groups.models.minutes import Amendment, Conflict, Minutes, Passage
from observatoire.groups.models.theme import Theme, ThemeVote, Thread

__all__ = [
    "AgendaItem",
    "Amendment",
    "Conflict",
    "DateAnswer",
    "DateOption",
    "Meeting",
    "Minutes",
    "Passage",
    "Presence",
    "Theme",
    "ThemeVote",
    "Thread",
]
