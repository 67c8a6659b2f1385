"""From the communes of one 1 January to those of another: who is made of whom, wholly or in part.

The road is always direct: both dates are read in the same pieces, so that a commune merged then
come back is found again as it was, whatever happened in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from stats.territory.conversion.perimeters import Perimeters, Pieces


@dataclass(frozen=True)
class Part:
    """What a commune of the first date gives to one of the second.

    `whole` when it gives all of itself. `name` is a code that once stood for exactly this part
    (« 85165 » inside « 85084 »), empty when none did.
    """

    origin: str
    target: str
    whole: bool
    name: str = ""


@dataclass(frozen=True)
class Passage:
    """The passage between two years, both on 1 January."""

    perimeters: Perimeters
    start: int
    end: int

    @property
    def before(self) -> date:
        return date(self.start, 1, 1)

    @property
    def after(self) -> date:
        return date(self.end, 1, 1)

    def exists(self, code: str) -> bool:
        """Whether a commune of this code stands at the first date."""
        return self.perimeters.exists(code, self.before)

    def parts_of(self, origin: str) -> tuple[Part, ...]:
        """What a commune of the first date becomes; nothing when it does not stand then."""
        return self._outgoing(origin)

    def targets(self, origins: Iterable[str]) -> tuple[str, ...]:
        """The communes of the second date that these lead to, in the order of codes."""
        return tuple(sorted({part.target for code in origins for part in self.parts_of(code)}))

    def parts_into(self, target: str) -> tuple[Part, ...]:
        """What a commune of the second date is made of, in the order of codes."""
        pieces = self.perimeters.at(target, self.after)
        origins = {self.perimeters.owner(piece, self.before) for piece in pieces} - {""}
        return tuple(
            part
            for origin in sorted(origins)
            for part in self.parts_of(origin)
            if part.target == target
        )

    def is_same_ground(self, origin: str, target: str) -> bool:
        """Whether the two are the same perimeter, under one code or two."""
        before = self.perimeters.at(origin, self.before)
        return bool(before) and before == self.perimeters.at(target, self.after)

    def is_presumed(self, origin: str) -> bool:
        """Whether nothing but a merger says that this commune stood."""
        return origin in self.perimeters.presumed

    @cached_property
    def _known(self) -> dict[str, tuple[Part, ...]]:
        return {}

    def _outgoing(self, origin: str) -> tuple[Part, ...]:
        if origin not in self._known:
            self._known[origin] = self._parts(origin)
        return self._known[origin]

    def _parts(self, origin: str) -> tuple[Part, ...]:
        pieces = self.perimeters.at(origin, self.before)
        shares: dict[str, set[str]] = defaultdict(set)
        for piece in pieces:
            if owner := self.perimeters.owner(piece, self.after):
                shares[owner].add(piece)
        return tuple(
            Part(
                origin,
                target,
                whole=len(share) == len(pieces),
                name=self._name(target, frozenset(share)),
            )
            for target, share in sorted(shares.items())
        )

    def _name(self, target: str, share: Pieces) -> str:
        """The target's own code when it is nothing more than this share."""
        if self.perimeters.at(target, self.after) == share:
            return target
        return self.perimeters.name_of(share)
