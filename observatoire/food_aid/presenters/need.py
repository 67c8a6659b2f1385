"""Need against offer, ready to be read: by EPCI, by density, the white zones."""

from __future__ import annotations

from collections import defaultdict

from observatoire.food_aid.queries.ground import territories
from observatoire.food_aid.queries.need import Line, summed

DENSITY = {
    1: "Grands centres urbains",
    2: "Centres urbains intermédiaires",
    3: "Ceintures urbaines",
    4: "Petites villes",
    5: "Bourgs ruraux",
    6: "Rural à habitat dispersé",
    7: "Rural à habitat très dispersé",
}
MOST_WHITE = 60


def page_of(rows: list[Line], distance: int, department: str) -> dict:
    departments = sorted({one.commune.departement for one in rows})
    if department in departments:
        rows = [one for one in rows if one.commune.departement == department]
    by_epci, by_density = defaultdict(list), defaultdict(list)
    for one in rows:
        by_epci[one.commune.epci].append(one)
        by_density[one.commune.density].append(one)
    white = sorted((one for one in rows if one.is_white), key=lambda one: -one.commune.population)
    found = territories()
    epci = [summed(_name(found, code), code, group) for code, group in by_epci.items() if code]
    return {
        "departments": [(code, code == department) for code in departments],
        "whole": summed("Ensemble", "", rows),
        "epci": sorted(epci, key=lambda one: one.label),
        "density": [
            summed(DENSITY.get(code, "Densité non connue"), str(code), group)
            for code, group in sorted(by_density.items(), key=lambda pair: pair[0] or 99)
        ],
        "white": white[:MOST_WHITE],
        "white_number": len(white),
    }


def _name(found, code: str) -> str:
    one = found.get("epci", code)
    return one.name if one else code
