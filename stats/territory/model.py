"""One class for all levels of territory, dated, with its belongings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """The levels of territory; a code may exist at two levels, so (level, code) is the key."""

    COMMUNE = "commune"
    EPCI = "epci"
    EPCI_PART = "epci_dep"
    DEPARTEMENT = "departement"
    REGION = "region"
    EMPLOYMENT_ZONE = "zone_emploi"
    LIVING_AREA = "bassin_vie"
    IRIS = "iris"
    QPV = "qpv"
    METROPOLITAN_FRANCE = "france_metro"
    FRANCE = "france"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self][0]

    @property
    def plural(self) -> str:
        return LEVEL_LABELS[self][1]


LEVEL_LABELS = {
    Level.COMMUNE: ("Commune", "communes"),
    Level.EPCI: ("Intercommunalité", "intercommunalités"),
    Level.EPCI_PART: ("Partie départementale d’intercommunalité", "parties d’intercommunalité"),
    Level.DEPARTEMENT: ("Département", "départements"),
    Level.REGION: ("Région", "régions"),
    Level.EMPLOYMENT_ZONE: ("Zone d’emploi", "zones d’emploi"),
    Level.LIVING_AREA: ("Bassin de vie", "bassins de vie"),
    Level.IRIS: ("IRIS", "IRIS"),
    Level.QPV: ("Quartier prioritaire", "quartiers prioritaires"),
    Level.METROPOLITAN_FRANCE: ("France métropolitaine", "France métropolitaine"),
    Level.FRANCE: ("France", "France"),
}


# Levels whose ground stays the same from one year’s geography to the next, but for a few communes.
SETTLED = frozenset(
    {Level.DEPARTEMENT, Level.REGION, Level.METROPOLITAN_FRANCE, Level.FRANCE},
)


@dataclass(frozen=True)
class Territory:
    """A territory as it stood between two dates.

    `article` is what precedes the name in a title (« la », « l’ », « le », « les », or empty);
    `population` is a count of inhabitants at `population_year`; `area` is in km²;
    `start` and `end` bound its existence (None: before the first file, or still there);
    `vintage` is the year of the geography it was read from.
    """

    level: Level
    code: str
    name: str
    article: str = ""
    population: int | None = None
    population_year: int | None = None
    area: float | None = None
    start: date | None = None
    end: date | None = None
    vintage: int | None = None
    density: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (str(self.level), self.code)


@dataclass(frozen=True)
class Belonging:
    """`child` is in `parent`; not `whole` when only a part is (an EPCI of two départements)."""

    child: tuple[str, str]
    parent: tuple[str, str]
    whole: bool = True
    start: date | None = None
    end: date | None = None
