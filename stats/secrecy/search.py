"""The heuristic: for each demand, the other table that needs the fewest new masks."""

from __future__ import annotations

import time
from collections import defaultdict

import numpy as np

from stats.secrecy.problem import Demand, Problem, Proof
from stats.secrecy.program import Program, Rows

FREE = 1e-4  # what moving a hidden cell costs beside showing one less
WHOLE_SECONDS = 10.0
SPARE_SECONDS = 1.0  # to show one cell more


class Search:
    """Finds proofs, hiding more cells where it must; keeps them, and tries them first."""

    def __init__(self, problem: Problem, hidden: np.ndarray) -> None:
        self.problem, self.hidden = problem, hidden.copy()
        self.proofs: dict[Demand, Proof] = {}
        self._pool: dict[tuple[int, int], list[Proof]] = defaultdict(list)
        self._program = Program(*_two_sided(problem.rows))
        self._whole: Program | None = None
        # Small numbers first, where the cost is the same.
        size = np.log1p(problem.base)
        self._price = problem.cost * (1 + 0.5 * size / max(size.max(initial=0), 1e-9)) + FREE
        self._reprice()

    def secure(self, *, deadline: float = np.inf) -> list[Demand]:
        """Meets every demand; returns those that cannot be."""
        failed = []
        for demand in sorted(self.problem.demands, key=lambda one: -one.amount):
            if time.monotonic() > deadline:
                failed.append(demand)
            elif self.meet(demand) is None:
                failed.append(demand)
        return failed

    def meet(self, demand: Demand, *, may_hide: bool = True) -> Proof | None:
        """A proof of the demand, from those already found or a new one; None when there is none."""
        for proof in self._pool[demand.cell, demand.sign]:
            if self.problem.proves(proof, demand, self.hidden):
                self.proofs[demand] = proof
                return proof
        proof = self._solve(demand, may_hide)
        if proof is None:
            return None
        touched = proof.columns[~self.hidden[proof.columns]]
        beyond = self._beyond(proof, touched, demand)
        if beyond.size:
            self.hidden[beyond] = True
            self._reprice()
        self._keep(proof)
        self.proofs[demand] = proof
        return proof

    def prune(self, *, deadline: float = np.inf) -> None:
        """Shows again each secondary cell that no demand needs, the costliest first.

        Past the deadline, only those that no proof moves: such a cell could be found out.
        """
        problem = self.problem
        spare = np.flatnonzero(self.hidden & ~problem.forced)
        order = spare[np.argsort(-problem.cost[spare], kind="stable")]
        for cell in order:
            self._try_without(int(cell), late=time.monotonic() > deadline)

    def _try_without(self, cell: int, *, late: bool) -> None:
        leaning = [demand for demand, proof in self.proofs.items() if np.any(proof.columns == cell)]
        if late and leaning:
            return
        before = dict(self.proofs)
        self.hidden[cell] = False
        self._reprice()
        for demand in leaning:
            if self.meet(demand, may_hide=False) is None:
                self.hidden[cell] = True
                self.proofs = before
                self._reprice()
                return

    def _beyond(self, proof: Proof, columns: np.ndarray, demand: Demand) -> np.ndarray:
        """Of the cells shown, those that the proof moves further than their number allows."""
        down, up = self.problem.room(self.hidden, demand.attacker)
        moves = dict(zip(proof.columns.tolist(), proof.moves.tolist(), strict=True))
        return np.array(
            [c for c in columns.tolist() if not down[c] - 1e-9 <= moves[c] <= up[c] + 1e-9], int
        )

    def _keep(self, proof: Proof) -> None:
        for one in (proof, proof.turned()):
            for cell, move in zip(one.columns.tolist(), one.moves.tolist(), strict=True):
                found = self._pool[cell, 1 if move > 0 else -1]
                if len(found) < 12:
                    found.append(one)

    def _reprice(self) -> None:
        cost = np.where(self.hidden, FREE, self._price)
        self._program.price(np.concatenate([cost, cost]))

    def _solve(self, demand: Demand, may_hide: bool) -> Proof | None:
        limits = self._limits(demand, may_hide)
        if limits is None:
            return None
        low, high = limits
        self._program.bound(low, high)
        found = self._program.solve()
        if found.state != "optimal":
            return None
        size = self.problem.size
        moves = found.x[:size] - found.x[size:]
        proof = self.problem.proof_of(moves)
        return proof if proof is not None else self._solve_whole(low, high, may_hide)

    def _solve_whole(self, low: np.ndarray, high: np.ndarray, may_hide: bool) -> Proof | None:
        """The same in whole numbers, when the other table found is made of fractions."""
        if self._whole is None:
            self._whole = Program(*_two_sided(self.problem.rows), whole=True)
            self._whole.option("mip_rel_gap", 0.2)
        cost = np.where(self.hidden, FREE, self._price)
        self._whole.price(np.concatenate([cost, cost]))
        self._whole.bound(low, high)
        found = self._whole.solve(WHOLE_SECONDS if may_hide else SPARE_SECONDS)
        if may_hide and found.state == "stopped" and found.x is None:
            # Any table will do, however many masks it asks for.
            self._whole.price(np.zeros(2 * self.problem.size))
            found = self._whole.solve(6 * WHOLE_SECONDS)
        if found.x is None:
            return None
        return self.problem.proof_of(found.x[: self.problem.size] - found.x[self.problem.size :])

    def _limits(self, demand: Demand, may_hide: bool) -> tuple[np.ndarray, np.ndarray] | None:
        """The bounds of both sides of each column; None when the cell itself cannot move."""
        usable = self.hidden | ~self.problem.open if may_hide else self.hidden
        down, up = self.problem.room(usable, demand.attacker)
        low, high = np.zeros(2 * self.problem.size), np.concatenate([up, -down])
        size, cell = self.problem.size, demand.cell
        rising, falling = (cell, cell + size) if demand.sign > 0 else (cell + size, cell)
        if high[rising] < demand.amount - 1e-9:
            return None
        low[rising], high[falling] = demand.amount, 0
        return low, high


def _two_sided(rows: Rows) -> tuple[Rows, np.ndarray, np.ndarray]:
    """Each column twice, what it rises by and what it falls by."""
    owner = np.concatenate([rows.owner, rows.owner])
    columns = np.concatenate([rows.columns, rows.columns + rows.width])
    weights = np.concatenate([rows.weights, -rows.weights])
    order = np.argsort(owner, kind="stable")
    both = Rows(
        2 * rows.width,
        (2 * rows.starts).astype(np.int32),
        columns[order].astype(np.int32),
        weights[order],
    )
    zeros = np.zeros(2 * rows.width)
    return both, zeros, zeros
