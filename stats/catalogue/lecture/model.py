"""The parts of a reading. Texts in them are patterns or templates of `stats.catalogue.patterns`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stats.statuses import Mark, Status

type_place = tuple[str, str]  # (level, code or template of it)


@dataclass(frozen=True)
class Cell:
    """A column of the table: by its header (a pattern), or by its rank from 1."""

    header: str = ""
    rank: int = 0

    @property
    def name(self) -> str:
        return self.header or f"n° {self.rank}"


@dataclass(frozen=True)
class Header:
    """The first line of the header: the `nth` that holds `marker`, less `before`; or `line`."""

    marker: str = ""
    line: int = 0
    lines: int = 1
    before: int = 0
    nth: int = 1


@dataclass(frozen=True)
class TerritoryRule:
    """Where the territory of a row is. `level` is the level, unless `levels` gives it by what
    the name of the file captured under `by`. `codes` renames codes, `zeros` completes them.
    With `named`, the column holds names: the territories of the store give their codes.
    """

    cell: Cell = Cell()
    level: str = ""
    by: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    zeros: bool = False
    named: bool = False


@dataclass(frozen=True)
class PeriodRule:
    """Where the period of a row is, how it is written there, how it is written here.

    `also` is a second column that completes the first (the quarter beside the year).
    """

    cell: Cell
    read: tuple[str, ...]
    write: str
    also: Cell | None = None


@dataclass(frozen=True)
class Footnote:
    """What a call of note (« (2) », « * ») means: marks, a revision number, a remark."""

    marks: tuple[Mark, ...] = ()
    revision: int = 0
    note: str = ""


@dataclass(frozen=True)
class ColumnRule:
    """Columns of values. `header` has a pattern for each line of the header, or one for all.

    `summed` are patterns of the last line: the columns that match are added up into one.
    `rounded` gives marks by level of territory. Several columns may fit one rule.
    """

    header: tuple[str, ...]
    indicator: str = ""
    period: str = ""
    place: type_place | None = None
    scale: float = 1
    marks: tuple[Mark, ...] = ()
    rounded: Mapping[str, Mark] = field(default_factory=dict)
    summed: tuple[str, ...] = ()
    optional: bool = False
    revision: int = 0
    note: str = ""
    ceiling: str = ""


@dataclass(frozen=True)
class Serie:
    """Rows of a long table that belong to an indicator: what their other columns must hold.

    `place` is their territory when no column says it, `rounded` their marks by level of territory,
    `reason` why they are left unread.
    """

    when: Mapping[str, str]
    indicator: str = ""
    place: type_place | None = None
    rounded: Mapping[str, Mark] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class StatusRule:
    """A column that says what a cell holds, or why it is empty, and which marks its row carries.

    It speaks for the columns whose header fits `about`, or for all of them.
    """

    cell: Cell
    statuses: Mapping[str, Status]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathering:
    """Rows of parts (IRIS) added up into the whole (`level`) whose code is in `cell`.

    With `detail`, the parts are observations too; `codes` renames the wholes (patterns).
    """

    cell: Cell
    level: str
    detail: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftColumns:
    """Columns of values that are known and not read, and why."""

    headers: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class TableRule:
    """What one table has of its own among those of a shape; recognised by title or sheet."""

    title: str = ""
    sheet: str = ""
    indicator: str = ""
    period: str = ""
    footnotes: Mapping[str, Footnote] = field(default_factory=dict)
    columns: tuple[ColumnRule, ...] = ()
    note: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class SetAside:
    """What is known and not read, and why."""

    reason: str
    file: str = ""
    sheet: str = ""
    title: str = ""


@dataclass(frozen=True)
class Shape:
    """One form of file. What it leaves empty comes from the whole reading.

    `power` is the column of the power of ten that the values of its row are written in. With
    `repeated`, a territory may stand on several rows that say the same.
    """

    name: str
    files: tuple[str, ...]
    header: Header
    sheets: tuple[str, ...] = ()
    territory: TerritoryRule | None = None
    place: type_place | None = None
    names: Mapping[str, type_place] = field(default_factory=dict)
    skipped_rows: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    period: str | PeriodRule = ""
    columns: tuple[ColumnRule, ...] = ()
    other_columns: tuple[str, ...] = ()
    left_columns: tuple[LeftColumns, ...] = ()
    tables: tuple[TableRule, ...] = ()
    series: tuple[Serie, ...] = ()
    status: tuple[StatusRule, ...] = ()
    gathering: Gathering | None = None
    power: Cell | None = None
    repeated: bool = False
    footnotes: Mapping[str, Footnote] = field(default_factory=dict)
    mentions: Mapping[str, Mark] = field(default_factory=dict)
    marks: Mapping[str, Status] | None = None
    estimated: Mapping[str, Mark] = field(default_factory=dict)
    citation: str = ""
    edition: str = ""
    vintage: str = ""
    vintages: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """All that the YAML says of the files of a source. `marks` says what is not a number."""

    shapes: tuple[Shape, ...] = ()
    marks: Mapping[str, Status] = field(default_factory=dict)
    citation: str = ""
    edition: str = ""
    computed_cells: bool = False
    aside: tuple[SetAside, ...] = ()


def indicators_read(reading: Reading) -> frozenset[str]:
    """The codes of every indicator that the files of a source may give."""
    found: set[str] = set()
    for shape in reading.shapes:
        found |= {rule.indicator for rule in (*shape.columns, *shape.series, *shape.tables)}
        found |= {rule.indicator for table in shape.tables for rule in table.columns}
    return frozenset(found - {""})
