"""The figures of one period that tell of each other: their values, their sums, what is out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from stats.catalogue.model import Catalogue, Operation, SecrecyRule
from stats.secrecy.places import Nested, Nesting, code_of, nestings
from stats.secrecy.releases import Release
from stats.secrecy.rules import Rules, Shape
from stats.secrecy.table import Table, build_table
from stats.statuses import SECRET, Status
from stats.store.table import RefusedError

PLACE, WHAT = "territoire", "indicateur"
NEAR = 1e-6
type_cell = tuple[str, str]


@dataclass(frozen=True)
class Out:
    """What came out of the same indicators: from the same source and in force until replaced, from
    it but undone, from other sources. One table an import, oldest first."""

    stood: Sequence[pa.Table] = ()
    undone: Sequence[pa.Table] = ()
    elsewhere: Sequence[pa.Table] = ()


@dataclass
class Family:
    """`values` are those about to be published, `releases` what is out (or hidden by the partner);
    `undone` are those of the releases that were withdrawn since.

    Cells are (« niveau:code », indicator).
    """

    period: str
    values: dict[type_cell, float]
    releases: list[Release]
    places: list[Nesting]
    sums: dict[str, tuple[str, ...]]
    undone: Sequence[Release] = ()
    _rests: dict[type_cell, float] = field(default_factory=dict)

    def without_undone(self) -> Family:
        kept = [one for one in self.releases if not any(one is gone for gone in self.undone)]
        return replace(self, releases=kept, undone=())

    @property
    def shapes(self) -> dict[str, Shape]:
        return self._shapes(self.places)

    def _shapes(self, places: Sequence[Nesting], *, rests: bool = True) -> dict[str, Shape]:
        """One hierarchy a nesting, since one code may be a part of several."""
        trees: dict[tuple[str, str], dict[str, str]] = {}
        for one in places:
            levels = (one.parent.partition(":")[0], one.parts[0].partition(":")[0])
            tree = trees.setdefault(levels, {})
            tree |= dict.fromkeys(one.parts, one.parent)
            if rests:
                tree[one.rest] = one.parent
        what = tuple(dict.fromkeys(parts, total) for total, parts in self.sums.items())
        return {PLACE: Shape(None, tuple(trees.values())), WHAT: Shape(None, what)}

    def table(self, rules: Rules) -> Table:
        """The raw table, with what is out already, and what each margin holds beside its parts."""
        cells = {cell: value for r in self.releases for cell, value in r.shown.items()}
        cells |= self.values
        for one in self.places:
            for what in self._codes():
                rest = self._rest(one, what)
                if rest is None:
                    # What was said of the margin is of another edition: it is not the truth now.
                    cells.pop((one.parent, what), None)
                elif not self._is_told(one, what):
                    cells[one.rest, what] = rest
        measured = {cell: {"effectif": value} for cell, value in cells.items()}
        found = build_table(measured, rules, (PLACE, WHAT))
        found.given.ravel()[:] = [key in self.values for key in found.keys()]
        return found

    def _rest(self, one: Nesting, what: str) -> float | None:
        """None where nobody ever said the margin, or not in a way that agrees with its parts."""
        margin = self._said((one.parent, what))
        if margin is None:
            return None
        told = [self._said((part, what)) for part in one.parts]
        rest = margin - sum(value for value in told if value is not None)
        near = NEAR * max(1.0, margin)
        if rest >= -near and not (self._is_told(one, what) and rest > near):
            return max(rest, 0.0)
        if (one.parent, what) not in self.values:
            return None
        raise RefusedError(
            f"{one.parent.replace(':', ' ')}, {what}, {self.period} : vaut {margin:g}, ses "
            f"parties font {margin - rest:g} ; corriger l’un ou l’autre."
        )

    def _is_told(self, one: Nesting, what: str) -> bool:
        """Every part has its number: nothing else makes the margin."""
        return one.whole and all(self._said((part, what)) is not None for part in one.parts)

    def _said(self, cell: type_cell) -> float | None:
        """The number about to be published, else the last one that was."""
        if cell in self.values:
            return self.values[cell]
        return next((r.shown[cell] for r in reversed(self.releases) if cell in r.shown), None)

    def open_rests(self) -> dict[type_cell, str]:
        """What margins hold that nobody speaks of: unknown, and no secret."""
        return {
            (one.rest, what): "D"
            for one in self.places
            for what in self._codes()
            if not self._is_complete(one, what)
        }

    def _is_complete(self, one: Nesting, what: str) -> bool:
        spoken = {cell for r in self.releases for cell in (*r.shown, *r.hidden)} | set(self.values)
        return one.whole and all((part, what) in spoken for part in one.parts)

    def _codes(self) -> list[str]:
        spoken = [cell for r in self.releases for cell in (*r.shown, *r.hidden)]
        return sorted({cell[1] for cell in (*self.values, *spoken)})

    def audit_rules(self) -> Rules:
        return Rules(dimensions=self._shapes(self.places))


def families_of(
    table: pa.Table,
    catalogue: Catalogue,
    territories: Nested,
    out: Out,
    rule: SecrecyRule,
) -> list[Family]:
    """The counts of a deposit, a period at a time. RefusedError when a row is given twice."""
    known = _cells(table, catalogue, rule.aside)
    undone = [_cells(one, catalogue, rule.aside) for one in out.undone]
    published = [_cells(one, catalogue, rule.aside) for one in out.stood]
    others = _latest(_cells(one, catalogue, rule.aside) for one in out.elsewhere)
    families = []
    for period in dict.fromkeys(key[0] for key in known):
        values = {}
        for (when, place, what), (value, status) in known.items():
            if when == period and status == Status.VALUE:
                values[place, what] = value
        gone = _releases(period, undone, "annulée")
        releases = [*gone, *_releases(period, published, "avant")]
        given = _release(period, known, "dépôt", only_hidden=True)
        releases += [given] if given else []
        elsewhere = _agreeing(others.get(period, {}), values, territories, rule)
        releases = [Release("ailleurs", (PLACE, WHAT), elsewhere, {})] * bool(elsewhere) + releases
        codes = {cell[0] for cell in values} | {
            cell[0] for r in releases for cell in (*r.shown, *r.hidden)
        }
        whats = {cell[1] for cell in values}
        families.append(
            Family(
                period,
                values,
                releases,
                nestings(codes, territories),
                _sums(catalogue, whats, values),
                gone,
            )
        )
    return families


def _cells(
    table: pa.Table, catalogue: Catalogue, aside: Sequence[str]
) -> dict[tuple, tuple[float | None, str]]:
    """(period, place, indicator) → value and status, of the counts that add up."""
    names = ("periode", "niveau", "territoire", "indicateur", "valeur", "statut")
    rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    found = {}
    for period, level, territory, what, value, status in rows:
        indicator = catalogue.indicators.get(what)
        if indicator is None or not indicator.additive or what in aside:
            continue
        if status == Status.VALUE or Status(status) in SECRET:
            found[period, code_of(level, territory), what] = (value, status)
    return found


def _latest(tables: Iterable[Mapping]) -> dict[str, dict[type_cell, float]]:
    """The number of each cell that a later table does not change, by period."""
    found: dict[str, dict[type_cell, float]] = {}
    for cells in tables:
        for (period, place, what), (value, status) in cells.items():
            if status == Status.VALUE:
                found.setdefault(period, {})[place, what] = value
    return found


def _agreeing(
    said: Mapping[type_cell, float],
    values: Mapping[type_cell, float],
    territories: Nested,
    rule: SecrecyRule,
) -> dict[type_cell, float]:
    """Of what other sources say, the numbers that are those of the deposit: its own figures, and
    the sums of these. Another producer's secrets are its own affair."""
    known = dict(values)
    found = {
        cell: value
        for cell, value in said.items()
        if cell in values and _same(value, values[cell]) and not 0 < value < rule.threshold
    }
    for one in nestings({place for place, _ in (*said, *values)} if said else (), territories):
        for cell in (cell for cell in said if cell[0] == one.parent and cell not in known):
            parts = [known.get((part, cell[1])) for part in one.parts]
            if one.whole and None not in parts and _same(sum(parts), said[cell]):
                found[cell] = known[cell] = said[cell]
    return found


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(other))


def _releases(period: str, tables: Iterable[Mapping], name: str) -> list[Release]:
    return [one for one in (_release(period, cells, name) for cells in tables) if one]


def _release(
    period: str, cells: Mapping, name: str, *, only_hidden: bool = False
) -> Release | None:
    shown, hidden = {}, {}
    for (when, place, what), (value, status) in cells.items():
        if when != period:
            continue
        if status != Status.VALUE:
            hidden[place, what] = "A" if status == Status.PRIMARY_SECRET else "D"
        elif not only_hidden:
            shown[place, what] = value
    return Release(name, (PLACE, WHAT), shown, hidden) if shown or hidden else None


def _sums(
    catalogue: Catalogue, whats: Iterable[str], values: Mapping[type_cell, float]
) -> dict[str, tuple[str, ...]]:
    """A + B = C, where the catalogue says so and every territory that has all of them agrees."""
    whats = set(whats)
    said = [(r.equality.total, r.equality.parts) for r in catalogue.rules.values() if r.equality]
    said += [
        (one.code, tuple(operand.indicator for operand in one.calculation.operands))
        for one in catalogue.indicators.values()
        if one.calculation and one.calculation.operation is Operation.SUM
    ]
    found = {}
    for total, parts in said:
        if total not in whats or not whats.issuperset(parts):
            continue
        places = {place for place, _ in values}
        if all(_agrees(values, place, total, parts) for place in places):
            found[total] = parts
    return found


def _agrees(values: Mapping, place: str, total: str, parts: Sequence[str]) -> bool:
    cells = [(place, one) for one in (total, *parts)]
    if any(cell not in values for cell in cells):
        return False
    first, *others = (values[cell] for cell in cells)
    return abs(first - sum(others)) <= NEAR * max(1.0, first)
