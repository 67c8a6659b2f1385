"""The values of a column of a part, and what is refused of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from stats.catalogue.lecture import Cell, StatusRule
from stats.sources.shaped.headers import ValueColumn, absent, fits_one
from stats.sources.shaped.parts import OpenPart
from stats.sources.shaped.values import ABSENT, STATUSES, WRONG, Values, read_values
from stats.statuses import Status

VALUE = STATUSES.index(Status.VALUE)
MOST_REFUSALS = 500
DIGITS = 10
DIGITS_OF_LARGE = 6  # beyond, a number of millions has no more binary digits to round


def column_values(part: OpenPart, column: ValueColumn) -> Values:
    """The values on the rows kept; several columns are added up where all of them are known."""
    found = [read_values(part.cells(place), part.marks, part.footnotes) for place in column.places]
    values = found[0] if len(found) == 1 else _added(found)
    for rule in part.shape.status:
        if not rule.about or fits_one(rule.about, column.name):
            values = _with_status(part, rule, values)
    if part.shape.power:
        values = _with_power(part, values)
    if column.rule.scale != 1:
        scaled = np.round(values.numbers * column.rule.scale, DIGITS)
        values = Values(scaled, values.statuses, values.calls, values.notes)
    return values


def refuse_wrong(part: OpenPart, column: ValueColumn, values: Values) -> None:
    """Cells that are neither a number nor a mark of the source."""
    for number in np.flatnonzero(values.statuses == WRONG)[:MOST_REFUSALS]:
        row = int(part.kept[number])
        texts = (
            part.table.columns[place][part.rows.start + row].as_py() for place in column.places
        )
        written = next(text.strip() for text in texts if text.strip())
        part.refuse(
            row,
            column.name,
            f"« {written} » n’est ni un nombre ni une marque connue de cette source.",
            "Corriger la cellule, ou dire dans « marques » ce que ce signe veut dire.",
        )


def refuse_formulas(part: OpenPart) -> None:
    """Formulas among the values: without a result, or not expected of this source."""
    refused = part.table.uncomputed if part.reading.computed_cells else part.table.formulas
    rows = set(part.kept.tolist()) if refused else set()
    names = {place: column.name for column in part.columns for place in column.places}
    for row, place in sorted(refused):
        if row - part.rows.start in rows and place in names:
            part.refuse(
                row - part.rows.start,
                names[place],
                f"la cellule {_letters(place)}{row + 1} contient une formule.",
                "Dans le tableur, copier puis coller les valeurs seules, et enregistrer.",
            )


def refuse_shifted(part: OpenPart) -> None:
    """Rows of a text with more, or fewer, cells than the header: their values are not theirs."""
    table = part.table
    if table.sheet or table.widths is None:
        return
    width = table.width(part.heading.body - 1)
    for row in part.kept[table.widths[part.kept + part.rows.start] != width]:
        part.refuse(
            row,
            "",
            f"{table.width(part.rows.start + int(row))} cellules au lieu de {width}.",
            "Reprendre le fichier entier ; mettre entre guillemets ce qui contient le séparateur.",
        )


def refuse_unknown_status(part: OpenPart) -> None:
    """Rows whose status is not among those that the source explains."""
    for rule in part.shape.status:
        texts = _column(part, rule.cell)
        for number in np.flatnonzero(_said(part, rule) == WRONG)[:MOST_REFUSALS]:
            text = texts[int(number)].as_py().strip()
            part.refuse(
                part.kept[number],
                rule.cell.name,
                f"le statut « {text} » n’est pas connu de cette source.",
                "Lire la notice du producteur, et l’ajouter à « statut » dans la source.",
            )


def refuse_doubles(part: OpenPart) -> None:
    """The same territory, period and serie on two lines of one table."""
    rows, kept = part.rows, part.kept
    alone = part.shape.territory is None and isinstance(part.shape.period, str)
    if alone or part.shape.repeated or len(set(part.row_places)) == len(kept):
        return
    ranks: dict[tuple[str, str], int] = {}
    places = np.fromiter(
        (ranks.setdefault(place, len(ranks)) for place in part.row_places), np.int64, len(kept)
    )
    key = places * max(len(rows.periods), 1) + rows.period[kept]
    key = key * max(len(part.shape.series), 1) + rows.serie[kept]
    different, first, which = np.unique(key, return_index=True, return_inverse=True)
    if len(different) == len(key):
        return
    name = part.shape.territory.cell.name if part.shape.territory else ""
    for number in np.flatnonzero(first[which] != np.arange(len(key))):
        level, code = part.row_places[number]
        line = part.line(kept[first[which[number]]])
        part.refuse(
            kept[number], name, f"« {code} » ({level}) est déjà donné à la ligne {line}.",
            "N’en garder qu’une.",
        )  # fmt: skip


def _added(found: list[Values]) -> Values:
    numbers = np.sum([one.numbers for one in found], axis=0)
    statuses = found[0].statuses
    for one in found[1:]:
        statuses = np.where(statuses == VALUE, one.statuses, statuses)
    return Values(numbers, statuses.astype(np.int8), found[0].calls, found[0].notes)


def _with_status(part: OpenPart, rule: StatusRule, values: Values) -> Values:
    """What another column says of the cell, unless it says that it has a value."""
    said = _said(part, rule)
    other = (said >= 0) & (said != VALUE)
    numbers = np.where(other, np.nan, values.numbers)
    statuses = np.where(other, said, values.statuses).astype(np.int8)
    return Values(numbers, statuses, values.calls, values.notes)


def _said(part: OpenPart, rule: StatusRule) -> np.ndarray:
    """The status that its column gives to each row kept: WRONG when the source does not know it."""
    known = {**dict.fromkeys(rule.marks, Status.VALUE), **rule.statuses}
    ranks = {text: STATUSES.index(status) for text, status in known.items()}
    texts = [text.strip() for text in _column(part, rule.cell).to_pylist()]
    return np.array([ranks.get(text, WRONG if text else ABSENT) for text in texts], np.int8)


def _with_power(part: OpenPart, values: Values) -> Values:
    """The values times the power of ten of their row."""
    powers = read_values(_column(part, part.shape.power), {}, {}).numbers
    scaled = np.round(values.numbers * 10.0 ** np.nan_to_num(powers), DIGITS_OF_LARGE)
    return Values(scaled, values.statuses, values.calls, values.notes)


def _column(part: OpenPart, cell: Cell) -> pa.Array:
    place = part.heading.find(cell)
    if place is None:
        raise absent(part.table, part.heading, cell)
    return part.cells(place)


def _letters(place: int) -> str:
    """The name a spreadsheet gives to a column: A, B… Z, AA."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
