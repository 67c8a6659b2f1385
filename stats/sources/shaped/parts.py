"""A part of a table in hand: its header is read, its rows have their territories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from stats.catalogue.lecture import Cell, Footnote, Reading, Shape
from stats.catalogue.patterns import Pattern, fill
from stats.periods import parse_period
from stats.sources.opening import FileFault, Table
from stats.sources.report import Unmatched
from stats.sources.shaped.account import Account
from stats.sources.shaped.choosing import Part
from stats.sources.shaped.headers import (
    Heading,
    ValueColumn,
    absent,
    read_heading,
    value_columns,
)
from stats.sources.shaped.places import PlaceError, code_of
from stats.sources.shaped.rows import Rows, period_code, read_rows, refusal
from stats.statuses import Mark, Status

NOTES_BELOW = 15
LONG_ENOUGH = 10
type_place = tuple[str, str]


@dataclass
class OpenPart:
    """`places` are the territories of the observations: one for each row kept, or one for each
    whole when rows are `gathered`; `holder[i]` is the rank in `places` of the i-th row kept.
    """

    account: Account
    reading: Reading
    table: Table
    part: Part
    heading: Heading
    rows: Rows
    columns: list[ValueColumn]
    unread: list[str]
    kept: np.ndarray
    places: list[type_place]
    holder: np.ndarray
    gathered: bool = False
    whole_file: dict[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        return self.part.shape

    @cached_property
    def first(self) -> np.ndarray:
        """For each place, the rank among the rows kept of its first row."""
        if self.gathered:
            return np.unique(self.holder, return_index=True)[1]
        return np.arange(len(self.places))

    @cached_property
    def views(self) -> tuple[OpenPart, ...]:
        """What is observed: the rows, or the wholes they are added up into, or both."""
        if not (self.gathered and self.shape.gathering.detail):
            return (self,)
        rows = replace(
            self, places=self.row_places, holder=np.arange(len(self.kept)), gathered=False
        )
        return self, rows

    @cached_property
    def row_places(self) -> list[type_place]:
        """The territory of each row kept."""
        return [self.rows.places[number] for number in self.rows.place[self.kept]]

    @cached_property
    def place_ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """The ranks of the level and of the code of each place."""
        lexicons = self.account.blocks.lexicons
        levels = lexicons["niveau"].ranks([level for level, _ in self.places])
        return levels, lexicons["territoire"].ranks([code for _, code in self.places])

    @cached_property
    def known(self) -> np.ndarray:
        """Which places the store knows."""
        return np.fromiter(map(self.account.knows, self.places), bool, len(self.places))

    @cached_property
    def marks(self) -> dict[str, Status]:
        return dict(self.reading.marks if self.shape.marks is None else self.shape.marks)

    @cached_property
    def footnotes(self) -> dict[str, Footnote]:
        return {**self.shape.footnotes, **self.part.rule.footnotes}

    @cached_property
    def mentions(self) -> frozenset[Mark]:
        """Marks of the whole table, from a sentence in its titles or its notes."""
        if not self.shape.mentions:
            return frozenset()
        below = range(max(self.part.end - NOTES_BELOW, self.heading.body), self.part.end)
        rows = [*range(self.heading.body), *below]
        texts = [cell for row in rows for cell in self.table.row(row) if len(cell) > LONG_ENOUGH]
        return frozenset(
            mark
            for pattern, mark in self.shape.mentions.items()
            if any(Pattern(pattern).match(text) is not None for text in texts)
        )

    @property
    def about(self) -> dict[str, str]:
        """What templates of edition and citation may name."""
        return {
            "titre": self.table.title.strip(),
            "feuille": self.table.sheet.strip(),
            "fichier": self.table.name,
            **self.whole_file,
            **self.part.captured,
        }

    @property
    def left(self) -> list[str]:
        """The rows and the columns that are known and not read, each with its reason."""
        rows = (
            f"{count} ligne{'s' if count > 1 else ''} : {reason}"
            for reason, count in self.rows.left
        )
        columns = []
        read = {place for column in self.columns for place in column.places}
        for one in self.shape.left_columns:
            names = [
                name.replace("\n", " ")
                for place, name in self.heading.names.items()
                if place not in read and self.heading.fits(place, one.headers)
            ]
            if names:
                columns.append(f"{', '.join(names)} : {one.reason}")
        return [*rows, *columns]

    @property
    def edition(self) -> str:
        return fill(self.shape.edition or self.reading.edition, self.about)

    @property
    def citation(self) -> str:
        return fill(self.shape.citation or self.reading.citation, self.about)

    def cells(self, place: int) -> pa.Array:
        """The cells of a column on the rows kept."""
        column = self.table.columns[place].slice(self.rows.start, self.rows.size)
        return column if len(self.kept) == self.rows.size else column.take(self.kept)

    def line(self, row: int) -> int:
        """The line in the file of a row of the body."""
        return self.table.line(self.rows.start + int(row))

    def refuse(self, row: int, column: str, reason: str, remedy: str) -> None:
        place = self.rows.start + int(row)
        self.rows.refused.append(refusal(self.table, place, column, reason, remedy))

    def fault(self, column: str, reason: str, remedy: str) -> FileFault:
        line = self.table.line(max(self.heading.body - 1, 0))
        return FileFault(self.table.place, reason, remedy, line=line, column=column)


def open_part(account: Account, reading: Reading, table: Table, part: Part) -> OpenPart:
    """Reads the header and the keys of the rows. Raises FileFault."""
    heading = read_heading(table, part.shape, part.row)
    columns, unread = value_columns(table, part.shape, part.rule, heading, part.end, part.captured)
    filled = sorted({place for column in columns for place in column.places})
    rows = read_rows(table, part.shape, heading, part.end, filled, part.captured, account.find_name)
    kept = rows.kept
    if part.shape.gathering:
        places, holder = _wholes(table, part.shape, heading, rows, kept)
    else:
        places = [rows.places[number] for number in rows.place[kept]]
        holder = np.arange(len(kept))
    return OpenPart(
        account=account,
        reading=reading,
        table=table,
        part=part,
        heading=heading,
        rows=rows,
        columns=columns,
        unread=unread,
        kept=kept,
        places=places,
        holder=holder,
        gathered=part.shape.gathering is not None,
    )


def file_period(parts: list[OpenPart]) -> dict[str, str]:
    """`debut`, `fin` (years) and `dernier` (« octobre 2020 ») of all the tables of a file."""
    codes: set[str] = set()
    for part in parts:
        for column in part.columns:
            template = column.rule.period or part.part.rule.period or part.shape.period
            if isinstance(template, str):
                codes.add(fill(template, column.captured))
            else:
                codes.update(part.rows.periods)
    periods = sorted(parse_period(code) for code in codes if period_code(code))
    if not periods:
        return {}
    first, last = periods[0], periods[-1]
    return {
        "debut": first.code[:4],
        "fin": last.code[:4],
        "dernier": last.label.replace("\u00a0", " "),
    }


def list_unmatched(part: OpenPart) -> int:
    """Lists the rows whose territory the store does not know; how many there are."""
    unknown = np.flatnonzero(~part.known[part.holder]) if len(part.places) else []
    for number in unknown:
        place = part.places[part.holder[number]]
        line = part.line(part.kept[number])
        part.account.unmatched.append(Unmatched(part.table.place, line, *place))
    return len(unknown)


def _wholes(
    table: Table, shape: Shape, heading: Heading, rows: Rows, kept: np.ndarray
) -> tuple[list[type_place], np.ndarray]:
    cell: Cell = shape.gathering.cell
    column = heading.find(cell)
    if column is None:
        raise absent(table, heading, cell)
    cells = table.columns[column].slice(rows.start, rows.size).take(kept)
    renamed = [_renamed(text, shape.gathering.codes) for text in cells.to_pylist()]
    codes, holder = np.unique(np.array(renamed, dtype=str), return_inverse=True)
    try:
        level = str(shape.gathering.level)
        return [(level, code_of(level, str(code))) for code in codes], holder
    except PlaceError as error:
        raise FileFault(table.place, error.reason, error.remedy, column=cell.name) from error


def _renamed(text: str, codes: Mapping[str, str]) -> str:
    return next((code for one, code in codes.items() if Pattern(one).match(text) is not None), text)
