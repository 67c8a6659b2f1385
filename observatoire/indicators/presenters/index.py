"""The list of indicators: words, theme, producer, state, key."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.base.french import terms
from observatoire.indicators.presenters.tile import is_shown, latest_of
from stats.catalogue import Catalogue, Indicator, Theme
from stats.catalogue.model import Cycle
from stats.grid import Grid
from stats.periods import parse_period
from stats.words import format_observation

CYCLES = {
    Cycle.PUBLISHED: "Publié",
    Cycle.IN_COLLECTION: "En cours de collecte",
    Cycle.RETAINED: "Retenu",
    Cycle.PROPOSED: "Proposé",
    Cycle.ABANDONED: "Abandonné",
}


@dataclass(frozen=True)
class Line:
    """One indicator of the list, with its last regional figure when there is one."""

    address: str
    title: str
    theme: str
    producer: str
    state: str
    is_key: bool
    value: str
    period: str


@dataclass(frozen=True)
class Filter:
    """What a visitor chose; empty means « all »."""

    q: str = ""
    theme: str = ""
    producteur: str = ""
    cycle: str = ""
    only_key: bool = False

    @classmethod
    def from_query(cls, asked) -> Filter:
        names = ("q", "theme", "producteur", "cycle")
        chosen = {name: asked.get(name, "").strip() for name in names}
        return cls(**chosen, only_key=asked.get("cle") == "oui")

    def select(self, catalogue: Catalogue) -> list[Indicator]:
        """By theme, the key ones first, then by title."""
        words = set(terms(self.q))
        return [
            one
            for one in sorted(catalogue.indicators.values(), key=_order)
            if self.theme in ("", one.theme)
            and self.producteur in ("", one.producer)
            and self.cycle in ("", one.cycle)
            and (one.key or not self.only_key)
            and words <= set(terms(f"{one.title} {one.code} {one.definition} {one.producer}"))
        ]


def present_index(
    catalogue: Catalogue,
    chosen: Filter,
    found: list[Indicator],
    grids: dict[str, Grid],
    place: tuple[str, str],
) -> dict:
    """The lines, each with the last figure of `place`, and what the filters offer."""
    every = catalogue.indicators.values()
    return {
        "lines": [_line(one, grids[one.code], place) for one in found],
        "total": len(every),
        "wanted": chosen,
        "themes": [(str(theme), theme.label) for theme in Theme],
        "producers": sorted({one.producer for one in every}),
        "cycles": [(str(cycle), label) for cycle, label in CYCLES.items()],
    }


def _order(indicator: Indicator) -> tuple:
    return (list(Theme).index(indicator.theme), not indicator.key, indicator.title)


def _line(indicator: Indicator, grid: Grid, place: tuple[str, str]) -> Line:
    latest = latest_of(grid, place)
    known = latest is not None and is_shown(latest)
    return Line(
        address=f"/indicateurs/{indicator.code}/",
        title=indicator.title,
        theme=str(indicator.theme),
        producer=indicator.producer,
        state="" if indicator.cycle is Cycle.PUBLISHED else CYCLES[indicator.cycle],
        is_key=indicator.key,
        value=format_observation(indicator, latest) if known else "",
        period=parse_period(latest.period).label if known else "",
    )
