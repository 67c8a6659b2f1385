"""What was read of the territories before any repair: one shape for every origin of the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import shapely

from stats.territory.movements import Movement

METROPOLITAN_LENGTH = 2  # « 44 », « 2A » ; overseas départements have three characters


@dataclass(frozen=True)
class Commune:
    """A present commune; `epci` is empty when it belongs to none."""

    code: str
    name: str
    departement: str
    epci: str = ""
    population: int | None = None
    start: date | None = None
    vintage: int | None = None


@dataclass(frozen=True)
class Area:
    """A département (`parent`: its region) or a region (no parent), with Insee's TNCC."""

    code: str
    name: str
    tncc: str
    parent: str = ""


@dataclass(frozen=True)
class Zone:
    """A territory of another zoning, and the communes it is made of (or lies in)."""

    code: str
    name: str
    communes: tuple[str, ...] = ()
    departement: str = ""
    complete: bool = True
    vintage: int | None = None


@dataclass(frozen=True)
class Zonings:
    """The optional levels; each is empty when no file was given."""

    employment_zones: tuple[Zone, ...] = ()
    living_areas: tuple[Zone, ...] = ()
    iris: tuple[Zone, ...] = ()
    districts: tuple[Zone, ...] = ()
    density: dict[str, int] = field(default_factory=dict)
    density_vintage: int | None = None


@dataclass(frozen=True)
class Register:
    """Communes and what they belong to, as the files say; keys are codes.

    `former` maps a code that no longer exists to the commune that has absorbed it;
    `returned` maps a re-created commune to the one it was taken from;
    `merged` are the communes known to have absorbed another one lately;
    `movements` are all those of the file, when one was given.
    """

    communes: dict[str, Commune]
    departements: dict[str, Area]
    regions: dict[str, Area]
    epci: dict[str, str]
    postal_codes: tuple[tuple[str, str], ...]
    vintage: int | None
    population_year: int | None
    epci_vintage: int | None = None
    former: dict[str, str] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)
    merged: frozenset[str] = frozenset()
    movements: tuple[Movement, ...] = ()
    sources: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def region_of(self, commune: str) -> str:
        return self.departements[self.communes[commune].departement].parent

    def is_metropolitan(self, commune: str) -> bool:
        return len(self.communes[commune].departement) == METROPOLITAN_LENGTH


@dataclass(frozen=True)
class Outlines:
    """Outlines in degrees (longitude, latitude), by commune code.

    `parts` holds, for a commune, its communes déléguées or associées: code → outline or None.
    """

    communes: dict[str, shapely.Geometry]
    parts: dict[str, dict[str, shapely.Geometry | None]] = field(default_factory=dict)
    vintage: int | None = None
    source: str = ""
