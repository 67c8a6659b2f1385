"""The territories: one model for all levels, built at set-up, read back as an immutable object."""

from stats.territory.build import build_territories
from stats.territory.errors import TerritoryError
from stats.territory.model import Belonging, Level, Territory
from stats.territory.territories import Territories, load_territories

__all__ = [
    "Belonging",
    "Level",
    "Territories",
    "Territory",
    "TerritoryError",
    "build_territories",
    "load_territories",
]
