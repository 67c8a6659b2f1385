"""How the files of a source are read: the key `lecture` of its YAML, as frozen values.

A source has shapes; a shape says which files, sheets and titles it fits, where their header is,
and where each of the three things an observation needs is written: territory, period, indicator.
"""

from __future__ import annotations

from stats.catalogue.lecture.model import (
    Cell,
    ColumnRule,
    Footnote,
    Gathering,
    Header,
    LeftColumns,
    PeriodRule,
    Reading,
    Serie,
    SetAside,
    Shape,
    StatusRule,
    TableRule,
    TerritoryRule,
    indicators_read,
)
from stats.catalogue.lecture.schema import check_lecture, lecture, reading_of

__all__ = [
    "Cell",
    "ColumnRule",
    "Footnote",
    "Gathering",
    "Header",
    "LeftColumns",
    "PeriodRule",
    "Reading",
    "Serie",
    "SetAside",
    "Shape",
    "StatusRule",
    "TableRule",
    "TerritoryRule",
    "check_lecture",
    "indicators_read",
    "lecture",
    "reading_of",
]
