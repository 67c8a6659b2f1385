"""The zonings that join the model when their files are given: zones d’emploi, bassins de vie,
IRIS, priority districts (QPV), density grid."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from stats.territory.register import Register, Zone, Zonings
from stats.territory.tables import Row, Table

EMPLOYMENT, LIVING = "ZE2020", "BV2022"
CODE_LENGTH = {EMPLOYMENT: 4, LIVING: 5}
DISTRICT_CODE = re.compile(r"Q[PN]\d[\dAB]")
DENSITY_LEVELS = range(1, 8)
# Some editions write the name of the degree, not its number.
DENSITY_NAMES = {
    "grands centres urbains": 1,
    "centres urbains intermédiaires": 2,
    "petites villes": 3,
    "ceintures urbaines": 4,
    "bourgs ruraux": 5,
    "rural à habitat dispersé": 6,
    "rural à habitat très dispersé": 7,
}
MANY = 100  # communes: among so many, a grid of seven degrees has a rural one

FILE_NAMES = {
    "zones d’emploi": ("zonages", "table d’appartenance des communes, colonne ZE2020"),
    "bassins de vie": ("zonages", "table d’appartenance des communes, colonne BV2022"),
    "IRIS": ("iris", "reference_IRIS_geo, colonnes CODE_IRIS, LIB_IRIS, DEPCOM"),
    "quartiers prioritaires": ("qpv", "liste des QPV, colonnes CODE_QP, LIB_QP"),
    "grille de densité": ("densite", "grille_densite_7_niveaux, colonnes CODGEO, DENS"),
}


def read_zonings(tables: dict[str, Table], register: Register) -> tuple[Zonings, tuple[str, ...]]:
    """The optional levels found among the tables, and the sentences of what was not understood."""
    remarks: list[str] = []
    labels = _labels(tables.get("libelles"))
    zonings = Zonings(
        employment_zones=_areas(tables.get("zonages"), EMPLOYMENT, labels, register, remarks),
        living_areas=_areas(tables.get("zonages"), LIVING, labels, register, remarks),
        iris=_iris(tables.get("iris"), register, remarks),
        districts=_districts(tables.get("qpv"), register, remarks),
        density=_density(tables.get("densite"), register, remarks),
        density_vintage=tables["densite"].vintage if "densite" in tables else None,
    )
    return zonings, tuple(remarks)


def absent_levels(tables: dict[str, str]) -> list[str]:
    """A sentence for each zoning that no file gives."""
    return [
        f"Niveau absent, faute de fichier\u00a0: {level} ({hint})."
        for level, (kind, hint) in FILE_NAMES.items()
        if kind not in tables
    ]


def _labels(table: Table | None) -> dict[tuple[str, str], tuple[str, int]]:
    return {
        (row["NIVGEO"], row["CODGEO"]): (row["LIBGEO"], int(row.get("NB_COM") or 0))
        for row in (table.rows() if table else ())
    }


def _areas(
    table: Table | None,
    column: str,
    labels: dict[tuple[str, str], tuple[str, int]],
    register: Register,
    remarks: list[str],
) -> tuple[Zone, ...]:
    """Zones made of whole communes. A zone is complete when the file holds all its communes."""
    members: dict[str, set[str]] = defaultdict(set)
    counted: Counter[str] = Counter()
    unknown = []
    for row in table.rows() if table else ():
        if not (code := row.get(column, "").zfill(CODE_LENGTH[column])).strip("0Z"):
            continue
        counted[code] += 1
        commune = _present(row["CODGEO"], register)
        members[code].add(commune) if commune else unknown.append(row["CODGEO"])
    _remark(remarks, unknown, table, "communes inconnues")
    zones = []
    for code, communes in sorted(members.items()):
        pole = register.communes.get(register.former.get(code, code))
        name, size = labels.get((column, code), (pole.name if pole else "", 0))
        if not name:
            remarks.append(f"{column} {code}\u00a0: aucun fichier ne donne son nom.")
        zones.append(
            Zone(
                code,
                name or code,
                tuple(sorted(communes)),
                complete=not size or size == counted[code],
                vintage=table.vintage,
            )
        )
    return tuple(zones)


def _iris(table: Table | None, register: Register, remarks: list[str]) -> tuple[Zone, ...]:
    zones, unknown = [], []
    for row in table.rows() if table else ():
        commune = _present(row["DEPCOM"], register)
        if not commune:
            unknown.append(row["CODE_IRIS"])
            continue
        code = row["CODE_IRIS"].zfill(9)
        zones.append(Zone(code, row["LIB_IRIS"], (commune,), vintage=table.vintage))
    _remark(remarks, unknown, table, "IRIS dont la commune est inconnue")
    return tuple(zones)


def _districts(table: Table | None, register: Register, remarks: list[str]) -> tuple[Zone, ...]:
    """QPV, tied to their communes by code if the file has one, else by name."""
    names = {
        (commune.departement, commune.name): commune.code for commune in register.communes.values()
    }
    zones, unknown = [], []
    for row in table.rows() if table else ():
        code = row.get("CODE_QP") or row.get("CODGEO", "")
        if not DISTRICT_CODE.match(code):
            continue  # the lines of totals: « Ensemble », a région, a département
        departement = code[2:5] if code[2:4] == "97" else code[2:5].removeprefix("0")
        communes = _district_communes(row, departement, names, register)
        if not communes or departement not in register.departements:
            unknown.append(code)
        name = row.get("LIB_QP") or row["LIBGEO"]
        zones.append(Zone(code, name, communes, departement, vintage=table.vintage))
    _remark(remarks, unknown, table, "quartiers sans commune reconnue")
    return tuple(zones)


def _district_communes(
    row: Row, departement: str, names: dict[tuple[str, str], str], register: Register
) -> tuple[str, ...]:
    if codes := re.findall(r"\d[\dAB]\d{3}", row.get("INSEE_COM", "")):
        found = [_present(code, register) for code in codes]
    else:
        places = row.get("LIB_COM", "").split(",")
        found = [names.get((departement, place.strip()), "") for place in places]
    return tuple(sorted({code for code in found if code}))


def _density(table: Table | None, register: Register, remarks: list[str]) -> dict[str, int]:
    """Degree by present commune; one made of communes of several degrees has none."""
    degrees: dict[str, set[int]] = defaultdict(set)
    unknown = []
    for row in table.rows() if table else ():
        code = row.get("CODGEO") or row.get("DEPCOM") or row.get("CODE COMMUNE", "")
        commune, degree = _present(code, register), _degree(row)
        if commune and degree in DENSITY_LEVELS:
            degrees[commune].add(degree)
        else:
            unknown.append(code)
    if len(degrees) >= MANY and max(map(max, degrees.values())) < 5:
        _remark(remarks, sorted(degrees), table, "grille qui n’est pas à sept degrés, non lue")
        return {}
    _remark(remarks, unknown, table, "lignes sans commune ou sans degré reconnus")
    mixed = [commune for commune, found in degrees.items() if len(found) > 1]
    _remark(remarks, mixed, table, "communes réunies depuis, de degrés différents")
    return {commune: min(found) for commune, found in degrees.items() if len(found) == 1}


def _degree(row: Row) -> int:
    """Of seven. Since 2025 « DENS » holds the three degrees of Europe, « DENS7 » the seven."""
    told = row.get("DENS7") or row.get("DENS") or row.get("LIBDENS")
    told = told or row.get("LIBELLÉ DEGRÉ DENSITÉ", "")
    number = re.match(r"\d", told)
    return int(number[0]) if number else DENSITY_NAMES.get(" ".join(told.casefold().split()), 0)


def _present(code: str, register: Register) -> str:
    """The present commune of a code, or nothing."""
    code = code.zfill(5)
    code = register.former.get(code, code)
    return code if code in register.communes else ""


def _remark(remarks: list[str], codes: list[str], table: Table | None, what: str) -> None:
    if codes and table:
        shown = ", ".join(codes[:10]) + ("…" if len(codes) > 10 else "")
        remarks.append(f"{table.path.name}\u00a0: {what}\u00a0: {len(codes)} ({shown}).")
