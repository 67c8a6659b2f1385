"""What some know besides what is published: respondents their own answer, readers the rules."""

from __future__ import annotations

import numpy as np

from stats.secrecy.primary import FREQUENCY, Primary
from stats.secrecy.problem import Attacker
from stats.secrecy.rules import Rules
from stats.secrecy.system import System
from stats.secrecy.table import Table, inner_cells, summed


def own_lines(table: Table, system: System, rules: Rules) -> list[frozenset[int]]:
    """For each respondent that the table lets us tell apart, the unknowns it can fill in.

    A cell of one contributor is known to that one, with every cell it is the sum of; where a
    dimension is that of the respondents, each knows its whole line.
    """
    keys = table.keys()
    groups: dict[frozenset[int], None] = {}
    if rules.respondents in table.names:
        axis = table.names.index(rules.respondents)
        dimension = table.dimensions[axis]
        for code in dimension.codes:
            if code not in dimension.parents:
                line = frozenset(system.place[key] for key in keys if key[axis] == code)
                groups.setdefault(line)
    if np.isnan(table.contributors).all():
        return list(groups)
    alone = table.contributors.ravel() == 1
    for place in np.flatnonzero(alone & (table.value.ravel() > 0)):
        groups.setdefault(frozenset(_below(table, system, keys[place])))
    # Whoever knows less than another learns nothing that the other does not.
    return [one for one in groups if not any(one < other for other in groups)]


def _below(table: Table, system: System, key: tuple[str, ...]) -> set[int]:
    """The unknowns of a cell and of all that it is the sum of."""
    found, waiting = set(), [key]
    seen = {key}
    while waiting:
        cell = waiting.pop()
        found.add(system.place[cell])
        for axis, dimension in enumerate(table.dimensions):
            for parent, children in dimension.sums:
                if parent != cell[axis]:
                    continue
                for child in children:
                    part = (*cell[:axis], child, *cell[axis + 1 :])
                    if part not in seen:
                        seen.add(part)
                        waiting.append(part)
    return found


def own_parts(table: Table, system: System, line: frozenset[int]) -> np.ndarray:
    """How much of each unknown is made of the cells that a respondent knows."""
    places = np.array([system.place[key] for key in table.keys()])
    mine = np.isin(places, sorted(line)).reshape(table.value.shape)
    inner = inner_cells(table.dimensions)
    values = np.where(inner, np.where(mine, table.value, 0.0), np.nan)
    found = np.zeros(system.size)
    found[places] = summed(values, table.dimensions)[0].ravel()
    return found


def status_attacker(
    primary: Primary, table: Table, system: System, rules: Rules, base: Attacker
) -> Attacker:
    """Who reads in « A » that the cell is neither zero nor above the threshold."""
    low, high = base.low.copy(), base.high.copy()
    counted = np.isnan(table.contributors.ravel())
    for key, status, reason, plain in zip(
        table.keys(), primary.statuses, primary.reasons, counted, strict=True
    ):
        if status != FREQUENCY or not (reason == "seuil_effectif" or (reason == "seuil" and plain)):
            continue
        limit = rules.threshold if reason == "seuil" else rules.headcount
        here = system.place[key]
        low[here] = max(low[here], 1.0)
        high[here] = min(high[here], float(-(-limit // 1)) - 1)
    return Attacker(low, high)


def knows_intervals(
    system: System, told: dict[tuple[str, ...], tuple[float, float]], base: Attacker
) -> Attacker:
    """Who has read a rate whose denominator is public: the cell is between two numbers."""
    low, high = base.low.copy(), base.high.copy()
    for cell, (least, most) in told.items():
        if cell in system.place:
            here = system.place[cell]
            low[here], high[here] = max(low[here], least), min(high[here], most)
    return Attacker(low, high)
