"""From a raw table to what may be published: primary secrets, masks around them, and the proof."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stats.secrecy.editions import Published, full_key, published_together, truth_of
from stats.secrecy.knowledge import knows_intervals, own_lines, own_parts, status_attacker
from stats.secrecy.optimal import optimise
from stats.secrecy.primary import PUBLISHED, SECONDARY, Primary, primary_secrets
from stats.secrecy.problem import Attacker, Demand, Problem, everyone
from stats.secrecy.program import Program
from stats.secrecy.releases import Release, told_by_rates
from stats.secrecy.rules import COSTS, Rules
from stats.secrecy.search import Search
from stats.secrecy.table import Table, type_cell
from stats.store.table import RefusedError

OPTIMAL_SIZE = 700
PATIENCE = 6
SHOWN = 5
OPTIMAL, HEURISTIC = "optimale", "heuristique"


@dataclass(frozen=True)
class Protection:
    """What may be published. `statuses` and `values` follow `cells`; a value is NaN when hidden.

    `optimal`: no sound choice costs less; else one could cost `gap` less, at best (a share; None
    where it was not looked for). `reasons` say why each cell is hidden, in one word. `proofs`
    counts the other tables found, each of which fits all that is published.
    """

    dimensions: tuple[str, ...]
    cells: tuple[type_cell, ...]
    statuses: np.ndarray
    values: np.ndarray
    reasons: tuple[str, ...]
    optimal: bool
    gap: float | None
    seconds: float
    proofs: int
    notes: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        return OPTIMAL if self.optimal else HEURISTIC

    def count(self, status: str) -> int:
        return int(np.count_nonzero(self.statuses == status))


def shield(
    table: Table,
    rules: Rules,
    releases: Sequence[Release] = (),
    previous: Sequence[Release] = (),
    *,
    only_given: bool = False,
) -> Protection:
    """What to hide so that nobody comes near a primary secret, given all that is published.

    With `only_given`, nothing but the rows of the table is going to be published: its margins that
    no row gives, and what no row speaks of, are unknown to all. Raises RefusedError, naming the
    cells, when that cannot be: they are published already.
    """
    start = time.monotonic()
    return _Shield(table, rules, releases, previous, only_given).run(start)


class _Shield:
    """One protection under way."""

    def __init__(self, table, rules, releases, previous, only_given) -> None:
        self.table, self.rules, self.only_given = table, rules, only_given
        self.primary: Primary = primary_secrets(table, rules)
        self.keys = [full_key(key, table.names, rules) for key in table.keys()]
        self.truth = truth_of(table, rules)
        self.published: Published = published_together(releases, rules, self.truth)
        self.system = self.published.system
        self.place = np.array([self.system.place[key] for key in self.keys])
        # A corrected edition has cells of its own; a mask of theirs stays one today all the same.
        masked = {cell for release in releases for cell in release.hidden} & self.truth.keys()
        self.masked = {self.system.place[cell] for cell in masked} | set(self.published.hidden)
        self.notes: list[str] = []
        self.reader = self._reader()
        self.problem = self._problem(previous)
        self.lines = own_lines(table, self._named_system(), rules)

    def run(self, start: float) -> Protection:
        deadline = start + self.rules.seconds
        self.late = start + 2 * self.rules.seconds
        search = self._secured(self.problem.forced.copy())
        optimal, gap = False, None
        hideable = int((~self.problem.open & ~self.problem.forced).sum())
        if not self.problem.demands:
            optimal, gap = True, 0.0
        elif hideable <= OPTIMAL_SIZE:
            search, optimal, gap = self._best(search, deadline)
        self._check(search)
        return self._result(search, optimal, gap, time.monotonic() - start)

    def _reader(self) -> Attacker:
        """Anybody: nothing is negative, and what published rates tell."""
        told = told_by_rates(self.rules.rates, self.rules.growths, self.rules)
        for cell, (low, high) in told.items():
            if cell in self.truth and not low - 1e-6 <= self.truth[cell] <= high + 1e-6:
                raise RefusedError(
                    f"Le taux publié pour {' × '.join(cell)} ne correspond pas à son effectif ; "
                    "corriger l’un ou l’autre."
                )
        reader, half = everyone(self.system.size), self.rules.rounding / 2
        for place, value in self.published.shown.items():
            reader.low[place], reader.high[place] = max(value - half, 0), value + half
        return knows_intervals(self.system, told, reader)

    def _problem(self, previous: Sequence[Release]) -> Problem:
        size = self.system.size
        base, ours = self._base()
        told, hidden = np.zeros(size, bool), np.zeros(size, bool)
        told[list(self.published.shown)] = True
        hidden[list(self.masked)] = True
        absent, secret = np.zeros(size, bool), np.zeros(size, bool)
        absent[self.place[self.table.absent.ravel()]] = not self.only_given
        secret[self.place[self.primary.statuses != PUBLISHED]] = True
        silent = self._silent()
        secret &= ~silent
        near = np.where(absent, 0.0, self.rules.rounding / 2)
        problem = Problem(
            rows=self.system.rows,
            base=base,
            cost=np.where(ours & ~silent, self._cost(previous, size), 0.0),
            shown_low=np.maximum(base - near, 0),
            shown_high=base + near,
            # What nobody ever published is hidden without our doing anything.
            forced=(secret | hidden | silent | ~(ours | told)) & ~told,
            open=(told | absent) & ~secret,
            whole=bool(np.all(base == np.rint(base))),
        )
        return replace(problem, demands=self._demands(problem, ours, secret))

    def _base(self) -> tuple[np.ndarray, np.ndarray]:
        """A whole table that agrees with all that is published: the true one where it is known.

        And which unknowns are cells of the table.
        """
        size = self.system.size
        ours = np.zeros(size, bool)
        ours[self.place] = True
        base = np.zeros(size)
        base[self.place] = self.table.value.ravel()
        if ours.all():
            return base, ours
        low, high = np.where(ours, base, 0.0), np.where(ours, base, self.reader.high)
        for place, value in self.published.shown.items():
            if not ours[place]:
                low[place] = max(value - self.rules.rounding / 2, 0)
                high[place] = value + self.rules.rounding / 2
        found = Program(self.system.rows, low, high, whole=self.table.whole).solve(30)
        if found.x is None:
            raise RefusedError(
                "Ce qui est déjà publié contredit la table ; vérifier « deja_publie » et les "
                "hiérarchies."
            )
        return np.where(ours, base, np.rint(found.x) if self.table.whole else found.x), ours

    def _cost(self, previous: Sequence[Release], size: int) -> np.ndarray:
        """One a cell, or what the rules say; twice for what was shown the year before."""
        value = self.table.value.ravel()
        if self.rules.cost in self.table.extra:
            each = self.table.extra[self.rules.cost].ravel()
        elif self.rules.cost == "effectif":
            each = value + 1
        elif self.rules.cost == "cellules":
            each = np.ones(value.size)
        else:
            known = ", ".join((*COSTS, *self.table.extra))
            raise RefusedError(
                f"« cout » : « {self.rules.cost} » n’est ni une colonne de la table, ni {known}."
            )
        before = {cell for release in previous for cell in release.hidden}
        fresh = np.array([2.0 if before and key not in before else 1.0 for key in self.keys])
        return np.maximum(np.bincount(self.place, each * fresh, size), 1e-3)

    def _silent(self) -> np.ndarray:
        """The unknowns of the table of which nothing is going to be said."""
        told, ours = np.zeros(self.system.size, bool), np.zeros(self.system.size, bool)
        ours[self.place] = True
        told[self.place[self.table.given.ravel() | (not self.only_given)]] = True
        return ours & ~told

    def _demands(self, problem: Problem, ours: np.ndarray, primary: np.ndarray) -> list[Demand]:
        secret = dict.fromkeys(np.flatnonzero(primary).tolist())
        for place, (_cell, status) in self.published.hidden.items():
            if status != SECONDARY:
                secret.setdefault(place)
        self.secret = secret
        self.old = {place for place in self.published.hidden if not ours[place]}
        demands = [one for cell in secret for one in self._around(problem, cell, self.reader)]
        for place in sorted(self.masked):
            if place not in secret:
                demands.append(Demand(place, 1, self._step(problem, place), self.reader))
        if self.rules.statuses_known:
            demands += self._status_demands(problem, secret)
        return demands

    def _around(self, problem: Problem, cell: int, attacker: Attacker, own: float = 0.0):
        """The two ends of the interval that must remain possible around a secret."""
        value = float(problem.base[cell])
        low, high = self.rules.interval(value, own)
        found = [Demand(cell, 1, high - value, attacker)]
        return found + [Demand(cell, -1, value - low, attacker)] * (low < value)

    def _step(self, problem: Problem, cell: int) -> float:
        return 1.0 if problem.whole else max(1e-3, 0.01 * float(problem.base[cell]))

    def _status_demands(self, problem: Problem, secret: Mapping[int, None]) -> list[Demand]:
        """Even who reads the statuses must not know a cell exactly."""
        reader = status_attacker(
            self.primary, self.table, self._named_system(), self.rules, self.reader
        )
        found = []
        for cell in secret:
            value = problem.base[cell]
            if value < reader.high[cell]:
                found.append(Demand(cell, 1, 1.0, reader))
            elif value > reader.low[cell]:
                found.append(Demand(cell, -1, 1.0, reader))
        return found

    def _named_system(self):
        """The system under the names that the table itself gives its cells."""
        names = zip(self.table.keys(), self.keys, strict=True)
        return replace(self.system, place={own: self.system.place[full] for own, full in names})

    def _secured(self, hidden: np.ndarray) -> Search:
        """A sound choice: the heuristic, then what respondents know, then what can be shown."""
        search = Search(self.problem, hidden)
        self._refuse_impossible(search, search.secure())
        for turn in range(PATIENCE):
            if turn < PATIENCE - 1:
                search.prune(deadline=self.late)
            more = self._own_demands(search)
            if not more:
                return search
            self._add(search, more)
        return self._settled(search)

    def _settled(self, search: Search) -> Search:
        """What respondents know, until nothing new rests on it; each pair is asked once."""
        while more := self._own_demands(search):
            self._add(search, more)
        return search

    def _add(self, search: Search, more: list[Demand]) -> None:
        self.problem.demands.extend(more)
        self._refuse_impossible(search, [one for one in more if search.meet(one) is None])

    def _own_demands(self, search: Search) -> list[Demand]:
        """The demands that rest on a cell which some respondent knows, for that respondent."""
        asked = {(d.cell, d.attacker.known) for d in self.problem.demands}
        system, found = self._named_system(), []
        for line in self.lines:
            mine = np.array(sorted(line))
            attacker = replace(self.reader, known=line)
            leaning = {
                demand.cell
                for demand, proof in search.proofs.items()
                if demand.attacker is self.reader
                and demand.cell in self.secret
                and demand.cell not in line
                and np.isin(proof.columns, mine).any()
            }
            if not leaning:
                continue
            own = own_parts(self.table, system, line)
            for cell in sorted(leaning):
                if (cell, line) not in asked and own[cell] < self.problem.base[cell]:
                    found += self._around(self.problem, cell, attacker, float(own[cell]))
        return found

    def _best(self, search: Search, deadline: float) -> tuple[Search, bool, float]:
        """The optimum under all the demands, those of respondents found one after the other."""
        for _ in range(PATIENCE):
            left = deadline - time.monotonic()
            found = optimise(self.problem, search, seconds=max(left, 0.2))
            more = self._own_demands(found.search)
            if not more or deadline < time.monotonic():
                break
            self.problem.demands.extend(more)
            search = self._secured(self.problem.forced.copy())
        search = found.search
        if more:
            self._settled(search)
        cost = float(self.problem.cost[search.hidden].sum())
        gap = max(0.0, 1 - found.bound / cost) if cost else 0.0
        proved = found.proved and not more
        return search, proved, 0.0 if proved else gap

    def _refuse_impossible(self, search: Search, failed: list[Demand]) -> None:
        """What cannot be hidden is named. What earlier files lost already is only noted."""
        lost = []
        for demand in failed:
            self.problem.demands.remove(demand)
            if demand.cell not in self.secret:
                self._try_below(search, demand)
            elif demand.cell not in self.old:
                lost.append(demand.cell)
        if not lost:
            return
        names = {place: key for key, place in zip(self.keys, self.place.tolist(), strict=True)}
        cells = list(dict.fromkeys(" × ".join(names[cell]) for cell in lost))
        more = f" (et {len(cells) - SHOWN} autres)" if len(cells) > SHOWN else ""
        raise RefusedError(
            "Ces valeurs secrètes ne peuvent plus être protégées, ce qui est déjà publié ou connu "
            f"les révèle : {', '.join(cells[:SHOWN])}{more}."
        )

    def _try_below(self, search: Search, demand: Demand) -> None:
        """An earlier mask that cannot be more may be less: it is enough that it is not known."""
        step = min(demand.amount, float(self.problem.base[demand.cell]))
        if demand.sign < 0 or step <= 0:
            return
        below = Demand(demand.cell, -1, step, demand.attacker)
        if search.meet(below) is not None:
            self.problem.demands.append(below)

    def _check(self, search: Search) -> None:
        """Every demand has its other table, verified in exact arithmetic."""
        for demand in self.problem.demands:
            proof = search.proofs.get(demand)
            if proof is None or not self.problem.proves(proof, demand, search.hidden):
                raise AssertionError("a demand is left without a proof")

    def _result(
        self, search: Search, optimal: bool, gap: float | None, seconds: float
    ) -> Protection:
        hidden = search.hidden[self.place] & ~self.table.absent.ravel()
        statuses = np.where(
            self.primary.statuses != PUBLISHED,
            self.primary.statuses,
            np.where(hidden, SECONDARY, PUBLISHED),
        )
        reasons = [
            reason or ("deja_masque" if place in self.masked else "secondaire")
            if status != PUBLISHED
            else ""
            for reason, status, place in zip(
                self.primary.reasons, statuses, self.place.tolist(), strict=True
            )
        ]
        value = self.table.value.ravel()
        if self.rules.rounding:
            value = self.rules.rounding * np.rint(value / self.rules.rounding)
        return Protection(
            dimensions=self.table.names,
            cells=tuple(self.table.keys()),
            statuses=statuses,
            values=np.where(statuses == PUBLISHED, value, np.nan),
            reasons=tuple(reasons),
            optimal=optimal,
            gap=gap,
            seconds=seconds,
            proofs=len({id(proof) for proof in search.proofs.values()}),
            notes=tuple(self.notes),
        )
