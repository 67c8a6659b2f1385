"""One day of movements: who goes where, once the crossings of that day are untied.

A code may be born and die on one day (Freigné left Maine-et-Loire as 44225 and merged at once), two
communes may exchange their codes, a merged commune may be said to stay and to leave. The rules:
a row that leads a commune to itself wins over one that leads it away, unless the day divides it; a
code that did not stand before is only passed through.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stats.territory.movements import CREATION, MERGERS, NEW_CODE, RETURN, Movement

SUPPRESSION = 30
DIVISIONS = frozenset({CREATION, RETURN, SUPPRESSION})
MOVING = DIVISIONS | MERGERS | NEW_CODE
BEARING = NEW_CODE | {CREATION, RETURN}
__all__ = ["MOVING", "RETURN", "DayFlows", "Flow", "flows_of_day"]


@dataclass(frozen=True)
class Flow:
    """A commune goes into `after`, wholly or not; it `stays` when that is its own code."""

    after: str
    kind: int
    stays: bool = False


@dataclass(frozen=True)
class DayFlows:
    """`leaving`: commune of the day before → where its ground goes; `standing`: those that must
    have stood before that day; `presumed`: those that seem to."""

    leaving: dict[str, tuple[Flow, ...]] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()
    presumed: frozenset[str] = frozenset()


def flows_of_day(moves: Iterable[Movement], standing: Callable[[str], bool | None]) -> DayFlows:
    """The flows of one day. `standing(code)`: whether it stood before, None when nobody knows."""
    rows = _rows(moves)
    passing = _passed_through(rows, standing)
    leaving = {}
    for code, flows in rows.items():
        if code in passing:
            continue
        found: dict[str, Flow] = {}
        for flow in flows:
            for end in _ends(code, flow, rows, passing):
                found.setdefault(end.after, end)
        leaving[code] = tuple(found.values())
    absorbing = {flow.after for flows in leaving.values() for flow in flows if flow.kind in MERGERS}
    born = {flow.after for flows in rows.values() for flow in flows if flow.kind in BEARING}
    return DayFlows(leaving, frozenset(leaving), frozenset(absorbing - born - leaving.keys()))


def _rows(moves: Iterable[Movement]) -> dict[str, list[Flow]]:
    """Where each code goes that day, what is overruled left out."""
    rows: dict[str, list[Flow]] = defaultdict(list)
    for move in moves:
        if move.kind in MOVING:
            rows[move.before].append(Flow(move.after, move.kind, move.before == move.after))
    for code, flows in rows.items():
        if any(flow.stays for flow in flows):
            rows[code] = [flow for flow in flows if flow.stays or flow.kind in DIVISIONS]
    return dict(rows)


def _passed_through(
    rows: dict[str, list[Flow]], standing: Callable[[str], bool | None]
) -> set[str]:
    """The codes of that day alone: born of another, gone elsewhere, unknown before."""
    born = {
        flow.after
        for flows in rows.values()
        for flow in flows
        if not flow.stays and flow.kind in BEARING
    }
    gone = {code for code, flows in rows.items() if not any(flow.stays for flow in flows)}
    passing = {code for code in born & gone if not standing(code)}
    # Two communes that exchange their codes lead to each other: both stood before.
    return {code for code in passing if code not in _reached_from(code, rows)}


def _reached_from(code: str, rows: dict[str, list[Flow]]) -> set[str]:
    reached: set[str] = set()
    queue = [code]
    while queue:
        for flow in rows.get(queue.pop(), ()):
            if not flow.stays and flow.after not in reached:
                reached.add(flow.after)
                queue.append(flow.after)
    return reached


def _ends(code: str, flow: Flow, rows: dict[str, list[Flow]], passing: set[str]) -> Iterable[Flow]:
    """Where a flow ends once what it passes through is followed, cycles cut."""
    seen, queue = {code}, [flow]
    while queue:
        step = queue.pop(0)
        onward = step.after in passing or (
            step.kind in MERGERS and not step.stays and _leaves(step.after, rows)
        )
        if onward and step.after not in seen:
            seen.add(step.after)
            queue.extend(rows[step.after])
        else:
            yield Flow(step.after, step.kind, step.after == code)


def _leaves(code: str, rows: dict[str, list[Flow]]) -> bool:
    return code in rows and not any(flow.stays for flow in rows[code])
