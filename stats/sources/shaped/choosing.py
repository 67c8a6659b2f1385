"""Which shape reads which table, by the names the producer gives: file, sheet, title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stats.catalogue.lecture import Reading, SetAside, Shape, TableRule
from stats.catalogue.patterns import Pattern
from stats.sources.opening import Table
from stats.sources.shaped.headers import heading_row

WHOLE = TableRule()


@dataclass(frozen=True)
class Part:
    """The rows of a table that one shape reads: its header begins at `row`, the next at `end`."""

    shape: Shape
    rule: TableRule
    captured: dict[str, str]
    row: int
    end: int


def is_known(reading: Reading, name: str) -> bool:
    """Whether a shape reads files of this name, or something says that they are not read."""
    return any(
        _match(one, name) is not None for shape in reading.shapes for one in shape.files
    ) or (any(aside.file and _match(aside.file, name) is not None for aside in reading.aside))


def set_aside(reading: Reading, table: Table) -> SetAside | None:
    """Why this table is not read, when the source says so."""
    for aside in reading.aside:
        asked = ((aside.file, table.name), (aside.sheet, table.sheet), (aside.title, table.title))
        if all(_match(pattern, text) is not None for pattern, text in asked if pattern):
            return aside
    return None


def named_shapes(reading: Reading, table: Table) -> Iterator[tuple[Shape, TableRule, dict]]:
    """The shapes whose file, sheet and title patterns fit, and what these captured."""
    for shape in reading.shapes:
        of_file = _first(shape.files, table.name)
        of_sheet = _first(shape.sheets, table.sheet) if shape.sheets else {}
        if of_file is None or of_sheet is None:
            continue
        for rule in shape.tables or (WHOLE,):
            of_title = _match(rule.title, table.title) if rule.title else {}
            of_tab = _match(rule.sheet, table.sheet) if rule.sheet else {}
            if of_title is not None and of_tab is not None:
                yield shape, rule, {**of_file, **of_sheet, **of_title, **of_tab}
                break


def parts(reading: Reading, table: Table) -> list[Part]:
    """The parts of a table, in their order; each ends where the header of another begins."""
    found = [
        (row, shape, rule, captured)
        for shape, rule, captured in named_shapes(reading, table)
        if (row := heading_row(table, shape)) is not None
    ]
    found.sort(key=lambda one: one[0])
    starts = sorted({row for row, *_ in found})
    return [
        Part(shape, rule, captured, row, _end(table, shape, row, starts))
        for row, shape, rule, captured in found
    ]


def _end(table: Table, shape: Shape, row: int, starts: list[int]) -> int:
    """Where the next header begins, or where a text says that the table is over."""
    end = next((start for start in starts if start > row), table.size)
    if not shape.stops:
        return end
    stops = [Pattern(text) for text in shape.stops]
    for below in range(row + shape.header.lines, end):
        cells = (cell for cell in table.row(below) if cell)
        if any(stop.match(cell) is not None for cell in cells for stop in stops):
            return below
    return end


def _first(patterns: tuple[str, ...], text: str) -> dict[str, str] | None:
    return next((found for one in patterns if (found := _match(one, text)) is not None), None)


def _match(pattern: str, text: str) -> dict[str, str] | None:
    return Pattern(pattern).match(text)
