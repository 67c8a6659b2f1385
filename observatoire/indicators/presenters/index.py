"""The list of indicators: words, theme, producer, level, state, key; in the order asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page

from observatoire.base.french import normalise, terms
from observatoire.indicators.presenters.tile import is_shown, latest_of
from stats.catalogue import Catalogue, Indicator, Theme
from stats.catalogue.model import Cycle
from stats.grid import Grid
from stats.observation import Observation
from stats.periods import parse_period
from stats.territory import Level
from stats.words import format_observation

type_key = tuple[str, str]
CYCLES = {
    Cycle.PUBLISHED: "Publié",
    Cycle.IN_COLLECTION: "En cours de collecte",
    Cycle.RETAINED: "Retenu",
    Cycle.PROPOSED: "Proposé",
    Cycle.ABANDONED: "Abandonné",
}
ORDERS = {
    "": "Thème",
    "titre": "Titre",
    "producteur": "Producteur",
    "recent": "Le plus récent",
}
# The levels a list offers, from the largest; the two of France are one for a reader.
OFFERED_LEVELS = (
    Level.FRANCE,
    Level.METROPOLITAN_FRANCE,
    Level.REGION,
    Level.DEPARTEMENT,
    Level.EMPLOYMENT_ZONE,
    Level.EPCI,
    Level.COMMUNE,
    Level.QPV,
    Level.IRIS,
)


@dataclass(frozen=True)
class Line:
    """One indicator of the list, with its last regional figure when there is one."""

    address: str
    title: str
    theme: str
    theme_label: str
    producer: str
    levels: str
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
    niveau: str = ""
    cycle: str = ""
    tri: str = ""
    only_key: bool = False

    @classmethod
    def from_query(cls, asked) -> Filter:
        names = ("q", "theme", "producteur", "niveau", "cycle", "tri")
        chosen = {name: asked.get(name, "").strip() for name in names}
        return cls(**chosen, only_key=asked.get("cle") == "oui")

    @property
    def is_empty(self) -> bool:
        return self == Filter(tri=self.tri)

    def select(self, catalogue: Catalogue, held: Mapping[str, frozenset[str]]) -> list[Indicator]:
        """By theme, the key ones first, then by title; `held` says at which levels each has
        figures."""
        words = set(terms(self.q))
        return [
            one
            for one in sorted(catalogue.indicators.values(), key=_order)
            if self.theme in ("", one.theme)
            and self.producteur in ("", one.producer)
            and (not self.niveau or self.niveau in held.get(one.code, ()))
            and self.cycle in ("", one.cycle)
            and (one.key or not self.only_key)
            and words <= set(terms(f"{one.title} {one.code} {one.definition} {one.producer}"))
        ]

    def sort(
        self, found: list[Indicator], grids: Mapping[str, Grid], place: type_key
    ) -> list[Indicator]:
        """In the order asked for; `grids` are needed for the most recent first."""
        match self.tri:
            case "titre":
                return sorted(found, key=lambda one: normalise(one.title))
            case "producteur":
                return sorted(found, key=lambda one: normalise(one.producer))
            case "recent":
                return sorted(found, key=lambda one: _age(grids[one.code], place))
        return found


def present_index(
    catalogue: Catalogue,
    chosen: Filter,
    page: Page,
    grids: Mapping[str, Grid],
    held: Mapping[str, frozenset[str]],
    place: type_key,
) -> dict:
    """The lines of one page, each with the last figure of `place`, and what the filters offer:
    nothing that would lead to an empty list."""
    every = catalogue.indicators.values()
    cycles = {one.cycle for one in every}
    levels = frozenset().union(*held.values())
    return {
        "page": page,
        "lines": [_line(one, grids[one.code], held, place) for one in page],
        "total": len(every),
        "wanted": chosen,
        "themes": [(str(theme), theme.label) for theme in Theme],
        "producers": sorted({one.producer for one in every}, key=normalise),
        "levels": [(str(level), level.label) for level in OFFERED_LEVELS if level in levels],
        "cycles": [(str(cycle), label) for cycle, label in CYCLES.items() if cycle in cycles],
        "orders": list(ORDERS.items()),
    }


def _order(indicator: Indicator) -> tuple:
    themes = list(Theme)
    return (themes.index(indicator.theme), not indicator.key, normalise(indicator.title))


def _age(grid: Grid, place: type_key) -> float:
    """The most recent is the smallest; without a figure, last."""
    latest = _shown(grid, place)
    return -parse_period(latest.period).end if latest else 0.0


def _shown(grid: Grid, place: type_key) -> Observation | None:
    latest = latest_of(grid, place)
    return latest if latest is not None and is_shown(latest) else None


def _line(
    indicator: Indicator, grid: Grid, held: Mapping[str, frozenset[str]], place: type_key
) -> Line:
    latest = _shown(grid, place)
    levels = held.get(indicator.code, frozenset())
    return Line(
        address=f"/indicateurs/{indicator.code}/",
        title=indicator.title,
        theme=str(indicator.theme),
        theme_label=indicator.theme.label,
        producer=indicator.producer,
        levels=", ".join(level.plural for level in OFFERED_LEVELS if level in levels),
        state="" if indicator.cycle is Cycle.PUBLISHED else CYCLES[indicator.cycle],
        is_key=indicator.key,
        value=format_observation(indicator, latest) if latest else "",
        period=parse_period(latest.period).label if latest else "",
    )
