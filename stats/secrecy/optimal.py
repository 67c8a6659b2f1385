"""The fewest masks, proved: whole-number programming with the attackers' own inequalities.

The main program chooses what to hide. Each demand that its choice does not meet gives, by the
prices of the attacker's linear program, an inequality that every sound choice keeps; the main
program is solved again with it (Fischetti and Salazar's decomposition).
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from stats.secrecy.problem import Demand, Problem
from stats.secrecy.program import INFINITE, Program, Rows
from stats.secrecy.search import Search

VIOLATED = 1e-4
ROUNDS = 60
FINE = 1e-9
# Between choices of one cost, how near the best: exactly in small tables, roughly in others.
FINE_SIZE, FINE_TIE, COARSE_TIE = 150, 0.005, 0.5


@dataclass(frozen=True)
class Optimum:
    """`hidden` is always sound. `bound` is a cost that no sound choice can beat."""

    search: Search
    cost: float
    bound: float
    proved: bool


class Decomposition:
    """The main program and the attackers' one, with the inequalities found so far."""

    def __init__(self, problem: Problem, tie: np.ndarray, near: float) -> None:
        self.problem = problem
        size = problem.size
        high = np.where(problem.open, 0.0, 1.0)
        low = np.where(problem.forced, 1.0, 0.0)
        high = np.maximum(high, low)
        self._main = Program(Rows.of(size, []), low, high)
        self._main.price(problem.cost + tie)
        self._attack = Program(problem.rows, np.zeros(size), np.zeros(size))
        self._seen: set[tuple] = set()
        self._main.option("mip_abs_gap", near / 2)
        self._main.option("mip_rel_gap", 0.0)
        for demand in problem.demands:
            self._row_inequalities(demand)
        self._no_lone_mask()

    def relaxed(self, deadline: float) -> float:
        """Inequalities of the continuous main program, until none is broken; its value."""
        value = 0.0
        for _ in range(ROUNDS):
            found = self._main.solve(deadline - time.monotonic())
            if found.state != "optimal" or time.monotonic() > deadline:
                return value
            value = found.value
            if not self._cut(found.x, self.problem.demands, fractional=True):
                return value
        return value

    def choose(self, seconds: float) -> tuple[np.ndarray | None, float, bool]:
        """A choice in whole numbers, what none can beat, whether it is the best."""
        self._main.relax(True)
        found = self._main.solve(seconds)
        if found.state == "infeasible":
            return None, INFINITE, True
        hidden = None if found.x is None else found.x > 0.5
        return hidden, found.bound, found.state == "optimal"

    def refuse(self, hidden: np.ndarray) -> bool:
        """Inequalities that this choice breaks; False when it breaks none."""
        return self._cut(hidden.astype(float), self.problem.demands, fractional=False)

    def demand_more(self, hidden: np.ndarray) -> None:
        """What this hides is not enough: something else must be hidden."""
        others = np.flatnonzero(~hidden & ~self.problem.open)
        self._main.add(dict.fromkeys(others.tolist(), 1.0), 1.0)

    def _cut(self, chosen: np.ndarray, demands: list[Demand], *, fractional: bool) -> bool:
        added = False
        for demand in demands:
            added |= self._cut_one(chosen, demand, fractional=fractional)
        return added

    def _cut_one(self, chosen: np.ndarray, demand: Demand, *, fractional: bool) -> bool:
        problem = self.problem
        hidden_low, hidden_high = problem.prior(demand.attacker)
        shown_low, shown_high = problem.room(np.zeros(problem.size, bool), demand.attacker)
        limit = 1e5 * max(1.0, demand.amount)
        reach = demand.amount if fractional else limit
        share = np.clip(chosen, 0, 1)
        self._attack.bound(
            shown_low + share * (np.maximum(hidden_low, -reach + shown_low) - shown_low),
            shown_high + share * (np.minimum(hidden_high, reach + shown_high) - shown_high),
        )
        cost = np.zeros(problem.size)
        cost[demand.cell] = -demand.sign
        self._attack.price(cost)
        found = self._attack.solve()
        if found.state != "optimal" or -found.value >= demand.amount - VIOLATED:
            return False
        prices = cost - problem.rows.prices(found.duals)
        prices[np.abs(prices) < FINE] = 0
        up, down = np.maximum(-prices, 0), np.maximum(prices, 0)
        base = up @ shown_high - down @ shown_low
        weights = up * (np.minimum(hidden_high, limit) - shown_high)
        weights += down * (shown_low - np.maximum(hidden_low, -limit))
        return self._keep(weights, demand.amount - base, chosen)

    def _keep(self, weights: np.ndarray, needed: float, chosen: np.ndarray) -> bool:
        """Adds Σ weights × hidden ≥ needed, tightened, if the choice breaks it."""
        forced = self.problem.forced
        needed -= float(weights[forced].sum())
        if needed <= VIOLATED:
            return False
        weights = np.minimum(np.where(forced | self.problem.open, 0, weights), needed) / needed
        row = {int(c): round(float(weights[c]), 9) for c in np.flatnonzero(weights > FINE)}
        name = tuple(row.items())
        if name in self._seen or weights @ chosen >= 1 - VIOLATED:
            return False
        self._seen.add(name)
        self._main.add(row, 1.0)
        return True

    def _row_inequalities(self, demand: Demand) -> None:
        """In each sum it belongs to, something must make up for the move of a secret cell."""
        problem, cell = self.problem, demand.cell
        low, high = problem.prior(demand.attacker)
        for number in _rows_of(problem.rows, cell):
            row = problem.rows.row(number)
            turn = -demand.sign * row.pop(cell)
            room = {c: w * turn * (high[c] if w * turn > 0 else low[c]) for c, w in row.items()}
            slack = self._shown_slack(row, turn, demand)
            needed = demand.amount * abs(turn) - slack
            needed -= sum(r for c, r in room.items() if problem.forced[c])
            if needed > VIOLATED:
                kept = {
                    c: min(r, needed) / needed
                    for c, r in room.items()
                    if r > 0 and not problem.open[c] and not problem.forced[c]
                }
                name = tuple(sorted(kept.items()))
                if name not in self._seen:
                    self._seen.add(name)
                    self._main.add(kept, 1.0)

    def _shown_slack(self, row: dict[int, float], turn: float, demand: Demand) -> float:
        low, high = self.problem.room(np.zeros(self.problem.size, bool), demand.attacker)
        return sum(w * turn * (high[c] if w * turn > 0 else low[c]) for c, w in row.items())

    def _no_lone_mask(self) -> None:
        """A cell hidden alone in a sum is found again: hiding it was for nothing."""
        problem = self.problem
        if np.any(problem.shown_high > problem.shown_low):
            return
        for number in range(problem.rows.height):
            row = problem.rows.row(number)
            for cell in row:
                if problem.open[cell] or problem.forced[cell]:
                    continue
                others = {c: 1.0 for c in row if c != cell and not problem.open[c]}
                self._main.add(others | {cell: -1.0}, 0.0)


def optimise(problem: Problem, search: Search, *, seconds: float) -> Optimum:
    """From a sound choice, the best one, or the best found within the time."""
    deadline = time.monotonic() + seconds
    tie = _ties(problem)
    hideable = int((~problem.open & ~problem.forced).sum())
    near = FINE_TIE if hideable <= FINE_SIZE else COARSE_TIE
    main = Decomposition(problem, tie, near)
    weights = problem.cost + tie
    best, worth = search, float(weights[search.hidden].sum())
    bound = main.relaxed(min(deadline, time.monotonic() + seconds / 2))
    while worth - bound > near and time.monotonic() < deadline:
        hidden, found, proved = main.choose(deadline - time.monotonic())
        bound = max(bound, found) if np.isfinite(found) else bound
        if hidden is None:
            break
        if proved and main.refuse(hidden):
            continue
        tried = Search(problem, hidden | problem.forced)
        if tried.secure(deadline=deadline):
            break
        asked = tried.hidden.sum() > (hidden | problem.forced).sum()
        tried.prune(deadline=deadline)
        if float(weights[tried.hidden].sum()) < worth - FINE:
            best, worth = tried, float(weights[tried.hidden].sum())
        if not proved or not asked:
            break
        main.demand_more(hidden)
    cost = float(problem.cost[best.hidden].sum())
    least = min(_unbeatable(problem, bound, tie), cost)
    known = 0.5 if np.all(problem.cost % 1 == 0) else VIOLATED
    return Optimum(best, cost, least, cost - least <= known)


def _ties(problem: Problem) -> np.ndarray:
    """Among choices of one cost, the one that hides the smallest numbers; less than half a cell
    over the whole table, so that it never costs one."""
    weight = np.log1p(problem.base) + 0.1
    return 0.45 * weight / max(weight.sum(), 1e-9)


def _unbeatable(problem: Problem, value: float, tie: np.ndarray) -> float:
    """What no choice costs less than, from what none is worth less than in the main program."""
    if not np.isfinite(value):
        return 0.0
    found = value - float(tie.sum())
    return float(np.ceil(found - 1e-6)) if np.all(problem.cost % 1 == 0) else found


def _rows_of(rows: Rows, cell: int) -> list[int]:
    return np.unique(rows.owner[rows.columns == cell]).tolist()
