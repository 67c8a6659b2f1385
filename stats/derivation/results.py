"""From the published operands to the cells of a derived indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stats.catalogue.model import Calculation, Catalogue, Indicator, Operand, Shift, Which
from stats.derivation.arithmetic import combine, merged_marks
from stats.derivation.citation import citation, remark
from stats.observation import Observation
from stats.periods import day_after, parse_period, period_before
from stats.store import COMPUTED, Store
from stats.store.editions import edition_date
from stats.store.table import observation_of

type_cell = tuple[str, str, str]
type_known = dict[str, dict[type_cell, list[Observation]]]


@dataclass(frozen=True)
class Result:
    """A computed observation, and the observations it was computed from, in their order."""

    observation: Observation
    operands: tuple[Observation, ...]
    calculation: Calculation


def derive(store: Store, catalogue: Catalogue, code: str = "") -> list[Observation]:
    """Every cell that the `calcul` of an indicator (of all, without a code) gives.

    Cells that a producer publishes too are computed as well: `publish_derived` leaves them alone,
    `check_published` compares them. A cell exists where every operand says something, at the
    levels that the indicator declares; its `source` cites the operands, its `note` gives the date,
    edition, geography and revision of each. Raises KeyError when the catalogue has no such code.
    """
    return [one.observation for one in computed(store, catalogue, code).results]


@dataclass(frozen=True)
class Computed:
    """Results in the order of indicators, levels, territories and periods; and what is published
    of them and of their operands."""

    results: tuple[Result, ...]
    published: type_known

    def publication(self, one: Observation) -> Observation | None:
        """What a producer says of the cell of a result now; None when none does."""
        rows = self.published.get(one.indicator, {}).get(cell_of(one))
        return rows[-1] if rows else None


def computed(store: Store, catalogue: Catalogue, code: str = "") -> Computed:
    """As `derive`, each result with the operands it was made of."""
    wanted = [catalogue.indicators[code]] if code else catalogue.indicators.values()
    ordered = _in_order(wanted, catalogue)
    published = published_cells(store, _operand_codes(ordered) | {one.code for one in ordered})
    known = {name: dict(cells) for name, cells in published.items()}
    asked = {one.code for one in wanted}
    found: list[Result] = []
    for indicator in ordered:
        results = list(_results(indicator, known))
        found += results if indicator.code in asked else []
        cells = known.setdefault(indicator.code, {})
        for one in results:
            cells.setdefault(cell_of(one.observation), [replace(one.observation, revision=1)])
    return Computed(tuple(found), published)


def published_cells(store: Store, codes: Iterable[str]) -> type_known:
    """What producers publish of some indicators, by cell, revisions in order.

    What the platform computed before is no publication.
    """
    wanted = set(codes)
    if not wanted:
        return {}
    found: dict[str, dict[type_cell, dict[int, Observation]]] = {}
    for table in store.recorded(wanted, but=(COMPUTED,)):
        for row in map(observation_of, table.to_pylist()):
            cells = found.setdefault(row.indicator, {})
            cells.setdefault(cell_of(row), {})[row.revision] = row
    return {
        code: {cell: [rows[n] for n in sorted(rows)] for cell, rows in sorted(cells.items())}
        for code, cells in found.items()
    }


def cell_of(row: Observation) -> type_cell:
    return (str(row.level), row.territory, row.period)


def _in_order(wanted: Iterable[Indicator], catalogue: Catalogue) -> list[Indicator]:
    """The derived ones among those wanted and what they are made of, operands first."""
    ordered: dict[str, Indicator] = {}

    def add(indicator: Indicator) -> None:
        if indicator.calculation is None or indicator.code in ordered:
            return
        for operand in indicator.calculation.operands:
            add(catalogue.indicators[operand.indicator])
        ordered[indicator.code] = indicator

    for indicator in wanted:
        add(indicator)
    return list(ordered.values())


def _operand_codes(indicators: Iterable[Indicator]) -> set[str]:
    return {one.indicator for found in indicators for one in found.calculation.operands}


def _results(indicator: Indicator, known: type_known) -> Iterable[Result]:
    """The first operand that is not shifted gives the cells."""
    operands = indicator.calculation.operands
    reference = next(one for one in operands if one.shift is Shift.NONE)
    rhythms = indicator.calculation.rhythms
    for cell in known.get(reference.indicator, {}):
        if cell[0] not in indicator.levels:
            continue
        if rhythms and rhythm(cell[2]) not in rhythms:
            continue
        parts = [_chosen(operand, cell, known) for operand in operands]
        if all(parts):
            yield _result(indicator, cell, parts)


def _chosen(operand: Operand, cell: type_cell, known: type_known) -> Observation | None:
    """What an operand is worth for a cell of the result; None when nothing is said of it."""
    level, territory, period = cell
    place = (level, territory, shifted(operand.shift, period))
    rows = [
        row
        for row in known.get(operand.indicator, {}).get(place, ())
        if operand.edition in ("", row.edition)
    ]
    if operand.revision is Which.FIRST:
        return min(rows, key=_age(rows), default=None)
    if operand.revision is Which.CURRENT:
        return rows[-1] if rows else None
    return next((row for row in rows if row.revision == operand.revision), None)


def _age(rows: Sequence[Observation]) -> Callable[[Observation], tuple]:
    """How to order revisions from the oldest: by the date of their edition when all have one (an
    old edition may have been read after a newer one), else by number."""
    dates = {row.edition: edition_date(row.edition) for row in rows}
    if None in dates.values():
        return lambda row: (row.revision,)
    return lambda row: (dates[row.edition], row.revision)


@lru_cache(maxsize=4096)
def rhythm(period: str) -> str:
    return parse_period(period).rhythm


@lru_cache(maxsize=4096)
def shifted(shift: Shift, period: str) -> str | None:
    """The period of an operand, from that of the result."""
    if shift is Shift.NONE:
        return period
    return day_after(period) if shift is Shift.DAY_AFTER else period_before(period)


def _result(indicator: Indicator, cell: type_cell, parts: Sequence[Observation]) -> Result:
    calculation = indicator.calculation
    status, value = combine(calculation, parts)
    vintages = {one.vintage for one in parts}
    observation = Observation(
        indicator=indicator.code,
        level=cell[0],
        territory=cell[1],
        period=cell[2],
        value=value,
        status=status,
        marks=merged_marks(calculation, parts),
        unit=indicator.unit,
        source=citation(parts),
        origin=COMPUTED,
        edition=" + ".join(dict.fromkeys(one.edition for one in parts if one.edition)),
        vintage=vintages.pop() if len(vintages) == 1 else None,
        note=remark(parts),
        label=parts[0].label,
    )
    return Result(observation, tuple(parts), calculation)
