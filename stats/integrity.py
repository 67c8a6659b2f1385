"""What figures must keep between themselves, as `catalogue/controles/` says.

Only numbers of one edition are put together, and never what the platform computed: a rule would
then only check our own arithmetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from stats.catalogue.model import Bounds, Catalogue, Equality, Nature, Nesting, Rule
from stats.observation import Observation
from stats.periods import parse_period
from stats.statuses import Status
from stats.store import COMPUTED, Store
from stats.store.table import observation_table
from stats.words import format_number, typeset

NB = "\u00a0"
COLUMNS = ("indicateur", "niveau", "territoire", "periode", "edition", "revision", "valeur")
NEEDED = (*COLUMNS, "statut", "origine")
# Sums of decimals written in binary are equal within this share of them.
EQUAL = 1e-9
type_key = tuple[str, str]


class Nested(Protocol):
    """What is asked of `Territories`: the territories of a level inside another."""

    def children(self, key: type_key, level: str, *, whole_only: bool = False) -> tuple: ...


@dataclass(frozen=True)
class Breach:
    """A rule that some figures do not keep. `found` and `expected` are in the indicator's unit."""

    rule: str
    blocks: bool
    indicator: str
    level: str
    territory: str
    period: str
    edition: str
    found: float
    expected: float
    tolerance: float
    sentence: str

    @property
    def difference(self) -> float:
        return self.found - self.expected

    def as_json(self) -> dict:
        return {
            "controle": self.rule,
            "gravite": "bloquante" if self.blocks else "avertissement",
            "indicateur": self.indicator,
            "niveau": self.level,
            "territoire": self.territory,
            "periode": self.period,
            "edition": self.edition,
            "trouve": self.found,
            "attendu": self.expected,
            "ecart": self.difference,
            "tolerance": self.tolerance,
            "phrase": self.sentence,
        }


@dataclass(frozen=True)
class Cell:
    """A number; `fresh` when it is among those about to be published."""

    indicator: str
    level: str
    territory: str
    period: str
    edition: str
    revision: int
    value: float
    fresh: bool = True

    @property
    def name(self) -> str:
        return f"{self.indicator}, {self.level} {self.territory}, {self.period}"


def check_integrity(
    observations: Store | pa.Table | Iterable[Observation],
    catalogue: Catalogue,
    territories: Nested | None = None,
) -> list[Breach]:
    """Every breach among the observations given, or in the whole store.

    Blocking rules come first, then in the order of rules and territories. Without `territories`
    nothing is known of which is in which: the rules of nesting are passed over.
    """
    if not isinstance(observations, Store):
        return _breaches(catalogue, [], _table(observations), territories)
    return _breaches(
        catalogue, observations.recorded(_every_code(catalogue), but=(COMPUTED,)), None, territories
    )


def check_incoming(
    store: Store,
    observations: pa.Table | Iterable[Observation],
    catalogue: Catalogue,
    territories: Nested | None = None,
    *,
    replaced: str = "",
) -> list[Breach]:
    """The breaches that publishing the observations would bring, with what is published already.

    `replaced` names the source whose former imports the publication hides, if any.
    """
    incoming = _table(observations)
    given = _codes([incoming])
    needed = {
        code
        for rule in catalogue.rules.values()
        if not rule.bounds and not given.isdisjoint(codes := watched(rule, catalogue))
        for code in (codes & given if rule.nesting else codes)
    }
    published = store.recorded(needed, but=(COMPUTED, replaced)) if needed else []
    return _breaches(catalogue, published, incoming, territories)


def _table(observations: pa.Table | Iterable[Observation]) -> pa.Table:
    """A reader's own table is taken as it is: whoever publishes it will check it."""
    if isinstance(observations, pa.Table) and set(NEEDED) <= set(observations.column_names):
        return observations
    return observation_table(observations)


def _codes(tables: Iterable[pa.Table]) -> set[str]:
    return {code for one in tables for code in pc.unique(one.column("indicateur")).to_pylist()}


def _every_code(catalogue: Catalogue) -> set[str]:
    return {code for rule in catalogue.rules.values() for code in watched(rule, catalogue)}


def watched(rule: Rule, catalogue: Catalogue) -> set[str]:
    """The indicators that a rule looks at."""
    known = catalogue.indicators.values()
    if rule.equality:
        return {rule.equality.total, *rule.equality.parts}
    if rule.nesting:
        return set(rule.nesting.indicators) or {one.code for one in known if one.additive}
    return {
        one.code
        for one in known
        if one.nature is Nature.RATE
        and one.unit == rule.bounds.unit
        and one.code not in rule.bounds.aside
    }


def _breaches(
    catalogue: Catalogue,
    published: list[pa.Table],
    incoming: pa.Table | None,
    territories: Nested | None,
) -> list[Breach]:
    """With `incoming`, only the breaches in which one of its cells takes part."""
    found, given = [], _codes(published if incoming is None else [incoming])
    for rule in catalogue.rules.values():
        codes = watched(rule, catalogue)
        if given.isdisjoint(codes):
            continue
        every = [cell for one in published for cell in _cells(one, rule, codes, fresh=False)]
        if incoming is not None:
            every += _cells(incoming, rule, codes, fresh=True)
        else:
            every = [replace(cell, fresh=True) for cell in every]
        if rule.equality:
            found += _equality(rule, rule.equality, every)
        elif rule.bounds:
            found += _bounds(rule, rule.bounds, every)
        elif territories is not None:
            found += _nesting(rule, rule.nesting, every, territories)
    return sorted(found, key=lambda one: not one.blocks)


def _cells(table: pa.Table, rule: Rule, codes: set[str], *, fresh: bool) -> Iterator[Cell]:
    """The numbers a rule looks at, of producers only; of bounds, those that are outside."""
    wanted = pc.is_in(table.column("indicateur"), pa.array(sorted(codes), pa.string()))
    table = table.filter(wanted)
    wanted = pc.and_(
        pc.equal(table.column("statut"), str(Status.VALUE)),
        pc.not_equal(table.column("origine"), COMPUTED),
    )
    if rule.bounds:
        values = table.column("valeur")
        below, above = (
            pc.less(values, rule.bounds.lowest),
            pc.greater(values, rule.bounds.highest),
        )
        wanted = pc.and_(wanted, pc.fill_null(pc.or_(below, above), False))
    if rule.nesting:
        levels = pa.array([str(rule.nesting.parent), str(rule.nesting.child)])
        wanted = pc.and_(wanted, pc.is_in(table.column("niveau"), levels))
    columns = table.select(COLUMNS).filter(wanted).to_pydict()
    for row in zip(*columns.values(), strict=True):
        yield Cell(*row, fresh=fresh)


def _latest(cells: Iterable[Cell], *names: str) -> dict[tuple, dict[tuple, Cell]]:
    """Cells by edition and `names`, then by what tells them apart; the highest revision of each,
    what is about to be published winning over what is."""
    groups: dict[tuple, dict[tuple, Cell]] = {}
    for cell in sorted(cells, key=lambda one: (one.fresh, one.revision)):
        group = (cell.period, cell.edition, *(getattr(cell, name) for name in names))
        groups.setdefault(group, {})[cell.indicator, cell.level, cell.territory] = cell
    return groups


def _equality(rule: Rule, wanted: Equality, cells: Iterable[Cell]) -> Iterator[Breach]:
    since = parse_period(wanted.since) if wanted.since else None
    for (period, *_), group in _latest(cells, "level", "territory").items():
        by_code = {cell.indicator: cell for cell in group.values()}
        total = by_code.get(wanted.total)
        parts = [by_code.get(code) for code in wanted.parts]
        if total is None or not all(parts) or not any(one.fresh for one in by_code.values()):
            continue
        if since and parse_period(period) < since:
            continue
        expected = sum(part.value for part in parts)
        if _differ(total.value, expected, wanted.tolerance):
            sum_told = " + ".join(f"{part.indicator} ({_number(part.value)})" for part in parts)
            yield _breach(
                rule,
                total,
                expected,
                wanted.tolerance,
                f"{_number(total.value)} au lieu de {_number(expected)}, soit {sum_told}.",
            )


def _nesting(
    rule: Rule, wanted: Nesting, cells: Iterable[Cell], territories: Nested
) -> Iterator[Breach]:
    parent, child = str(wanted.parent), str(wanted.child)
    for group in _latest(cells, "indicator").values():
        children = {key[2]: cell for key, cell in group.items() if key[1] == child}
        for total in (cell for key, cell in group.items() if key[1] == parent):
            inside = territories.children((parent, total.territory), child, whole_only=True)
            parts = [children.get(one.code) for one in inside]
            if not parts or not all(parts) or not any(one.fresh for one in (total, *parts)):
                continue
            expected = sum(part.value for part in parts)
            tolerance = abs(expected) * wanted.tolerance / 100
            if _differ(total.value, expected, tolerance):
                yield _breach(
                    rule,
                    total,
                    expected,
                    tolerance,
                    f"{_number(total.value)} au lieu de {_number(expected)}, somme de "
                    f"{len(parts)} territoires.",
                )


def _bounds(rule: Rule, wanted: Bounds, cells: Iterable[Cell]) -> Iterator[Breach]:
    for cell in cells:
        nearest = wanted.lowest if cell.value < wanted.lowest else wanted.highest
        told = (
            f"{_number(cell.value)}{NB}{wanted.unit}, hors de "
            f"{_number(wanted.lowest)} à {_number(wanted.highest)}{NB}{wanted.unit}."
        )
        if cell.fresh:
            yield _breach(rule, cell, nearest, 0.0, told)


def _breach(rule: Rule, cell: Cell, expected: float, tolerance: float, told: str) -> Breach:
    edition = f" (édition {cell.edition})" if cell.edition else ""
    return Breach(
        rule=rule.code,
        blocks=rule.blocks,
        indicator=cell.indicator,
        level=cell.level,
        territory=cell.territory,
        period=cell.period,
        edition=cell.edition,
        found=cell.value,
        expected=expected,
        tolerance=tolerance,
        sentence=typeset(f"{cell.name}{edition} : {told} {rule.title}"),
    )


def _differ(found: float, expected: float, tolerance: float) -> bool:
    return abs(found - expected) > tolerance + EQUAL * abs(expected)


def _number(value: float) -> str:
    """As many decimals as it has, four at most."""
    decimals = next(count for count in range(5) if count == 4 or round(value, count) == value)
    return format_number(value, decimals)
