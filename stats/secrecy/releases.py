"""Files already published, and what they tell about the cells of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from stats.secrecy.primary import HIDDEN, PUBLISHED
from stats.secrecy.rows import code_of, given_twice, number_of, read_rows
from stats.secrecy.rules import Rules
from stats.secrecy.table import MEASURES, type_cell
from stats.store.table import RefusedError

COLUMNS = ("valeur", "statut", *MEASURES)


@dataclass(frozen=True)
class Release:
    """What one file says: a number for each published cell, a status for each hidden one."""

    name: str
    dimensions: tuple[str, ...]
    shown: dict[type_cell, float]
    hidden: dict[type_cell, str]

    def as_record(self) -> dict:
        """What JSON can keep of it. It holds nothing that was not published."""
        return {
            "nom": self.name,
            "dimensions": list(self.dimensions),
            "publiees": [[*cell, value] for cell, value in self.shown.items()],
            "masquees": [[*cell, status] for cell, status in self.hidden.items()],
        }

    @classmethod
    def of_record(cls, record: Mapping) -> Release:
        return cls(
            record["nom"],
            tuple(record["dimensions"]),
            {tuple(cell): float(value) for *cell, value in record["publiees"]},
            {tuple(cell): status for *cell, status in record["masquees"]},
        )


def read_release(path: Path, rules: Rules) -> Release:
    """A file that `protect` wrote, or a plain table, every cell of which is then published.

    A dimension that the file does not have is at its total: tables are linked by their margins.
    """
    header, rows = read_rows(path)
    measure = next((name for name in ("valeur", "effectif") if name in header), None)
    if measure is None or not any(name in header for name in rules.dimensions):
        raise RefusedError(f"{path.name} : il manque la colonne valeur, ou les dimensions.")
    if not rows:
        raise RefusedError(f"{path.name} n’a aucune ligne.")
    shown, hidden = {}, {}
    for line, row in rows:
        where = f"{path.name}, ligne {line}"
        key = tuple(
            code_of(row, name, where) if name in header else shape.total or ""
            for name, shape in rules.dimensions.items()
        )
        if key in shown or key in hidden:
            raise given_twice(key, header, (*rules.dimensions, *COLUMNS, rules.cost), where)
        status = row.get("statut") or PUBLISHED
        value = number_of(row[measure], where)
        if status not in (PUBLISHED, *HIDDEN):
            raise RefusedError(f"{where} : le statut « {status} » n’existe pas.")
        if status == PUBLISHED and not np.isnan(value):
            shown[key] = value
        elif status in HIDDEN and not np.isnan(value):
            raise RefusedError(f"{where} : une cellule masquée porte sa valeur.")
        else:
            hidden[key] = status
    return Release(path.name, tuple(n for n in rules.dimensions if n in header), shown, hidden)


def told_by_rates(
    rates: Sequence[Path], growths: Sequence[Path], rules: Rules
) -> dict[type_cell, tuple[float, float]]:
    """Between which numbers a published rate, or growth rate, places a cell.

    A rate (`taux`, in percent, `denominateur`) and a growth (`evolution`, in percent, `precedent`)
    are rounded as they are written: 12,3 is between 12,25 and 12,35.
    """
    found: dict[type_cell, tuple[float, float]] = {}
    for paths, rate, other, added in (
        (rates, "taux", "denominateur", 0),
        (growths, "evolution", "precedent", 100),
    ):
        for path in paths:
            for line, row in read_rows(path)[1]:
                where = f"{path.name}, ligne {line}"
                if not row.get(rate) or not row.get(other):
                    continue
                key = tuple(
                    row.get(name) or shape.total or "" for name, shape in rules.dimensions.items()
                )
                low, high = _rounded(row[rate], where)
                base = number_of(row[other], where) / 100
                before = found.get(key, (0.0, np.inf))
                found[key] = (
                    max(before[0], (low + added) * base),
                    min(before[1], (high + added) * base),
                )
    return found


def _rounded(text: str, where: str) -> tuple[float, float]:
    """The numbers that are written like this one."""
    written = text.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").strip()
    try:
        value = Fraction(written)
    except ValueError:
        raise RefusedError(f"{where} : « {text} » n’est pas un nombre.") from None
    step = Fraction(1, 10 ** len(written.partition(".")[2]))
    return float(value - step / 2), float(value + step / 2)
