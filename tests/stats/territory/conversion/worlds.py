"""Small countries whose inhabitants are known one by one: the truth that conversions must find.

It shares nothing with the engine but the rows of Insee's file of movements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st

from stats.territory.movements import Movement

FIRST = 2000
DIVIDING = {"split", "back", "share"}


@dataclass
class World:
    """Communes as sets of inhabitants, 1 January after 1 January, and the movements between."""

    years: list[dict[str, frozenset[int]]]
    moves: list[Movement] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    absorbed: dict[str, tuple[str, frozenset[int]]] = field(default_factory=dict)

    @property
    def now(self) -> dict[str, frozenset[int]]:
        return self.years[-1]

    @property
    def last(self) -> int:
        return FIRST + len(self.years) - 1

    def at(self, year: int) -> dict[str, frozenset[int]]:
        return self.years[year - FIRST]

    def step(self, what: str, one: str, other: str, cut: int, new: str) -> None:
        """One year: something happens on the 1 January that ends it, or nothing can."""
        communes = dict(self.now)
        self.years.append(communes)
        before = len(self.moves)
        getattr(self, f"_{what}")(communes, one, other, cut, new)
        self.done.append(what if len(self.moves) > before else "")

    def _row(self, kind: int, before: str, after: str) -> None:
        self.moves.append(Movement(kind, date(self.last, 1, 1), before, after))

    def _merge(self, communes, one, other, cut, new) -> None:
        if one == other:
            return
        self._row(32, one, other)
        self._row(32, other, other)
        self.absorbed[one] = (other, communes[one])
        communes[other] |= communes.pop(one)

    def _recode(self, communes, one, other, cut, new) -> None:
        self._row(41, one, new)
        communes[new] = communes.pop(one)

    def _recode_and_merge(self, communes, one, other, cut, new) -> None:
        """A code of one day, as Freigné had."""
        if one == other:
            return
        self._row(41, one, new)
        self._row(32, new, other)
        self._row(32, other, other)
        communes[other] |= communes.pop(one)

    def _swap(self, communes, one, other, cut, new) -> None:
        if one == other:
            return
        self._row(50, one, other)
        self._row(50, other, one)
        communes[one], communes[other] = communes[other], communes[one]

    def _split(self, communes, one, other, cut, new) -> None:
        people = sorted(communes[one])
        if len(people) < 2:
            return
        place = 1 + cut % (len(people) - 1)
        self._row(20, one, one)
        self._row(20, one, new)
        communes[one], communes[new] = frozenset(people[:place]), frozenset(people[place:])

    def _share(self, communes, one, other, cut, new) -> None:
        """A commune is shared between two others and is no more."""
        others = sorted(communes.keys() - {one})[:2]
        people = sorted(communes[one])
        if len(others) < 2 or len(people) < 2:
            return
        place = 1 + cut % (len(people) - 1)
        for target, part in zip(others, (people[:place], people[place:]), strict=True):
            self._row(30, one, target)
            self._row(30, target, target)
            communes[target] |= frozenset(part)
        del communes[one]

    def _back(self, communes, one, other, cut, new) -> None:
        """A merged commune comes back with its own inhabitants, if they are all where it went."""
        ready = sorted(
            code
            for code, (into, people) in self.absorbed.items()
            if code not in communes and people < communes.get(into, frozenset())
        )
        if not ready:
            return
        code = ready[cut % len(ready)]
        into, people = self.absorbed.pop(code)
        self._row(21, into, into)
        self._row(21, into, code)
        communes[into] -= people
        communes[code] = people


@st.composite
def worlds(draw, steps=("merge", "recode", "recode_and_merge", "split", "share", "back", "swap")):
    """Three to six communes, up to seven years of events."""
    count = draw(st.integers(3, 6))
    communes, person = {}, 0
    for number in range(count):
        size = draw(st.integers(2, 6))
        communes[f"4400{number}"] = frozenset(range(person, person + size))
        person += size
    world = World([communes])
    for year in range(draw(st.integers(1, 7))):
        codes = sorted(world.now)
        world.step(
            draw(st.sampled_from(steps)),
            draw(st.sampled_from(codes)),
            draw(st.sampled_from(codes)),
            draw(st.integers(0, 5)),
            f"8500{year}",
        )
    return world


def two_years(world: World):
    """Any two 1 January of a world, in any order."""
    return st.tuples(*[st.integers(FIRST, world.last)] * 2)
