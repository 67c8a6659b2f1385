"""The three indicators of the census, as rows of a long table."""

from __future__ import annotations

from collections import defaultdict

from django.conf import settings

from observatoire.food_aid.queries.need import PEOPLE, Line
from stats.catalogue import load_catalogue
from stats.compute import grid_of
from stats.secrecy import protect
from stats.store import Store

COLUMNS = ("indicateur", "niveau", "territoire", "periode", "valeur")


def values(rows: list[Line], period: str) -> list[tuple]:
    """AA_LIEUX by commune, EPCI and département; the two others by EPCI and département."""
    found = [("AA_LIEUX", "commune", one.commune.code, period, one.places) for one in rows]
    groups = defaultdict(list)
    for one in rows:
        groups[("departement", one.commune.departement)].append(one)
        if one.commune.epci:
            groups[("epci", one.commune.epci)].append(one)
    poor = poor_people(sorted(groups))
    for (level, code), members in sorted(groups.items()):
        found.append(("AA_LIEUX", level, code, period, sum(one.places for one in members)))
        people = sum(one.commune.population for one in members)
        if people:
            near = sum(one.commune.population for one in members if one.within)
            found.append(("AA_POP_COUV", level, code, period, round(100 * near / people)))
        if poor.get((level, code)):
            rate = 1000 * sum(one.places for one in members) / poor[(level, code)]
            found.append(("AA_LIEUX_1000P", level, code, period, round(rate, 2)))
    return found


def poor_people(keys: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """As published, the latest known; a secret or absent count gives no rate."""
    indicator = load_catalogue(settings.CATALOGUE).indicators[PEOPLE]
    rows = Store(settings.STORE).observations(indicator=PEOPLE, territories=keys)
    if not rows:
        return {}
    told = protect(grid_of(indicator, rows, keys), indicator).observations()
    known = sorted((one for one in told if one.known), key=lambda one: one.period)
    return {(str(one.level), one.territory): one.value for one in known}
