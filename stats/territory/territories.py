"""The built territories, read back: an immutable object with its lookups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from stats.territory.model import Belonging, Level, Territory
from stats.territory.movements import Movement
from stats.territory.shelf import (
    BELONGINGS,
    CONTOURS,
    FOLDER,
    FORMER,
    POSTAL_CODES,
    TERRITORIES,
    TERRITORY_FIELDS,
    read_movements_kept,
    read_report,
    read_table,
)

Key = tuple[str, str]
Link = tuple[Key, bool]  # the other end of a belonging, and whether it is whole
ATTRIBUTES = tuple(attribute for attribute, _ in TERRITORY_FIELDS.values())
LEVEL_ORDER = {str(level): rank for rank, level in enumerate(Level)}


class Territories:
    """All the territories of a store. A key is (level, code); a level may be given as a text.

    `former` maps the code of a commune that no longer exists to the one it is now part of.
    Everything is read when it opens, so that a rebuilt store never mixes with it, but objects and
    links are made only when they are asked for.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        columns = read_table(store, TERRITORIES).to_pydict()
        self._tables = {name: read_table(store, name) for name in (BELONGINGS, POSTAL_CODES)}
        self.former: dict[str, str] = _former(store)
        self.report: dict = read_report(store)  # sources, licence, repairs, what is unresolved
        self._columns = tuple(columns[name] for name in TERRITORY_FIELDS)
        self._rows = {
            key: row for row, key in enumerate(zip(columns["niveau"], columns["code"], strict=True))
        }
        self._built: dict[Key, Territory] = {}
        self._inside: dict[tuple, tuple[Territory, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[Territory]:
        return (self._territory(key) for key in self._rows)

    def get(self, level: Level | str, code: str) -> Territory | None:
        """The territory, or None when there is none of this code at this level."""
        key = (str(level), code)
        return self._territory(key) if key in self._rows else None

    def by_level(self, level: Level | str) -> tuple[Territory, ...]:
        """All the territories of a level, in the order of their codes."""
        return tuple(self._territory(key) for key in self._levels.get(str(level), ()))

    @property
    def levels(self) -> frozenset[str]:
        """The levels that have at least one territory."""
        return frozenset(self._levels)

    def children(
        self, key: tuple[Level | str, str], level: Level | str, *, whole_only: bool = False
    ) -> tuple[Territory, ...]:
        """The territories of `level` inside `key`, through as many belongings as it takes.

        An EPCI of two départements is a child of both, unless `whole_only`.
        """
        asked = (str(key[0]), key[1], str(level), whole_only)
        if asked not in self._inside:
            self._inside[asked] = self._children(asked[:2], asked[2], whole_only)
        return self._inside[asked]

    def _children(self, key: Key, wanted: str, whole_only: bool) -> tuple[Territory, ...]:
        found, seen = set(), set()
        queue = [key]
        while queue:
            for child, whole in self._down.get(queue.pop(), ()):
                if child[0] == wanted and (whole or not whole_only):
                    found.add(child)
                if whole and child not in seen:
                    seen.add(child)
                    queue.append(child)
        return tuple(self._territory(child) for child in sorted(found))

    def parents(self, key: tuple[Level | str, str]) -> tuple[Territory, ...]:
        """All that `key` belongs to, wholly or in part, from the smallest level to France."""
        start = (str(key[0]), key[1])
        found, queue = set(), [start]
        while queue:
            current = queue.pop()
            for parent, whole in self._up.get(current, ()):
                if parent not in found and (whole or current == start):
                    found.add(parent)
                    queue.append(parent)
        order = sorted(found, key=lambda parent: (LEVEL_ORDER[parent[0]], parent[1]))
        return tuple(self._territory(parent) for parent in order)

    def belongings(self, key: tuple[Level | str, str]) -> tuple[Belonging, ...]:
        """What `key` belongs to directly, wholly or not."""
        child = (str(key[0]), key[1])
        return tuple(Belonging(child, parent, whole) for parent, whole in self._up.get(child, ()))

    def of_postal_code(self, postal_code: str) -> tuple[Territory, ...]:
        """The communes that a postal code serves."""
        return tuple(
            self._territory((str(Level.COMMUNE), code))
            for code in self._postal_codes.get(postal_code, ())
        )

    def postal_codes_of(self, commune: str) -> tuple[str, ...]:
        """The postal codes that serve a commune."""
        return self._postal_codes_of.get(commune, ())

    def contour_path(self, level: Level | str, region: str = "france") -> Path | None:
        """The TopoJSON file of a level in a region (« 52 » or « R52 ») or in « france », if any."""
        name = f"{level}-{region.removeprefix('R')}.topojson"
        path = self._store / FOLDER / CONTOURS / name
        return path if path.is_file() else None

    @cached_property
    def movements(self) -> tuple[Movement, ...]:
        """What happened to communes, when Insee’s file was given to the build; else nothing."""
        return read_movements_kept(self._store)

    @cached_property
    def _levels(self) -> dict[str, list[Key]]:
        levels = defaultdict(list)
        for key in sorted(self._rows):
            levels[key[0]].append(key)
        return dict(levels)

    @cached_property
    def _links(self) -> tuple[dict[Key, list[Link]], dict[Key, list[Link]]]:
        columns = self._tables[BELONGINGS].to_pydict()
        children = zip(columns["enfant_niveau"], columns["enfant_code"], strict=True)
        parents = zip(columns["parent_niveau"], columns["parent_code"], strict=True)
        up, down = defaultdict(list), defaultdict(list)
        for child, parent, whole in zip(children, parents, columns["entier"], strict=True):
            up[child].append((parent, whole))
            down[parent].append((child, whole))
        return dict(up), dict(down)

    @property
    def _up(self) -> dict[Key, list[Link]]:
        return self._links[0]

    @property
    def _down(self) -> dict[Key, list[Link]]:
        return self._links[1]

    @cached_property
    def _postal_codes(self) -> dict[str, list[str]]:
        columns, found = self._tables[POSTAL_CODES].to_pydict(), defaultdict(list)
        for postal, commune in zip(columns["code_postal"], columns["commune"], strict=True):
            found[postal].append(commune)
        return dict(found)

    @cached_property
    def _postal_codes_of(self) -> dict[str, tuple[str, ...]]:
        found = defaultdict(list)
        for postal, communes in self._postal_codes.items():
            for commune in communes:
                found[commune].append(postal)
        return {commune: tuple(sorted(codes)) for commune, codes in found.items()}

    def _territory(self, key: Key) -> Territory:
        if key not in self._built:
            row = self._rows[key]
            values = dict(zip(ATTRIBUTES, (column[row] for column in self._columns), strict=True))
            self._built[key] = Territory(**values | {"level": Level(key[0])})
        return self._built[key]


def _former(store: Path) -> dict[str, str]:
    """A store built before this table existed knows no former commune."""
    if not (store / FOLDER / FORMER).is_file():
        return {}
    columns = read_table(store, FORMER).to_pydict()
    return dict(zip(columns["code"], columns["commune"], strict=True))


def load_territories(store: Path) -> Territories:
    """The territories of a store. Raises TerritoryError when they are not built yet."""
    return Territories(store)
