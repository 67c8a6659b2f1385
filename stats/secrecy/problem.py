"""What must be hidden, said as moves: how far each attacker must believe a cell could be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from stats.secrecy.program import INFINITE, TOLERANCE, Rows


@dataclass(frozen=True, eq=False)
class Attacker:
    """What somebody knows before reading: every cell between two numbers, some exactly."""

    low: np.ndarray
    high: np.ndarray
    known: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Demand:
    """This attacker must find possible that the cell is `amount` above (`sign` 1) or below."""

    cell: int
    sign: int
    amount: float
    attacker: Attacker


@dataclass(frozen=True)
class Proof:
    """Another table that the attacker cannot tell from the true one: its distance to it."""

    columns: np.ndarray
    moves: np.ndarray

    def at(self, cell: int) -> float:
        return float(self.moves[self.columns == cell].sum())

    def turned(self) -> Proof:
        return Proof(self.columns, -self.moves)


@dataclass(frozen=True, eq=False)
class Problem:
    """`base` is the true table, `cost` what hiding a cell costs, `shown_low` and `shown_high` how
    near its published number tells it. `forced` cells are hidden; `open` ones never are."""

    rows: Rows
    base: np.ndarray
    cost: np.ndarray
    shown_low: np.ndarray
    shown_high: np.ndarray
    forced: np.ndarray
    open: np.ndarray
    whole: bool
    demands: list[Demand] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.rows.width

    def room(self, hidden: np.ndarray, attacker: Attacker) -> tuple[np.ndarray, np.ndarray]:
        """How far down and up each cell may be moved under that attacker's eyes."""
        low, high = self.prior(attacker)
        down = np.where(hidden, low, np.maximum(low, self.shown_low - self.base))
        up = np.where(hidden, high, np.minimum(high, self.shown_high - self.base))
        return np.minimum(down, 0), np.maximum(up, 0)

    def prior(self, attacker: Attacker) -> tuple[np.ndarray, np.ndarray]:
        """The same, were every cell hidden."""
        low, high = attacker.low - self.base, attacker.high - self.base
        own = list(attacker.known)
        low[own], high[own] = 0, 0
        return np.minimum(low, 0), np.maximum(high, 0)

    def proves(self, proof: Proof, demand: Demand, hidden: np.ndarray) -> bool:
        """Whether the other table is one, exactly, that meets the demand."""
        if demand.sign * proof.at(demand.cell) < demand.amount - TOLERANCE:
            return False
        down, up = self.room(hidden, demand.attacker)
        columns, moves = proof.columns, proof.moves
        if np.any(moves < down[columns] - TOLERANCE) or np.any(moves > up[columns] + TOLERANCE):
            return False
        full = np.zeros(self.size)
        full[columns] = moves
        scale = max(1.0, float(np.abs(moves).max(initial=0)))
        return bool(np.all(np.abs(self.rows.times(full)) <= TOLERANCE * scale))

    def proof_of(self, moves: np.ndarray) -> Proof | None:
        """The sparse form of a move; None when it makes no whole numbers and should."""
        if self.whole:
            rounded = np.rint(moves)
            if np.any(np.abs(rounded - moves) > 1e-4) or np.any(self.rows.times(rounded)):
                return None
            moves = rounded
        columns = np.flatnonzero(np.abs(moves) > TOLERANCE)
        return Proof(columns, moves[columns])


def everyone(size: int) -> Attacker:
    """Who knows only that nothing is negative."""
    return Attacker(np.zeros(size), np.full(size, INFINITE))


def total_cost(problem: Problem, hidden: Iterable[bool]) -> float:
    return float(problem.cost[np.asarray(hidden, bool)].sum())
