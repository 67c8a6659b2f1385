"""What is learnt from all that is published: the bounds of each hidden cell, and the leaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stats.secrecy.attack import Attack, Bounds, Contradiction
from stats.secrecy.editions import Published, full_key, published_together, truth_of
from stats.secrecy.knowledge import knows_intervals, own_lines, own_parts, status_attacker
from stats.secrecy.primary import PUBLISHED, SECONDARY, primary_secrets
from stats.secrecy.problem import Attacker, everyone
from stats.secrecy.releases import Release, told_by_rates
from stats.secrecy.rules import Rules
from stats.secrecy.table import Table, type_cell
from stats.store.table import RefusedError

SECONDS = 300.0
ANYONE, RESPONDENT, READER = "quiconque", "un répondant", "qui lit les statuts"


@dataclass(frozen=True)
class Verdict:
    """One hidden cell: its bounds, and between which numbers it had to remain possible."""

    cell: type_cell
    status: str
    bounds: Bounds
    needed: tuple[float, float] | None
    attacker: str = ANYONE

    @property
    def leaks(self) -> bool:
        if self.needed is None:
            return self.bounds.is_one_number
        return self.bounds.excludes(*self.needed)

    @property
    def is_proved(self) -> bool:
        """The answer is sure, one way or the other."""
        if self.leaks:
            return True
        return self.bounds.is_several if self.needed is None else self.bounds.reaches(*self.needed)


@dataclass(frozen=True)
class Audit:
    """`verdicts` of anyone's attack, one a hidden cell; `learned` those of the others that leak.

    `corrected` cells have another value in an earlier file; `complete` is False when some attack
    was stopped before its end.
    """

    dimensions: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    learned: tuple[Verdict, ...] = ()
    corrected: tuple[type_cell, ...] = ()
    complete: bool = True

    @property
    def leaks(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.verdicts if one.leaks) + self.learned

    @property
    def is_proved(self) -> bool:
        return self.complete and all(one.is_proved for one in self.verdicts)


def audit(
    releases: Sequence[Release],
    rules: Rules,
    table: Table | None = None,
    *,
    known: Mapping[type_cell, float] | None = None,
    fully: bool = False,
    seconds: float = SECONDS,
) -> Audit:
    """The attack on everything published together; with the true table, on what rules protect.

    Without the table, `known` values tell which figures of an earlier edition are no longer true.

    With `fully`, the bounds of every hidden cell are computed to the end. RefusedError when the
    files contradict each other.
    """
    try:
        return _Auditing(releases, rules, table, known or {}, seconds).run(fully)
    except Contradiction:
        raise RefusedError(
            "Ce qui est publié se contredit : aucune table n’a ces marges. Vérifier les fichiers "
            "et les hiérarchies."
        ) from None


class _Auditing:
    """One audit under way."""

    def __init__(self, releases, rules, table, known, seconds) -> None:
        self.rules, self.table, self.seconds = rules, table, seconds
        self.truth = truth_of(table, rules) if table else _newest(releases) | known
        self.published: Published = published_together(releases, rules, self.truth)
        self.system = self.published.system
        told = told_by_rates(rules.rates, rules.growths, rules)
        self.reader = knows_intervals(self.system, told, everyone(self.system.size))
        numbers = [*self.published.shown.values(), *(self.truth.values() if table else ())]
        told = np.array([one for one in numbers if not np.isnan(one)])
        self.whole = bool(np.all(told == np.rint(told)))

    def run(self, fully: bool) -> Audit:
        attack, needs = self._attack(self.reader), self._needs()
        found = attack.bounds(needs, {c: n for c, n in needs.items() if n}, fully=fully)
        names = self._names()
        verdicts = [Verdict(*names[cell], found[cell], needs[cell]) for cell in needs]
        learned, complete = self._learned(names) if self.table else ([], True)
        dimensions = tuple(self.rules.dimensions)
        corrected = self.published.corrected
        return Audit(dimensions, tuple(verdicts), tuple(learned), corrected, complete)

    def _attack(self, attacker: Attacker, seconds: float | None = None) -> Attack:
        """What this one knows, with all that is published."""
        low, high = attacker.low.copy(), attacker.high.copy()
        half = self.rules.rounding / 2
        for place, value in self.published.shown.items():
            low[place], high[place] = max(low[place], value - half), min(high[place], value + half)
        for place in attacker.known:
            low[place] = high[place] = self._true[place]
        return Attack(
            self.system.rows, low, high, whole=self.whole, seconds=seconds or self.seconds
        )

    def _needs(self) -> dict[int, tuple[float, float] | None]:
        """The interval that each hidden cell must keep; None: it must only not be known."""
        needs: dict[int, tuple[float, float] | None] = {}
        self._true: dict[int, float] = {}
        self._secret: list[int] = []
        if self.table is None:
            return dict.fromkeys(self.published.hidden)
        self.primary = primary_secrets(self.table, self.rules)
        keys = [full_key(key, self.table.names, self.rules) for key in self.table.keys()]
        self._statuses = dict(zip(keys, self.primary.statuses.tolist(), strict=True))
        for key, status in self._statuses.items():
            place, value = self.system.place[key], self.truth[key]
            self._true[place] = value
            stated = self.published.hidden.get(place, ("", PUBLISHED))[1]
            if status != PUBLISHED or stated not in (PUBLISHED, SECONDARY):
                needs[place] = self.rules.interval(value)
        self._secret = list(needs)
        for place, (_cell, status) in self.published.hidden.items():
            if place in self._true:  # a mask that protects others may be found: it is no secret
                needs.setdefault(place, (self._true[place], self._true[place]))
            elif status != SECONDARY:
                needs.setdefault(place, None)
        return needs

    def _names(self) -> dict[int, tuple[type_cell, str]]:
        names = {}
        if self.table is not None:
            for key, status in self._statuses.items():
                names.setdefault(self.system.place[key], (key, status))
        for place, (cell, status) in self.published.hidden.items():
            if names.get(place, ("", PUBLISHED))[1] == PUBLISHED:
                names[place] = (cell, status)
        return names

    def _learned(self, names: Mapping) -> tuple[list[Verdict], bool]:
        """What those who know more than anyone learn of the primary secrets."""
        own = {k: self.system.place[full_key(k, self.table.names, self.rules)]
               for k in self.table.keys()}  # fmt: skip
        system = replace(self.system, place=own)
        found, complete = [], True
        for line in own_lines(self.table, system, self.rules):
            attack, own = (
                self._attack(replace(self.reader, known=line)),
                own_parts(self.table, system, line),
            )
            needs = {
                cell: self.rules.interval(self._true[cell], float(own[cell]))
                for cell in self._secret
                if cell not in line and own[cell] < self._true[cell]
            }
            found += self._leaking(attack, needs, names)
        if self.rules.statuses_known:
            reader = status_attacker(self.primary, self.table, system, self.rules, self.reader)
            bounds = self._attack(reader).bounds(self._secret, {}, fully=False)
            found += [
                Verdict(*names[cell], bounds[cell], None, READER)
                for cell in self._secret
                if bounds[cell].is_one_number
            ]
        return found, complete

    def _leaking(self, attack: Attack, needs: Mapping, names: Mapping) -> list[Verdict]:
        bounds = attack.bounds(needs, needs, fully=False)
        found = [
            Verdict(*names[cell], bounds[cell], need, RESPONDENT) for cell, need in needs.items()
        ]
        return [one for one in found if one.leaks]


def _newest(releases: Sequence[Release]) -> dict[type_cell, float]:
    """What the first file says, then what the others add; NaN for what is hidden."""
    found: dict[type_cell, float] = {}
    for release in releases:
        for cell, value in (release.shown | dict.fromkeys(release.hidden, np.nan)).items():
            found.setdefault(cell, value)
    return found
