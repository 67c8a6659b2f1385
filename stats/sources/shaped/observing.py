"""From the values of a column to a block of observations: what each of them must carry."""

from __future__ import annotations

import numpy as np

from stats.catalogue.patterns import fill
from stats.sources.report import Unmatched
from stats.sources.shaped.blocks import Block
from stats.sources.shaped.cells import column_values, refuse_wrong
from stats.sources.shaped.gathering import Gathered, gather
from stats.sources.shaped.headers import ValueColumn, place_of
from stats.sources.shaped.parts import OpenPart
from stats.sources.shaped.places import PlaceError
from stats.sources.shaped.rows import period_code
from stats.sources.shaped.values import Values, read_values
from stats.statuses import join_marks


def observe(part: OpenPart, column: ValueColumn) -> list[Block]:
    """The observations of a column, in a block for each view of the part. Raises FileFault."""
    values = column_values(part, column)
    refuse_wrong(part, column, values)
    blocks = (_block(view, column, values) for view in part.views)
    return [block for block in blocks if block is not None]


def _block(part: OpenPart, column: ValueColumn, values: Values) -> Block | None:
    """None when the column holds nothing."""
    gathered = _gathered(part, column, values)
    numbers, statuses = gathered.numbers, gathered.statuses
    levels, codes, known = _places(part, column)
    use = np.flatnonzero((statuses >= 0) & known)
    if not len(use):
        return None
    blocks, rows = part.account.blocks, part.kept[part.first[use]]
    levels, codes = levels[use], codes[use]
    period = _period(part, column, rows)
    indicator, unit = _indicator(part, column, rows)
    calls = values.calls[part.first[use]]
    return Block(
        texts={
            "indicateur": indicator,
            "niveau": levels,
            "territoire": codes,
            "periode": period,
            "marques": _marks(part, column, values, levels, part.rows.row_marks[rows], calls),
            "unite": unit,
            "source": blocks.rank("source", part.citation),
            "origine": blocks.rank("origine", part.account.source.code),
            "edition": blocks.rank("edition", part.edition),
            "note": blocks.rank("note", _note(part, column)),
        },
        numbers=numbers[use],
        statuses=statuses[use],
        vintages=_vintages(part, period),
        revision=max([column.rule.revision, *(one.revision for one in column.called)]),
        lower=gathered.lower[use] if part.gathered else None,
        upper=gathered.upper[use] if part.gathered else None,
        lines=rows + part.rows.start,
    )


def _gathered(part: OpenPart, column: ValueColumn, values: Values) -> Gathered:
    """The values as they are, or added up into wholes."""
    if not part.gathered:
        nothing = np.empty(0)
        return Gathered(values.numbers, values.statuses, nothing, nothing)
    ceilings = None
    if column.ceiling is not None:
        ceilings = read_values(part.cells(column.ceiling), part.marks, part.footnotes).numbers
    return gather(part.holder, len(part.places), values.numbers, values.statuses, ceilings)


def _places(part: OpenPart, column: ValueColumn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Levels, codes and whether the store knows them: those of the rows, or of the column."""
    try:
        own = place_of(column.rule, column.captured)
    except PlaceError as error:
        raise part.fault(column.name, error.reason, error.remedy) from error
    if own is None:
        return *part.place_ranks, part.known
    account = part.account
    known = account.knows(own)
    if not known:
        line = part.table.line(part.heading.body - 1)
        unmatched = Unmatched(part.table.place, line, *own)
        if unmatched not in account.unmatched:
            account.unmatched.append(unmatched)
            account.rows += 1
    ranks = (account.blocks.rank("niveau", own[0]), account.blocks.rank("territoire", own[1]))
    size = len(part.kept)
    return np.full(size, ranks[0]), np.full(size, ranks[1]), np.full(size, known)


def _indicator(
    part: OpenPart, column: ValueColumn, rows: np.ndarray
) -> tuple[int | np.ndarray, int | np.ndarray]:
    """The indicator and its unit: one for the column, or one for each serie of rows."""
    blocks, indicators = part.account.blocks, part.account.catalogue.indicators
    code = column.rule.indicator or part.part.rule.indicator
    if code:
        unit = blocks.rank("unite", indicators[code].unit)
        return blocks.rank("indicateur", code), unit
    codes = [serie.indicator for serie in part.shape.series]
    units = [indicators[one].unit if one else "" for one in codes]
    series = part.rows.serie[rows]
    return (
        blocks.lexicons["indicateur"].ranks(codes)[series],
        blocks.lexicons["unite"].ranks(units)[series],
    )


def _period(part: OpenPart, column: ValueColumn, rows: np.ndarray) -> int | np.ndarray:
    blocks = part.account.blocks
    template = column.rule.period or part.part.rule.period or part.shape.period
    if not isinstance(template, str):
        return blocks.lexicons["periode"].ranks(part.rows.periods)[part.rows.period[rows]]
    code = period_code(fill(template, column.captured))
    if code is None:
        raise part.fault(
            column.name,
            f"« {fill(template, column.captured)} » n’est pas une période.",
            "Corriger « periode » dans la source.",
        )
    return blocks.rank("periode", code)


def _marks(
    part: OpenPart,
    column: ValueColumn,
    values: Values,
    levels: np.ndarray,
    row_marks: np.ndarray,
    calls: np.ndarray,
) -> np.ndarray:
    """Marks of the column, of the row, of the level of territory and of the cell, together."""
    blocks, rule, by_row = part.account.blocks, column.rule, part.rows.marks
    shared = frozenset(rule.marks) | frozenset(part.part.rule.marks) | part.mentions
    shared |= {mark for one in column.called for mark in one.marks}
    codes = (levels.astype(np.int64) * len(by_row) + row_marks) * len(values.notes) + calls
    if codes.min() == codes.max():
        different, places = codes[:1], np.zeros(len(codes), np.int32)
    else:
        different, places = np.unique(codes, return_inverse=True)
    ranks = np.empty(len(different), np.int32)
    for number, code in enumerate(different.tolist()):
        rest, call = divmod(code, len(values.notes))
        level, row_mark = divmod(rest, len(by_row))
        found = shared | by_row[row_mark]
        if note := values.notes[call]:
            found |= frozenset(note.marks)
        if mark := rule.rounded.get(blocks.text("niveau", level)):
            found |= {mark}
        ranks[number] = blocks.rank("marques", join_marks(found))
    return ranks[places]


def _note(part: OpenPart, column: ValueColumn) -> str:
    called = (one.note for one in column.called)
    notes = (column.rule.note, *called, part.part.rule.note, part.shape.note)
    return " ; ".join(dict.fromkeys(filter(None, notes))).replace(" ;", "\u00a0;")


def _vintages(part: OpenPart, period: int | np.ndarray) -> int | np.ndarray:
    """The year of the geography: said by the source, else the year of the period."""
    shape, captured = part.shape, part.part.captured
    said = shape.vintages.get(captured.get("aaaa", "")) or shape.vintage
    if said:
        return int(fill(said, captured))
    texts = part.account.blocks.lexicons["periode"].texts
    years = np.array([int(text[:4]) for text in texts], np.int32)
    return int(years[period]) if np.ndim(period) == 0 else years[period]
