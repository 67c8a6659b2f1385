"""The report of a build: where everything comes from, what was repaired, what stays unresolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stats.territory.assembly import unpopulated
from stats.territory.register import Outlines, Register, Zonings
from stats.territory.repair import HoleRepair, Repaired, neighbours_inside
from stats.territory.zonings import absent_levels

LICENCE = "Licence Ouverte / Open Licence 2.0 (Etalab)"
NB_SPACE, THOUSANDS = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Reading:
    """What was read for a build: the register, the zonings, and the files they came from."""

    register: Register
    zonings: Zonings
    files: dict[str, str]
    region: str
    package_outlines: Outlines
    contours: Path | None
    ignored: tuple[str, ...]


def make_report(
    reading: Reading,
    regional: Repaired,
    national: Repaired | None,
    owned: set[str],
    counts: Counter[str],
    sizes: dict[str, int],
) -> dict:
    """The report as plain values, ready for JSON; keys and sentences in French."""
    register = reading.register
    inside = [code for code in register.communes if register.region_of(code) == reading.region]
    missing = [code for code in inside if code not in regional.outlines]
    return {
        "resume": _summary(register, reading.region, len(inside), len(missing)),
        "region": reading.region,
        "source": f"{NB_SPACE}; ".join([*register.sources, _outline_source(reading)]),
        "licence": LICENCE,
        "millesimes": {
            "communes": register.vintage,
            "intercommunalites": register.epci_vintage,
            "populations": register.population_year,
            "contours": None if reading.contours else reading.package_outlines.vintage,
            "densite": reading.zonings.density_vintage,
        },
        "fichiers": reading.files | _contour_file(reading.contours),
        "effectifs": dict(counts),
        "effectifs_region": _regional_counts(register, reading.region, inside),
        "contours": sizes,
        "reconstruits": _rebuilt(regional, register),
        "trous_attribues": _holes(regional, register),
        "petits_trous_refermes": regional.slivers,
        "enclaves": _enclaves(inside, regional, register),
        "non_resolus": [_unresolved(code, register) for code in missing],
        "contours_ignores": list(reading.ignored),
        "france": _national(reading, national),
        "populations_manquantes": [c.code for c in unpopulated(register.communes.values())],
        "remarques": [*register.remarks, *_partial_groupings(reading, regional, owned)],
        "niveaux_absents": absent_levels(reading.files),
    }


def _summary(register: Register, region: str, communes: int, missing: int) -> str:
    name = register.regions[region].name
    number = f"{communes:,}".replace(",", THOUSANDS)
    lacking = f", {missing} sans contour" if missing else ", toutes avec leur contour"
    return f"{name}, {number} communes{lacking}."


def _outline_source(reading: Reading) -> str:
    if reading.contours is None:
        return reading.package_outlines.source
    return (
        f"IGN, Admin Express (fichier {reading.contours.name}), et pour la France "
        f"{reading.package_outlines.source}"
    )


def _contour_file(contours: Path | None) -> dict[str, str]:
    return {"contours": contours.name} if contours else {}


def _regional_counts(register: Register, region: str, inside: list[str]) -> dict:
    communes = [register.communes[code] for code in inside]
    departements = Counter(commune.departement for commune in communes)
    return {
        "communes": len(inside),
        "communes_par_departement": dict(sorted(departements.items())),
        "departements": len(departements),
        "intercommunalites": len({commune.epci for commune in communes} - {""}),
        "communes_sans_intercommunalite": [c.code for c in communes if not c.epci],
    }


def _rebuilt(done: Repaired, register: Register) -> list[dict]:
    return [
        {
            "code": code,
            "nom": register.communes[code].name,
            "depuis": list(parts),
            "regle": "union des contours de ses communes déléguées ou de ses anciens codes",
        }
        for code, parts in sorted(done.rebuilt.items())
    ]


def _holes(done: Repaired, register: Register) -> list[dict]:
    return [_hole(hole, register) for hole in done.holes]


def _hole(hole: HoleRepair, register: Register) -> dict:
    rule = "plus longue frontière commune" if hole.weak else "commune nouvelle qui touche le trou"
    return {
        "code": hole.commune,
        "nom": register.communes[hole.commune].name,
        "superficie_km2": hole.area,
        "regle": rule,
        "faible": hole.weak,
        "communes_autour": list(hole.touching),
    }


def _enclaves(inside: list[str], done: Repaired, register: Register) -> list[dict]:
    """Communes of another region that the region encloses: true holes, left as they are."""
    return [
        {"code": code, "nom": register.communes[code].name, "superficie_km2": enclosed}
        for code, enclosed in neighbours_inside(set(inside), done.outlines).items()
    ]


def _unresolved(code: str, register: Register) -> dict:
    origin = register.returned.get(code)
    reason = "aucun contour, et aucune commune déléguée pour le reconstruire"
    if origin in register.communes:
        reason = (
            f"commune rétablie\u00a0: son territoire est encore dans le contour de {origin} "
            f"{register.communes[origin].name}"
        )
    return {"code": code, "nom": register.communes[code].name, "raison": reason}


def _national(reading: Reading, done: Repaired | None) -> dict | None:
    if done is None:
        return None
    register = reading.register
    metropolitan = [code for code in register.communes if register.is_metropolitan(code)]
    undrawn = [code for code in metropolitan if code not in done.outlines]
    return {
        "reconstruits": _rebuilt(done, register),
        "trous_attribues": _holes(done, register),
        "petits_trous_refermes": done.slivers,
        "enclaves_etrangeres": list(done.enclaves),
        "non_resolus": [_unresolved(code, register) for code in undrawn],
        "hors_carte": "Les régions d’outre-mer ne sont pas sur la carte de France métropolitaine.",
    }


def _partial_groupings(reading: Reading, done: Repaired, owned: Iterable[str]) -> list[str]:
    """EPCI of the region drawn without some of their communes, for want of outlines."""
    register = reading.register
    groupings = {
        register.communes[c].epci for c in owned if register.region_of(c) == reading.region
    } - {""}
    lacking = Counter(
        commune.epci
        for commune in register.communes.values()
        if commune.epci in groupings and commune.code not in done.outlines
    )
    return [
        f"{register.epci[code]}\u00a0: contour dessiné sans {count} de ses communes."
        for code, count in sorted(lacking.items())
    ]
