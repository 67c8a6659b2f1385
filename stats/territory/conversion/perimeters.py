"""What each commune is made of, at any date, as the movements tell it.

A commune is a set of pieces, the smallest parts that movements ever separated. A merger puts sets
together; a commune that comes back takes its own pieces back; a division cuts pieces in two, for
the past as well. Two communes of two dates are the same ground when they are the same set.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache, cached_property
from itertools import groupby

from stats.territory.conversion.days import RETURN, Flow, flows_of_day
from stats.territory.movements import Movement

Pieces = frozenset[str]
NOWHERE: Pieces = frozenset()


class Perimeters:
    """The communes that movements touched, dated. One that they never name has always been.

    `presumed` are those that absorb others without a row saying that they stay: they may have been
    born that day.
    """

    def __init__(self, movements: Iterable[Movement]) -> None:
        self.movements = tuple(sorted(movements, key=lambda move: move.day))
        self.presumed: set[str] = set()
        self._cuts: dict[str, dict[str, str]] = {}
        self._days: dict[str, list[date]] = defaultdict(list)
        self._states: dict[str, list[Pieces]] = defaultdict(list)
        self._now: dict[str, Pieces] = {}
        self._last: dict[str, Pieces] = {}
        for day, moves in groupby(self.movements, key=lambda move: move.day):
            self._follow(day, tuple(moves))
        self._leaves = cache(self._leaves_of)
        self._owners: dict[date, dict[str, str]] = {}

    @property
    def codes(self) -> frozenset[str]:
        """Every code that a movement names."""
        return frozenset(self._days)

    def first_day(self) -> date | None:
        return self.movements[0].day if self.movements else None

    def last_day(self) -> date | None:
        return self.movements[-1].day if self.movements else None

    def exists(self, code: str, day: date) -> bool:
        """Whether a commune of this code stands on that day (movements of the day are done)."""
        return self._state(code, day) != NOWHERE

    def at(self, code: str, day: date) -> Pieces:
        """The pieces of a commune on a day; none when it does not stand."""
        leaves: set[str] = set()
        for piece in self._state(code, day):
            leaves |= self._leaves(piece)
        return frozenset(leaves)

    def owners(self, day: date) -> dict[str, str]:
        """Piece → the commune that holds it on a day, among those that movements touched."""
        if day not in self._owners:
            self._owners[day] = {piece: code for code in self._days for piece in self.at(code, day)}
        return self._owners[day]

    def owner(self, piece: str, day: date) -> str:
        """The commune that holds a piece; a piece that nothing touched is its own commune's."""
        return self.owners(day).get(piece, "" if piece in self.codes else piece)

    def name_of(self, pieces: Pieces) -> str:
        """A code that once stood for exactly these pieces, if any: the latest that did."""
        return self._names.get(pieces, "")

    @cached_property
    def _names(self) -> dict[Pieces, str]:
        dated = sorted((day, code) for code, days in self._days.items() for day in days)
        named = {self.at(code, day): code for day, code in dated}
        named.pop(NOWHERE, None)
        return named

    def _state(self, code: str, day: date) -> Pieces:
        days = self._days.get(code)
        if days is None:
            return frozenset({code})
        position = bisect_right(days, day)
        return self._states[code][position - 1] if position else NOWHERE

    def _follow(self, day: date, moves: tuple[Movement, ...]) -> None:
        """One day of movements, all at once: every commune gives what it held the day before."""
        flows = flows_of_day(moves, standing=self._stood)
        for code in flows.standing | flows.presumed:
            if code in flows.presumed and code not in self._now:
                self.presumed.add(code)
            self._begin(code)
        held = {code: self._now.get(code, NOWHERE) for code in flows.leaving}
        received: dict[str, set[str]] = defaultdict(set)
        for code, targets in flows.leaving.items():
            for target, pieces in self._shared_out(held[code], targets).items():
                received[target] |= pieces
        for code in flows.leaving:
            self._last[code] = held[code]
            self._now[code] = NOWHERE
        for code, pieces in received.items():
            kept = NOWHERE if code in flows.leaving else self._now.get(code, NOWHERE)
            self._now[code] = kept | frozenset(pieces)
        for code in {*flows.leaving, *received}:
            self._write(code, day)

    def _stood(self, code: str) -> bool | None:
        """Whether a code stands before the day; None when nothing was said of it yet."""
        return None if code not in self._now else self._now[code] != NOWHERE

    def _begin(self, code: str) -> None:
        """A commune met for the first time, and not born that day: it stood from the start."""
        if code not in self._now:
            self._now[code] = frozenset({code})
            self._days[code].append(date.min)
            self._states[code].append(self._now[code])

    def _write(self, code: str, day: date) -> None:
        self._days[code].append(day)
        self._states[code].append(self._now[code])

    def _shared_out(self, held: Pieces, targets: tuple[Flow, ...]) -> dict[str, Pieces]:
        """Who gets which pieces of a commune that goes to one or several others."""
        if len(targets) == 1:
            return {targets[0].after: held}
        left, given, others = self._whole(held), {}, []
        for target in targets:
            back = self._whole(self._last.get(target.after, NOWHERE))
            if target.kind == RETURN and not target.stays and back and back <= left:
                given[target.after], left = back, left - back
            else:
                others.append(target.after)
        if (bool(left) != bool(others)) or not given:
            # Nothing is known of what comes back: each piece is cut between all.
            left, given, others = self._whole(held), {}, [target.after for target in targets]
        if len(others) == 1:
            return given | {others[0]: left}
        return given | self._cut(left, others)

    def _cut(self, pieces: Pieces, codes: list[str]) -> dict[str, Pieces]:
        shares: dict[str, set[str]] = {code: set() for code in codes}
        for piece in pieces:
            self._cuts[piece] = {code: f"{piece}/{code}" for code in codes}
            for code, part in self._cuts[piece].items():
                shares[code].add(part)
        return {code: frozenset(parts) for code, parts in shares.items()}

    def _whole(self, pieces: Pieces) -> Pieces:
        return frozenset().union(*(self._leaves_of(piece) for piece in pieces))

    def _leaves_of(self, piece: str) -> Pieces:
        if piece not in self._cuts:
            return frozenset({piece})
        return frozenset().union(*(self._leaves_of(part) for part in self._cuts[piece].values()))
