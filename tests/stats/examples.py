"""Small things the engine's tests are made of."""

from __future__ import annotations

from stats.catalogue.model import (
    Availability,
    Cycle,
    Indicator,
    MinimumChange,
    Nature,
    Randomness,
    Theme,
)
from stats.compute import grid_of
from stats.grid import Grid
from stats.observation import Observation
from stats.secrecy import protect
from stats.territory.model import Level, Territory

# Insee, Filosofi 2020 (Panorama de la pauvreté dans les Pays de la Loire, 3 octobre 2023).
POVERTY_2020 = {"44": 10.0, "49": 11.1, "53": 11.0, "72": 12.9, "85": 8.9}
DEPARTEMENTS = {
    "44": ("la", "Loire-Atlantique"),
    "49": ("le", "Maine-et-Loire"),
    "53": ("la", "Mayenne"),
    "72": ("la", "Sarthe"),
    "85": ("la", "Vendée"),
}


class Names:
    """The départements of the region and a few others, as `Territories` names them."""

    def __init__(self, *others: Territory) -> None:
        known = [
            Territory(Level.DEPARTEMENT, code, name, article)
            for code, (article, name) in DEPARTEMENTS.items()
        ]
        self.known = {territory.key: territory for territory in [*known, *others]}

    def get(self, level: str, code: str) -> Territory | None:
        return self.known.get((str(level), code))


def indicator(**changes: object) -> Indicator:
    """The poverty rate, but for what is changed."""
    described = {
        "code": "TX_PAUV60",
        "title": "Taux de pauvreté monétaire",
        "short_title": "Taux de pauvreté",
        "subject": "le taux de pauvreté",
        "plural": False,
        "theme": Theme.PRECARITE,
        "nature": Nature.RATE,
        "unit": "%",
        "decimals": 1,
        "definition": "Part des personnes sous le seuil.",
        "numerator": "personnes pauvres",
        "denominator": "personnes",
        "source": "insee_filosofi",
        "producer": "Insee",
        "rhythm": "annuelle",
        "levels": ("departement", "region"),
        "direction": -1,
        "randomness": Randomness.EXHAUSTIVE,
        "cycle": Cycle.PUBLISHED,
        "availability": Availability.OPEN,
        "minimum_change": MinimumChange(0.2, "points"),
        "caveats": (),
        "why": "",
        "silence": "",
        "in_insee_panorama": True,
    }
    return Indicator(**(described | changes))


def observation(
    territory: str = "44", period: str = "2020", value: float | None = None, **changes: object
) -> Observation:
    """A poverty rate of a département, but for what is changed."""
    described = {
        "indicator": "TX_PAUV60",
        "level": "departement",
        "unit": "%",
        "source": "Insee, Filosofi",
        "origin": "insee_filosofi",
        "edition": f"Filosofi {period[:4]}",
        "vintage": 2020,
        "label": DEPARTEMENTS.get(territory, ("", territory))[1],
    }
    return Observation(territory=territory, period=period, value=value, **(described | changes))


def poverty(**changes: object) -> Grid:
    """The protected grid of 2020, five départements."""
    described = indicator(**changes)
    found = [observation(code, "2020", value) for code, value in POVERTY_2020.items()]
    return protect(grid_of(described, found), described)
