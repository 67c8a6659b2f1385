"""A dimension of a table: its codes, and which code is the sum of which others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from stats.store.table import RefusedError

type_hierarchy = Mapping[str, str]


@dataclass(frozen=True)
class Dimension:
    """`codes` in the order of the table, `total` (None: the codes do not add up), `sums`:
    (parent, children) pairs, several of one parent when hierarchies cross."""

    name: str
    total: str | None
    codes: tuple[str, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]

    @cached_property
    def place(self) -> dict[str, int]:
        return {code: position for position, code in enumerate(self.codes)}

    @cached_property
    def parents(self) -> frozenset[str]:
        return frozenset(parent for parent, _ in self.sums)

    @cached_property
    def upward(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sums, those of the smallest parents first."""
        depth: dict[str, int] = {}

        def of(code: str) -> int:
            if code not in depth:
                below = [c for parent, kids in self.sums if parent == code for c in kids]
                depth[code] = 1 + max((of(child) for child in below), default=-1)
            return depth[code]

        return tuple(sorted(self.sums, key=lambda one: of(one[0])))


def build_dimension(
    name: str,
    total: str | None,
    hierarchies: Iterable[type_hierarchy],
    seen: Collection[str],
) -> Dimension:
    """The dimension of the codes seen in a table, their parents and the total.

    In a hierarchy, what it does not mention hangs from the total. RefusedError when a hierarchy
    goes round in a circle.
    """
    trees = [dict(one) for one in hierarchies if one]
    for tree in trees:
        _refuse_circle(name, tree)
    kept = dict.fromkeys(seen)
    for tree in trees:
        for code in list(kept):
            while code in tree:
                code = tree[code]
                kept.setdefault(code)
    if total is not None:
        kept.setdefault(total)
    leaves = _Leaves(trees, kept, total)
    sums: dict[tuple[str, tuple[str, ...]], None] = {}
    for tree in trees or [{}]:
        children: dict[str, list[str]] = {}
        for child, parent in tree.items():
            if child in kept:
                children.setdefault(parent, []).append(child)
        if total is not None:
            under = children.setdefault(total, [])
            under.extend(leaves.hanging(tree, under))
        for parent, found in children.items():
            if found:
                sums[(parent, tuple(sorted(found)))] = None
    return Dimension(name, total, tuple(kept), tuple(sums))


class _Leaves:
    """Which codes of nobody's parts each code covers, over all the hierarchies."""

    def __init__(self, trees: list[dict[str, str]], kept: Mapping[str, None], total: str | None):
        self.kept, self.total = kept, total
        self.children: dict[str, set[str]] = {}
        for tree in trees:
            # One hierarchy is enough to know what a code covers; a crossing one adds nothing.
            parts: dict[str, set[str]] = {}
            for child, parent in tree.items():
                parts.setdefault(parent, set()).add(child)
            for parent, found in parts.items():
                self.children.setdefault(parent, found)
        self._covered: dict[str, frozenset[str]] = {}

    def of(self, code: str) -> frozenset[str]:
        if code not in self._covered:
            below = self.children.get(code)
            self._covered[code] = (
                frozenset().union(*(self.of(child) for child in below))
                if below
                else frozenset([code])
            )
        return self._covered[code]

    def hanging(self, tree: Mapping[str, str], under: list[str]) -> list[str]:
        """What comes straight under the total, beside what the hierarchy puts there: its tops,
        and the smallest codes that none of them covers."""
        tops = sorted((set(tree.values()) & set(self.kept)) - set(tree) - {self.total, *under})
        covered = set().union(*(self.of(code) for code in (*tops, *under)))
        lone = sorted(
            code
            for code in self.kept
            if code not in {self.total, *tops, *under}
            and not self._has_kept_parts(code)
            and not self.of(code) & covered
        )
        return tops + lone

    def _has_kept_parts(self, code: str) -> bool:
        return any(child in self.kept for child in self.children.get(code, ()))


def _refuse_circle(name: str, tree: Mapping[str, str]) -> None:
    for start in tree:
        seen, code = {start}, start
        while code in tree:
            code = tree[code]
            if code in seen:
                raise RefusedError(
                    f"Dimension « {name} » : « {start} » est sa propre partie ; corriger la "
                    "hiérarchie."
                )
            seen.add(code)
