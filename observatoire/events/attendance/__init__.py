"""Attendance files into people, and people into registrants. Pure: knows no database.

Whoever needs attendance imports from here; the other modules of this package are its inside.
"""

from observatoire.events.attendance.joining import Person, join_sessions
from observatoire.events.attendance.matching import Certainty, Known, Match, match_people
from observatoire.events.attendance.reading import (
    Fault,
    Report,
    Sitting,
    Unreadable,
    read_attendance,
)

__all__ = [
    "Certainty",
    "Fault",
    "Known",
    "Match",
    "Person",
    "Report",
    "Sitting",
    "Unreadable",
    "join_sessions",
    "match_people",
    "read_attendance",
]
