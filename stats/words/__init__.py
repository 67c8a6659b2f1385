"""The engine's French: numbers, dates, places, changes and comparisons in words. Pure."""

from stats.words.changes import Change, describe_change, joinable, last_change
from stats.words.comparisons import (
    Comparator,
    Directory,
    at_floor,
    describe_range,
    find_comparator,
    floor_text,
    format_observation,
    series_alternative,
    text_alternative,
)
from stats.words.numbers import format_number, format_value
from stats.words.places import named, of, where
from stats.words.precision import as_published
from stats.words.times import adjacent, at, between, in_sentence, previous_known
from stats.words.typography import typeset

__all__ = [
    "Change",
    "Comparator",
    "Directory",
    "adjacent",
    "as_published",
    "at",
    "at_floor",
    "between",
    "describe_change",
    "describe_range",
    "find_comparator",
    "floor_text",
    "format_number",
    "format_observation",
    "format_value",
    "in_sentence",
    "joinable",
    "last_change",
    "named",
    "of",
    "previous_known",
    "series_alternative",
    "text_alternative",
    "typeset",
    "where",
]
