"""The rows of a table: which territory, which period, which indicator; what is set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from stats.catalogue.lecture import Cell, Footnote, PeriodRule, Shape
from stats.catalogue.patterns import Pattern, fill, flat
from stats.periods import parse_period
from stats.sources.opening import Table
from stats.sources.report import Refusal
from stats.sources.shaped.headers import Heading, absent
from stats.sources.shaped.places import LostZeroError, PlaceError, code_of, is_code, is_nowhere
from stats.sources.shaped.values import split_call
from stats.statuses import Mark
from stats.words import typeset

type_place = tuple[str, str]
type_finder = Callable[[str, str], str]
HOLDS_NUMBER = re.compile(r"\s*[+\-\u2212]?\d[\d\s.,]*([eE][+\-]?\d+)?\s*(\*+|\(\d+\))?\s*$")


@dataclass
class Rows:
    """Row by row of the body. A number is a rank in the list beside it; −1: the row is out.

    `start` is the row of the table where the body begins; `left` says why rows of a long table
    are not read, and how many they are.
    """

    start: int
    size: int
    place: np.ndarray
    places: list[type_place]
    period: np.ndarray
    periods: list[str]
    serie: np.ndarray
    row_marks: np.ndarray
    marks: list[frozenset[Mark]]
    refused: list[Refusal] = field(default_factory=list)
    ignored: int = 0
    left: list[tuple[str, int]] = field(default_factory=list)

    @property
    def kept(self) -> np.ndarray:
        return np.flatnonzero((self.place >= 0) & (self.period >= 0) & (self.serie >= 0))


def read_rows(
    table: Table,
    shape: Shape,
    heading: Heading,
    end: int,
    filled: list[int],
    captured: Mapping[str, str],
    find_name: type_finder,
) -> Rows:
    """`filled` are the columns whose cells make of a row a row of data; the others are notes.

    `find_name` gives the code of a territory from its level and its name.
    """
    start, size = heading.body, max(end - heading.body, 0)
    rows = Rows(
        start=start,
        size=size,
        place=np.full(size, -1, np.int32),
        places=[],
        period=np.zeros(size, np.int32),
        periods=[""],
        serie=np.zeros(size, np.int32),
        row_marks=np.zeros(size, np.int32),
        marks=[frozenset()],
    )
    bare = _RowsOfData(table, rows, filled)
    _read_series(table, shape, heading, rows)
    _leave_series(shape, rows, bare)
    _read_periods(table, shape, heading, rows, bare)
    _read_marks(table, shape, heading, rows)
    _read_places(table, shape, heading, rows, bare, captured, find_name)
    _mark_series(shape, rows)
    rows.ignored = size - len(rows.kept) - len({refusal.line for refusal in rows.refused})
    return rows


class _RowsOfData:
    """Whether a row holds a number: looked at only for the rows whose key is not sound."""

    def __init__(self, table: Table, rows: Rows, filled: list[int]) -> None:
        self.table, self.rows, self.filled = table, rows, filled

    def holds(self, row: int) -> bool:
        return any(
            HOLDS_NUMBER.match(self.table.columns[place][self.rows.start + row].as_py())
            for place in self.filled
        )

    def is_written(self, row: int) -> bool:
        """Whether a value holds anything, were it the sign of a secret."""
        return any(
            self.table.columns[place][self.rows.start + row].as_py().strip()
            for place in self.filled
        )

    def labels(self, row: int) -> list[str]:
        """The texts of a row outside its values."""
        cells = (
            column[self.rows.start + row].as_py()
            for place, column in enumerate(self.table.columns)
            if place not in self.filled
        )
        return [text for cell in cells if (text := flat(cell))]


def _read_places(
    table: Table,
    shape: Shape,
    heading: Heading,
    rows: Rows,
    bare: _RowsOfData,
    captured: Mapping[str, str],
    find_name: type_finder,
) -> None:
    rule = shape.territory
    if rule is None:
        own = [serie.place or shape.place or ("", "") for serie in shape.series]
        rows.places += own or [shape.place or ("", "")]
        rows.place[:] = rows.serie
        return
    column = heading.find(rule.cell)
    if column is None:
        raise absent(table, heading, rule.cell)
    indices, texts = _encoded(table, rows, column)
    level = _level(table, shape, captured)
    numbers = np.full(len(texts), -1, np.int32)
    complaints: dict[int, PlaceError] = {}
    as_is = not rule.codes and not rule.named
    for place, (text, is_plain) in enumerate(zip(texts, is_code(level, texts), strict=True)):
        try:
            if is_plain and as_is:
                key = (level, text)
            else:
                known = rule.codes.get(text, text)
                code = find_name(level, known) if rule.named else ""
                key = (level, code or code_of(level, known, zeros=rule.zeros))
        except PlaceError as error:
            complaints[place] = error
            continue
        numbers[place] = len(rows.places)
        rows.places.append(key)
    rows.place = numbers[indices]
    for row in np.flatnonzero(rows.place < 0):
        text = texts[indices[row]]
        _settle(table, shape, heading, rows, bare, int(row), text, complaints[indices[row]])
    _skip(shape, rows, bare)


def _settle(table, shape, heading, rows: Rows, bare, row: int, text: str, complaint) -> None:
    """A row without a sound code: a total by its name, a note, a row known and left, a fault."""
    labels = bare.labels(row)
    for pattern, place in shape.names.items():
        if any(Pattern(pattern).match(label) is not None for label in labels):
            if bare.holds(row):
                rows.place[row] = len(rows.places)
                rows.places.append(place)
                _mark(shape, rows, row, labels)
            return
    is_data = bare.holds(row) or (isinstance(complaint, LostZeroError) and bare.is_written(row))
    if is_nowhere(text) or not is_data or _skipped(shape, labels):
        return
    if rows.period[row] < 0 or rows.serie[row] < 0:
        return
    if shape.territory.named and text:
        # A name that no territory bears: the row will be unmatched, and listed under it.
        rows.place[row] = len(rows.places)
        rows.places.append((str(shape.territory.level), text))
        return
    if not text:
        complaint = PlaceError(
            "la ligne a des valeurs mais aucun code de territoire.",
            "Écrire le code, ou nommer cette ligne dans « noms » ou « lignes_ignorees ».",
        )
    elif not text.isdigit():
        complaint = PlaceError(
            complaint.reason,
            "Corriger le code, ou nommer cette ligne dans « noms » ou « lignes_ignorees ».",
        )
    rows.refused.append(
        refusal(
            table, rows.start + row, shape.territory.cell.name, complaint.reason, complaint.remedy
        )
    )


def _mark(shape: Shape, rows: Rows, row: int, labels: list[str]) -> None:
    marks = frozenset(
        mark
        for pattern, mark in shape.estimated.items()
        if any(Pattern(pattern).match(label) is not None for label in labels)
    )
    if marks:
        if marks not in rows.marks:
            rows.marks.append(marks)
        rows.row_marks[row] = rows.marks.index(marks)


def _skip(shape: Shape, rows: Rows, bare: _RowsOfData) -> None:
    """Rows left out although their code is sound (« 976 Mayotte » where it is not comparable)."""
    codes = {text for text in shape.skipped_rows if Pattern(text).plain}
    if not codes:
        return
    for number, (_, code) in enumerate(rows.places):
        if code in codes:
            rows.place[rows.place == number] = -1


def _skipped(shape: Shape, labels: list[str]) -> bool:
    return any(
        Pattern(pattern).match(label) is not None
        for pattern in shape.skipped_rows
        for label in labels
    )


def _level(table: Table, shape: Shape, captured: Mapping[str, str]) -> str:
    rule = shape.territory
    if not rule.levels:
        return str(rule.level)
    return str(rule.levels[captured[rule.by]])


def _read_periods(
    table: Table, shape: Shape, heading: Heading, rows: Rows, bare: _RowsOfData
) -> None:
    rule = shape.period
    if not isinstance(rule, PeriodRule):
        return
    column = heading.find(rule.cell)
    if column is None:
        raise absent(table, heading, rule.cell)
    indices, texts = _encoded(table, rows, column)
    if rule.also:
        indices, texts = _joined(table, heading, rows, rule, indices, texts)
    rows.periods, numbers = [], np.full(len(texts), -1, np.int32)
    marks = np.zeros(len(texts), np.int32)
    for place, text in enumerate(texts):
        code, note = _period(text, rule, shape.footnotes)
        if code is None:
            continue
        numbers[place] = len(rows.periods)
        rows.periods.append(code)
        if note and note.marks:
            rows.marks.append(frozenset(note.marks))
            marks[place] = len(rows.marks) - 1
    rows.period, rows.row_marks = numbers[indices], marks[indices]
    for row in np.flatnonzero(rows.period < 0):
        if rows.serie[row] >= 0 and bare.holds(row) and not _skipped(shape, bare.labels(row)):
            rows.refused.append(
                refusal(
                    table,
                    rows.start + row,
                    rule.cell.name,
                    f"« {texts[indices[row]]} » n’est pas une période de la forme attendue.",
                    f"Écrire comme « {rule.read[0]} », ou l’ajouter à « lignes_ignorees ».",
                )
            )


def _joined(
    table: Table, heading: Heading, rows: Rows, rule: PeriodRule, indices: np.ndarray, texts: list
) -> tuple[np.ndarray, list[str]]:
    """The texts of two columns as one: « 2025 T3 »."""
    column = heading.find(rule.also)
    if column is None:
        raise absent(table, heading, rule.also)
    others, also = _encoded(table, rows, column)
    different, places = np.unique(indices * len(also) + others, return_inverse=True)
    pairs = [divmod(int(one), len(also)) for one in different]
    return places, [f"{texts[first]} {also[second]}".strip() for first, second in pairs]


def _period(
    text: str, rule: PeriodRule, footnotes: Mapping[str, Footnote]
) -> tuple[str | None, Footnote | None]:
    base, note, call = split_call(text, footnotes)
    for written, called in ((text, None), (base, note)):
        if written is base and call and note is None:
            break
        for pattern in rule.read:
            if (captured := Pattern(pattern).match(written)) is not None:
                return period_code(fill(rule.write, captured)), called
    return None, None


def period_code(text: str) -> str | None:
    try:
        return parse_period(text).code
    except ValueError:
        return None


def _read_series(table: Table, shape: Shape, heading: Heading, rows: Rows) -> None:
    """Long tables: the number of the serie each row belongs to; those of none are left."""
    if not shape.series:
        return
    rows.serie = np.full(rows.size, -1, np.int32)
    for number, serie in enumerate(shape.series):
        fits = np.ones(rows.size, bool)
        for header, wanted in serie.when.items():
            column = heading.find(Cell(header=header))
            if column is None:
                fits[:] = False
                break
            indices, texts = _encoded(table, rows, column)
            pattern = Pattern(wanted)
            fits &= np.array([pattern.match(text) is not None for text in texts])[indices]
        rows.serie[fits & (rows.serie < 0)] = number


def _leave_series(shape: Shape, rows: Rows, bare: _RowsOfData) -> None:
    """Rows of the series that are not read, with their reason; those that nothing describes."""
    if not shape.series:
        return
    unknown = [row for row in np.flatnonzero(rows.serie < 0) if bare.holds(int(row))]
    if unknown:
        rows.left.append(("aucune série de la source ne les décrit.", len(unknown)))
    counts: dict[str, int] = {}
    for number, serie in enumerate(shape.series):
        if serie.reason and (rows.serie == number).any():
            counts[serie.reason] = counts.get(serie.reason, 0) + int((rows.serie == number).sum())
            rows.serie[rows.serie == number] = -1
    rows.left += counts.items()


def _read_marks(table: Table, shape: Shape, heading: Heading, rows: Rows) -> None:
    """The marks that a column of status gives to its row, added to those it has."""
    for rule in shape.status:
        column = heading.find(rule.cell)
        if column is None:
            raise absent(table, heading, rule.cell)
        indices, texts = _encoded(table, rows, column)
        for place, text in enumerate(texts):
            if text in rule.marks:
                _add_mark(rows, indices == place, rule.marks[text])


def _mark_series(shape: Shape, rows: Rows) -> None:
    """The marks that a serie carries at some levels of territory."""
    for number, serie in enumerate(shape.series):
        for level, mark in serie.rounded.items():
            of_level = np.array([place[0] == level for place in rows.places])
            _add_mark(rows, (rows.serie == number) & (rows.place >= 0) & of_level[rows.place], mark)


def _add_mark(rows: Rows, which: np.ndarray, mark: Mark) -> None:
    for number in np.unique(rows.row_marks[which]):
        rows.marks.append(rows.marks[number] | {mark})
        rows.row_marks[which & (rows.row_marks == number)] = len(rows.marks) - 1


def _encoded(table: Table, rows: Rows, column: int) -> tuple[np.ndarray, list[str]]:
    """The different texts of a column of the body, trimmed, and the rank of each row's."""
    cells = table.columns[column].slice(rows.start, rows.size)
    encoded = pc.utf8_trim_whitespace(cells).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def refusal(table: Table, row: int, column: str, reason: str, remedy: str) -> Refusal:
    return Refusal(table.place, table.line(int(row)), column, typeset(reason), typeset(remedy))
