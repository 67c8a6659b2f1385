"""From the register to territories and their belongings, at every level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from stats.territory.cover import straddling
from stats.territory.model import Belonging, Level, Territory
from stats.territory.naming import grouping_article, sentence_article
from stats.territory.register import (
    METROPOLITAN_LENGTH,
    Commune,
    Register,
    Zone,
    Zonings,
)

METROPOLITAN, FRANCE = "FM", "FR"
ZONING_LEVELS = (
    (Level.EMPLOYMENT_ZONE, "employment_zones"),
    (Level.LIVING_AREA, "living_areas"),
    (Level.IRIS, "iris"),
    (Level.QPV, "districts"),
)


@dataclass
class _Total:
    """Sums over communes: a population unknown in one is unknown in all; areas add what is drawn
    (after repair, a commune without outline lies inside the outline of another)."""

    population: int | None = 0
    area: float = 0.0
    drawn: bool = False
    departements: set[str] = field(default_factory=set)

    def add(self, commune: Commune, area: float | None) -> None:
        known = self.population is not None and commune.population is not None
        self.population = self.population + commune.population if known else None
        self.area += area or 0.0
        self.drawn |= area is not None
        self.departements.add(commune.departement)


def assemble(
    register: Register, zonings: Zonings, areas: dict[str, float]
) -> tuple[list[Territory], list[Belonging]]:
    """Every territory, and every belonging, of the register; `areas` are the communes’, in km²."""
    totals = _totals(register, areas)
    territories = [*_communes(register, zonings, areas), *_groupings(register, totals)]
    territories += [*_departements(register, totals), *_regions(register, totals)]
    territories += [*_zones(register, zonings)]
    belongings = [*_of_communes(register), *_of_groupings(register), *_of_areas(register)]
    belongings += [*_of_zones(register, zonings)]
    return territories, belongings


def _totals(register: Register, areas: dict[str, float]) -> dict[tuple[Level, str], _Total]:
    totals: dict[tuple[Level, str], _Total] = defaultdict(_Total)
    for commune in register.communes.values():
        for key in _groups(commune, register):
            totals[key].add(commune, areas.get(commune.code))
    return totals


def _groups(commune: Commune, register: Register) -> Iterator[tuple[Level, str]]:
    yield Level.DEPARTEMENT, commune.departement
    yield Level.REGION, register.departements[commune.departement].parent
    yield Level.FRANCE, FRANCE
    if len(commune.departement) == METROPOLITAN_LENGTH:
        yield Level.METROPOLITAN_FRANCE, METROPOLITAN
    if commune.epci:
        yield Level.EPCI, commune.epci
        yield Level.EPCI_PART, f"{commune.epci}-{commune.departement}"


def _communes(register: Register, zonings: Zonings, areas: dict[str, float]) -> Iterator[Territory]:
    for commune in register.communes.values():
        known = commune.population is not None
        yield Territory(
            Level.COMMUNE,
            commune.code,
            commune.name,
            population=commune.population,
            population_year=register.population_year if known else None,
            area=_rounded(areas.get(commune.code)),
            start=commune.start,
            vintage=commune.vintage,
            density=zonings.density.get(commune.code),
        )


def _groupings(register: Register, totals: dict[tuple[Level, str], _Total]) -> Iterator[Territory]:
    vintage = register.epci_vintage
    for code, name in sorted(register.epci.items()):
        article = grouping_article(name)
        yield _summed(Level.EPCI, code, name, article, register, totals, vintage)
    for code, departements in sorted(straddling(register).items()):
        for departement in sorted(departements):
            whole = register.epci[code]
            name = f"{whole} (partie {register.departements[departement].name})"
            article, part = grouping_article(whole), f"{code}-{departement}"
            yield _summed(Level.EPCI_PART, part, name, article, register, totals, vintage)


def _departements(
    register: Register, totals: dict[tuple[Level, str], _Total]
) -> Iterator[Territory]:
    for area in register.departements.values():
        article = sentence_article(area.tncc, area.name)
        yield _summed(Level.DEPARTEMENT, area.code, area.name, article, register, totals)


def _regions(register: Register, totals: dict[tuple[Level, str], _Total]) -> Iterator[Territory]:
    for area in register.regions.values():
        article = sentence_article(area.tncc, area.name)
        yield _summed(Level.REGION, area.code, area.name, article, register, totals, prefix="R")
    name = "France métropolitaine"
    yield _summed(Level.METROPOLITAN_FRANCE, METROPOLITAN, name, "la", register, totals)
    yield _summed(Level.FRANCE, FRANCE, "France", "la", register, totals)


def _summed(
    level: Level,
    code: str,
    name: str,
    article: str,
    register: Register,
    totals: dict[tuple[Level, str], _Total],
    vintage: int | None = None,
    prefix: str = "",
) -> Territory:
    total = totals.get((level, code), _Total(population=None))
    return Territory(
        level,
        prefix + code,
        name,
        article,
        population=total.population,
        population_year=None if total.population is None else register.population_year,
        area=_rounded(total.area) if total.drawn else None,
        vintage=vintage or register.vintage,
    )


def _zones(register: Register, zonings: Zonings) -> Iterator[Territory]:
    for level, attribute in ZONING_LEVELS:
        for zone in getattr(zonings, attribute):
            yield Territory(level, zone.code, zone.name, vintage=zone.vintage)


def _of_communes(register: Register) -> Iterator[Belonging]:
    parts = straddling(register)
    for commune in register.communes.values():
        key = (str(Level.COMMUNE), commune.code)
        yield Belonging(key, (str(Level.DEPARTEMENT), commune.departement))
        if commune.epci:
            yield Belonging(key, (str(Level.EPCI), commune.epci))
        if commune.epci in parts:
            part = f"{commune.epci}-{commune.departement}"
            yield Belonging(key, (str(Level.EPCI_PART), part))


def _of_groupings(register: Register) -> Iterator[Belonging]:
    departements: dict[str, set[str]] = defaultdict(set)
    for commune in register.communes.values():
        if commune.epci:
            departements[commune.epci].add(commune.departement)
    for code, found in sorted(departements.items()):
        key = (str(Level.EPCI), code)
        for departement in sorted(found):
            home = (str(Level.DEPARTEMENT), departement)
            yield Belonging(key, home, whole=len(found) == 1)
            if len(found) > 1:
                part = (str(Level.EPCI_PART), f"{code}-{departement}")
                region = f"R{register.departements[departement].parent}"
                yield Belonging(part, key)
                yield Belonging(part, home)
                yield Belonging(part, (str(Level.REGION), region))


def _of_areas(register: Register) -> Iterator[Belonging]:
    metropolitan = (str(Level.METROPOLITAN_FRANCE), METROPOLITAN)
    france = (str(Level.FRANCE), FRANCE)
    inside = set()
    for area in register.departements.values():
        region = (str(Level.REGION), f"R{area.parent}")
        yield Belonging((str(Level.DEPARTEMENT), area.code), region)
        if len(area.code) == METROPOLITAN_LENGTH:
            inside.add(area.parent)
    for code in register.regions:
        region = (str(Level.REGION), f"R{code}")
        yield Belonging(region, metropolitan if code in inside else france)
    yield Belonging(metropolitan, france)


def _of_zones(register: Register, zonings: Zonings) -> Iterator[Belonging]:
    for level, attribute in ZONING_LEVELS:
        for zone in getattr(zonings, attribute):
            key = (str(level), zone.code)
            if level in (Level.EMPLOYMENT_ZONE, Level.LIVING_AREA):
                yield from _of_grouping_zone(key, zone, register)
            else:
                yield from _of_inner_zone(key, zone)


def _of_grouping_zone(key: tuple[str, str], zone: Zone, register: Register) -> Iterator[Belonging]:
    """A zone made of communes: they belong to it, and it belongs to their départements."""
    for code in zone.communes:
        yield Belonging((str(Level.COMMUNE), code), key)
    homes = {register.communes[code].departement for code in zone.communes}
    for departement in sorted(homes):
        home = (str(Level.DEPARTEMENT), departement)
        yield Belonging(key, home, whole=zone.complete and len(homes) == 1)


def _of_inner_zone(key: tuple[str, str], zone: Zone) -> Iterator[Belonging]:
    """A zone inside communes; a priority district may lie in several."""
    for code in zone.communes:
        yield Belonging(key, (str(Level.COMMUNE), code), whole=len(zone.communes) == 1)
    if zone.departement:
        yield Belonging(key, (str(Level.DEPARTEMENT), zone.departement))


def _rounded(area: float | None) -> float | None:
    return None if area is None else round(area, 2)


def unpopulated(communes: Iterable[Commune]) -> list[Commune]:
    """The communes whose population no file gives."""
    return [commune for commune in communes if commune.population is None]
