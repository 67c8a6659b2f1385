"""Territories alike, as a table, and the method that found them as sentences."""

from __future__ import annotations

from urllib.parse import urlencode

from observatoire.indicators.queries.similar import Likes
from stats.territory import Level, Territory
from stats.words import format_number

MOST_COMPARED = 6


def present_similar(likes: Likes | None, place: Territory) -> dict | None:
    if likes is None:
        return None
    used = {code for _, one in likes.found for code in one.shared}
    names = {one.code: one.name for one in likes.resemblance.variables}
    without = [name for code, name in names.items() if code not in used]
    near = [place, *(one for one, _ in likes.found)][:MOST_COMPARED]
    asked = urlencode([("territoire", f"{one.level}:{one.code}") for one in near])
    return {
        "places": [_line(one) for one, _ in likes.found],
        "method": _method(place.level, [name for code, name in names.items() if code in used]),
        "without": f"Faute de chiffres à ce niveau, n’y entrent pas\u00a0: {', '.join(without)}."
        if without
        else "",
        "together": f"/comparer/?{asked}",
    }


def _line(place: Territory) -> dict:
    year = f" ({place.population_year})" if place.population_year else ""
    density = place.population / place.area if place.population and place.area else None
    return {
        "name": place.name,
        "address": f"/territoires/{place.level}/{place.code}/",
        "population": f"{format_number(place.population)} habitants{year}"
        if place.population
        else "",
        "density": f"{format_number(density)} au km²" if density is not None else "",
        "beside": f"?comparaison={place.level}:{place.code}#cles",
    }


def _method(level: Level, names: list[str]) -> str:
    told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"
    close = "est la plus proche" if len(names) == 1 else "sont les plus proches"
    whose = "Celles" if level in (Level.COMMUNE, Level.EPCI) else "Ceux"
    return (
        f"{whose} de la région dont {told} {close}, chaque variable étant ramenée à la même "
        "échelle. Aucune ne mesure la pauvreté\u00a0: la comparaison reste à faire."
    )
