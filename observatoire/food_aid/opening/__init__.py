"""When a place is open: rules that come back, closures, holidays; and what is not known."""

from observatoire.food_aid.opening.french import in_words
from observatoire.food_aid.opening.grid import read_grid, write_grid
from observatoire.food_aid.opening.holidays import easter, public_holidays
from observatoire.food_aid.opening.osm import read_osm, write_osm
from observatoire.food_aid.opening.recurrence import (
    CLOSED,
    OPEN,
    UNKNOWN,
    Rule,
    Shut,
    Span,
    Timetable,
    minutes_open,
    spans_of_day,
    state_at,
)
from observatoire.food_aid.opening.rrule import read_rrules, write_rrules

__all__ = [
    "CLOSED",
    "OPEN",
    "UNKNOWN",
    "Rule",
    "Shut",
    "Span",
    "Timetable",
    "easter",
    "in_words",
    "minutes_open",
    "public_holidays",
    "read_grid",
    "read_osm",
    "read_rrules",
    "spans_of_day",
    "state_at",
    "write_grid",
    "write_osm",
    "write_rrules",
]
