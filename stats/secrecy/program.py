"""A linear program kept between solves: each starts where the last one ended (HiGHS)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

INFINITE = highspy.kHighsInf
TOLERANCE = 1e-6
_Status = highspy.HighsModelStatus


@dataclass(frozen=True)
class Rows:
    """Sparse equalities: row n is the sum of `weights` × x over `columns` from `starts[n]` on."""

    width: int
    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, width: int, rows: Sequence[dict[int, float]]) -> Rows:
        counts = np.array([len(row) for row in rows], np.int32)
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        columns = np.array([c for row in rows for c in row], np.int32)
        weights = np.array([w for row in rows for w in row.values()], np.float64)
        return cls(width, starts, columns, weights)

    @property
    def height(self) -> int:
        return len(self.starts) - 1

    @property
    def owner(self) -> np.ndarray:
        """The row of each entry."""
        return np.repeat(np.arange(self.height), np.diff(self.starts))

    def times(self, x: np.ndarray) -> np.ndarray:
        return np.bincount(self.owner, self.weights * x[self.columns], self.height)

    def prices(self, duals: np.ndarray) -> np.ndarray:
        """The transposed product: what each column is worth at the prices of the rows."""
        return np.bincount(self.columns, self.weights * duals[self.owner], self.width)

    def row(self, number: int) -> dict[int, float]:
        part = slice(self.starts[number], self.starts[number + 1])
        return dict(zip(self.columns[part].tolist(), self.weights[part].tolist(), strict=True))


@dataclass(frozen=True)
class Solution:
    """`state` is « optimal », « unbounded », « infeasible » or « stopped » (time, no proof).

    `bound` is what no solution can beat, `x` the best one found (None when there is none).
    """

    state: str
    value: float = np.nan
    bound: float = np.nan
    x: np.ndarray | None = None
    duals: np.ndarray | None = None


class Program:
    """min cost · x, `rhs_low` ≤ A x ≤ `rhs_high`, low ≤ x ≤ high; whole numbers if asked."""

    def __init__(
        self,
        rows: Rows,
        low: np.ndarray,
        high: np.ndarray,
        *,
        rhs: np.ndarray | None = None,
        rhs_high: np.ndarray | None = None,
        whole: bool = False,
    ) -> None:
        self.rows, self.whole = rows, whole
        self._solver = highspy.Highs()
        self._solver.silent()
        for name, value in (("threads", 1), ("random_seed", 1)):
            self._solver.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = rows.width, rows.height
        model.col_cost_ = np.zeros(rows.width)
        model.col_lower_, model.col_upper_ = np.array(low, float), np.array(high, float)
        rhs = np.zeros(rows.height) if rhs is None else rhs
        model.row_lower_ = rhs
        model.row_upper_ = rhs if rhs_high is None else rhs_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rows.starts
        model.a_matrix_.index_ = rows.columns
        model.a_matrix_.value_ = rows.weights
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * rows.width
        self._solver.passModel(model)
        self._all = np.arange(rows.width, dtype=np.int32)

    def price(self, cost: np.ndarray) -> None:
        self._solver.changeColsCost(len(cost), self._all, np.array(cost, np.float64))

    def reprice(self, columns: Sequence[int], costs: Sequence[float]) -> None:
        chosen = np.array(columns, np.int32)
        self._solver.changeColsCost(len(chosen), chosen, np.array(costs, np.float64))

    def bound(self, low: np.ndarray, high: np.ndarray) -> None:
        self._solver.changeColsBounds(
            len(low), self._all, np.array(low, np.float64), np.array(high, np.float64)
        )

    def rebound(self, columns: Sequence[int], low: Sequence[float], high: Sequence[float]) -> None:
        chosen = np.array(columns, np.int32)
        self._solver.changeColsBounds(
            len(chosen), chosen, np.array(low, np.float64), np.array(high, np.float64)
        )

    def add(self, row: dict[int, float], low: float, high: float = INFINITE) -> None:
        columns = np.array(list(row), np.int32)
        self._solver.addRow(low, high, len(columns), columns, np.array(list(row.values()), float))

    def option(self, name: str, value: object) -> None:
        self._solver.setOptionValue(name, value)

    def relax(self, whole: bool) -> None:
        """Whether the columns are whole numbers from now on."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        kinds = np.array([kind] * self.rows.width)
        self._solver.changeColsIntegrality(self.rows.width, self._all, kinds)
        self.whole = whole

    def solve(self, seconds: float | None = None) -> Solution:
        """Within `seconds`, if given."""
        if seconds is not None:
            # HiGHS counts the time of all the solves of one program together.
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(seconds, 0.1))
        self._solver.run()
        status = self._solver.getModelStatus()
        if status in (_Status.kUnbounded, _Status.kUnboundedOrInfeasible):
            return Solution("unbounded")
        if status == _Status.kInfeasible:
            return Solution("infeasible")
        info, solution = self._solver.getInfo(), self._solver.getSolution()
        known = info.primal_solution_status == 2  # feasible
        x = np.array(solution.col_value) if known else None
        state = "optimal" if status == _Status.kOptimal else "stopped"
        bound = info.mip_dual_bound if self.whole else info.objective_function_value
        if state == "stopped" and not self.whole:
            bound = np.nan
        duals = None if self.whole or not solution.dual_valid else np.array(solution.row_dual)
        return Solution(state, info.objective_function_value, bound, x, duals)
