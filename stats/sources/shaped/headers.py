"""The header of a table: where it is, what each column is called, which rule reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow.compute as pc

from stats.catalogue.lecture import Cell, ColumnRule, Footnote, Shape, TableRule
from stats.catalogue.patterns import Pattern, fill, flat
from stats.sources.opening import FileFault, Table
from stats.sources.shaped.places import code_of
from stats.sources.shaped.values import split_call

SEARCHED = 80


@dataclass(frozen=True)
class ValueColumn:
    """Columns to add up (most often one) into the values of an indicator."""

    places: tuple[int, ...]
    name: str
    rule: ColumnRule
    captured: Mapping[str, str]
    called: tuple[Footnote, ...]
    ceiling: int | None = None


@dataclass(frozen=True)
class Heading:
    """`labels[j]` holds the text of column j on each line of the header; data begin at `body`."""

    body: int
    labels: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> dict[int, str]:
        """What each titled column is called."""
        named = {
            place: " / ".join(dict.fromkeys(filter(None, label)))
            for place, label in enumerate(self.labels)
        }
        return {place: name for place, name in named.items() if name}

    def fits(self, place: int, patterns: Iterable[str]) -> bool:
        """Whether a column is called so: by its whole name, or by one line of its header."""
        texts = {*self.labels[place], self.names.get(place, "")} - {""}
        return any(fits_one(patterns, text) for text in texts)

    def find(self, cell: Cell) -> int | None:
        """The column a cell of the reading names."""
        if cell.rank:
            return cell.rank - 1 if cell.rank <= len(self.labels) else None
        pattern = Pattern(cell.header)
        for place, label in enumerate(self.labels):
            if any(text and pattern.match(text) is not None for text in label):
                return place
        return None


def heading_row(table: Table, shape: Shape) -> int | None:
    """The first line of the header; None when the table has no such header."""
    header = shape.header
    if header.line:
        return header.line - 1 if header.line <= table.size else None
    wanted = Pattern(header.marker)
    text, seen = flat(header.marker).casefold(), 0
    for row in range(min(table.size, _depth(table))):
        cells = table.row(row)
        found = (
            any(flat(cell).casefold() == text for cell in cells)
            if wanted.plain
            else any(cell and wanted.match(cell) is not None for cell in cells)
        )
        seen += found
        if found and seen == header.nth:
            return max(row - header.before, 0)
    return None


def _depth(table: Table) -> int:
    """A text file has its header at its top; a sheet may hold several tables."""
    return table.size if table.sheet else SEARCHED


def read_heading(table: Table, shape: Shape, row: int) -> Heading:
    """The labels of the columns. A cell merged over several columns names each of them."""
    lines = [
        list(table.row(row + place))
        for place in range(shape.header.lines)
        if row + place < table.size
    ]
    for line in lines[:-1]:
        last = ""
        for place, text in enumerate(line):
            last = text.strip() or last
            line[place] = last
    labels = tuple(
        tuple(line[place].strip() for line in lines) for place in range(len(table.columns))
    )
    return Heading(row + shape.header.lines, labels)


def value_columns(
    table: Table,
    shape: Shape,
    rule: TableRule,
    heading: Heading,
    end: int,
    captured: Mapping[str, str],
) -> tuple[list[ValueColumn], list[str]]:
    """The columns to read, and the names of those nothing says how to read.

    FileFault when a column that must be there is not, or calls a note nobody explains.
    """
    footnotes = {**shape.footnotes, **rule.footnotes}
    rules = rule.columns or shape.columns
    found: dict[int, list[tuple[int, dict[str, str], tuple[Footnote, ...]]]] = {}
    unread = []
    keys = {heading.find(cell) for cell in _key_cells(shape)}
    for place, label in enumerate(heading.labels):
        if place in keys or not any(label):
            continue
        matched = _matched(table, heading, label, rules, footnotes)
        if not matched and not heading.fits(place, _set_aside(shape)):
            unread.append(heading.names[place])
        for number, own, called in matched:
            _check_year(table, heading, label, own, captured)
            found.setdefault(number, []).append((place, own, called))
    _check_missing(table, heading, rules, found, captured)
    years = [own["aaaa"] for places in found.values() for _, own, _ in places if "aaaa" in own]
    if years:
        captured = {"debut": min(years), "fin": max(years), **captured}
    columns = [
        column
        for number, places in found.items()
        for column in _columns(rules[number], places, heading, captured)
    ]
    if not columns:
        raise _missing(table, heading, rules[0])
    return columns, unread + _untitled(table, heading, end, keys)


def _columns(rule, places, heading: Heading, captured) -> Iterator[ValueColumn]:
    ceiling = heading.find(Cell(header=rule.ceiling)) if rule.ceiling else None
    if rule.summed:
        groups: dict[tuple, list] = {}
        for place, own, called in places:
            kept = tuple(sorted(own.items()))
            groups.setdefault(kept, []).append((place, called))
        for kept, group in groups.items():
            yield ValueColumn(
                tuple(place for place, _ in group),
                rule.indicator or " / ".join(rule.header),
                rule,
                {**captured, **dict(kept)},
                tuple(note for _, called in group for note in called),
                ceiling,
            )
        return
    for place, own, called in places:
        name = heading.names[place]
        yield ValueColumn((place,), name, rule, {**captured, **own}, called, ceiling)


def _key_cells(shape: Shape) -> Iterator[Cell]:
    if shape.territory:
        yield shape.territory.cell
    if shape.gathering:
        yield shape.gathering.cell
    yield from (rule.cell for rule in shape.status)
    if shape.power:
        yield shape.power
    if shape.period and not isinstance(shape.period, str):
        yield shape.period.cell
        if shape.period.also:
            yield shape.period.also
    for serie in shape.series:
        yield from (Cell(header=header) for header in serie.when)


def _matched(
    table: Table,
    heading: Heading,
    label: tuple[str, ...],
    rules: tuple[ColumnRule, ...],
    footnotes: Mapping[str, Footnote],
) -> list[tuple[int, dict[str, str], tuple[Footnote, ...]]]:
    """The rules a label fits, as it stands, else without its calls of note.

    One rule reads a column; it may be a part of any number of sums besides.
    """
    if found := _fitting(rules, label):
        return [(number, own, ()) for number, own in found]
    split = [split_call(text, footnotes) for text in label]
    bases = tuple(base for base, _, _ in split)
    found = _fitting(rules, bases) if bases != label else []
    unknown = next((call for _, note, call in split if call and note is None), "")
    if found and unknown:
        raise FileFault(
            table.place,
            f"la colonne porte un renvoi « {unknown} » que la source n’explique pas.",
            "Lire la note sous le tableau, et dire dans « renvois » ce qu’elle signifie.",
            line=table.line(heading.body - 1),
            column=" / ".join(filter(None, label)),
        )
    called = tuple(note for _, note, _ in split if note is not None)
    return [(number, own, called) for number, own in found]


def _fitting(
    rules: tuple[ColumnRule, ...], label: tuple[str, ...]
) -> list[tuple[int, dict[str, str]]]:
    every = ((number, _match(rule, label)) for number, rule in enumerate(rules))
    found = [(number, own) for number, own in every if own is not None]
    plain = [one for one in found if not rules[one[0]].summed]
    return plain[:1] + [one for one in found if rules[one[0]].summed]


def _match(rule: ColumnRule, label: tuple[str, ...]) -> dict[str, str] | None:
    if len(rule.header) == 1:
        texts = [next((text for text in reversed(label) if text), "")]
    else:
        texts = list(label)
    found: dict[str, str] = {}
    for pattern, text in zip(rule.header, texts, strict=False):
        own = Pattern(pattern).match(text)
        if own is None:
            return None
        found.update(own)
    if rule.summed and not any(Pattern(one).match(texts[-1]) is not None for one in rule.summed):
        return None
    return found


def _check_year(table, heading, label, own, captured) -> None:
    """Insee writes the year in the name of the file and in each of its columns: they must agree."""
    if "aa" in own and own["aaaa"] != captured.get("aaaa", own["aaaa"]):
        raise FileFault(
            table.place,
            f"la colonne est de {own['aaaa']}, le nom du fichier dit {captured['aaaa']}.",
            "Rendre au fichier le nom que le producteur lui a donné.",
            line=table.line(heading.body - 1),
            column=label[-1],
        )


def fits_one(patterns: Iterable[str], text: str) -> bool:
    return any(Pattern(one).match(text) is not None for one in patterns)


def _set_aside(shape: Shape) -> tuple[str, ...]:
    """Patterns of the columns that are known and not read."""
    left = (header for one in shape.left_columns for header in one.headers)
    return (*shape.other_columns, *left)


def _check_missing(table, heading, rules, found, captured) -> None:
    for number, rule in enumerate(rules):
        if number not in found and not rule.optional:
            raise _missing(table, heading, _written(rule, captured))
        lasts = [heading.labels[place][-1] for place, _, _ in found.get(number, ())]
        for part in rule.summed if lasts else ():
            if not any(Pattern(part).match(last) is not None for last in lasts):
                raise _missing(table, heading, ColumnRule(header=(part,)))


def _written(rule: ColumnRule, captured: Mapping[str, str]) -> ColumnRule:
    """The rule as this file would write it: `TP60{aa}` is « TP6021 » in a file of 2021."""
    year = captured.get("aaaa", "")
    parts = {"{aaaa}": year, "{aa}": year[2:]} if year else {}
    header = list(rule.header)
    for part, text in parts.items():
        header = [one.replace(part, text) for one in header]
    return ColumnRule(header=tuple(header))


def _missing(table: Table, heading: Heading, rule: ColumnRule) -> FileFault:
    return absent(table, heading, Cell(header=" / ".join(rule.header)))


def absent(table: Table, heading: Heading, cell: Cell) -> FileFault:
    """A column that the shape needs and the table has not."""
    return FileFault(
        table.place,
        "la colonne est absente.",
        "Reprendre le fichier du producteur ; s’il a changé de forme, l’écrire dans la source.",
        line=table.line(max(heading.body - 1, 0)),
        column=cell.name,
    )


def _untitled(table: Table, heading: Heading, end: int, keys: set) -> list[str]:
    """Columns without a title that hold numbers: said, for they may be read by nobody."""
    return [
        f"colonne {place + 1}, sans titre"
        for place, label in enumerate(heading.labels)
        if place not in keys and not any(label) and _holds_number(table, heading, end, place)
    ]


def _holds_number(table: Table, heading: Heading, end: int, place: int) -> bool:
    cells = table.columns[place].slice(heading.body, max(end - heading.body, 0))
    return bool(pc.any(pc.match_substring_regex(cells, r"^\s*-?\d")).as_py())


def place_of(rule: ColumnRule, captured: Mapping[str, str]) -> tuple[str, str] | None:
    """The territory a column is about, when its header says so. PlaceError when malformed."""
    if rule.place is None:
        return None
    level, template = rule.place
    return level, code_of(level, fill(template, captured), zeros=True)
