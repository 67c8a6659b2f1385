"""What the profile of a territory shows, gathered in the order of the page."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from observatoire.base.registry import registry
from observatoire.indicators.presenters.profile import (
    Beside,
    key_indicators,
    present_groups,
    present_identity,
)
from observatoire.indicators.presenters.rural import method, present_people, present_rural
from observatoire.indicators.presenters.similar import present_similar
from observatoire.indicators.presenters.tags import secret_notes
from observatoire.indicators.presenters.tile import latest_of
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import protected_grids
from observatoire.indicators.queries.rural import (
    communal_counts,
    grid_year,
    has_grid,
    people_by_ground,
    rural_reading,
)
from observatoire.indicators.queries.similar import similar_to
from stats.drawing.locator import locator
from stats.observation import Observation
from stats.origin import holds_invented
from stats.periods import parse_period
from stats.territory import Level, Territory

POPULATIONS = ("POP_TOT", "POP_MUNICIPALE")
MOST_COUNTS = 8  # of the profile’s table by country and town: the others are on their own pages


def profile_context(now: Engine, place: Territory, request) -> dict:
    against = places.named(now, request.GET.get("comparaison", ""), but=place)
    beside = Beside(
        against=against,
        references=places.references_of(now, place),
        peers=places.peers_of(now, place),
        departements=places.departement_keys(now),
    )
    shown = key_indicators(now.catalogue)
    grids = protected_grids(now, [one.code for one in shown], beside.keys(place))
    return _identity(now, place) | {
        "groups": present_groups(shown, grids, place, beside),
        "peers_label": places.peers_label(place),
        "against": against,
        "not_found": request.GET.get("introuvable", ""),
        "similar": present_similar(similar_to(now, place), place),
        "rural": _rural(now, place),
        "panels": _panels(now, place, request),
        "secrets": secret_notes(*(grid.only({place.key}.__contains__) for grid in grids.values())),
        "invented": holds_invented(*grids.values()),
        "address": f"{settings.SITE_ADDRESS}{request.path}",
    }


def _rural(now: Engine, place: Territory) -> dict | None:
    """Its inhabitants, and what is counted by commune, by country and by town."""
    if not has_grid(now, place):
        return None
    read = [(one, rural_reading(now, one, place)) for one in communal_counts(now)[:MOST_COUNTS]]
    told = [
        {"title": one.short_title, "address": f"/indicateurs/{one.code}/"}
        | present_rural(one, found, place.name)
        for one, found in read
    ]
    return {
        "people": present_people(people_by_ground(now, place)),
        "rows": [one for one in told if not one["reason"]],
        "method": method(grid_year(now)),
    }


def _identity(now: Engine, place: Territory) -> dict:
    parents = now.territories.parents(place.key)
    outline = places.contours(now, str(place.level))
    ground = places.contours(now, str(Level.DEPARTEMENT))
    postal = now.territories.postal_codes_of(place.code) if place.level is Level.COMMUNE else ()
    return {
        "place": place,
        "trail": [{"label": "Territoires", "address": "/territoires/"}],
        "identity": present_identity(place, _population(now, place), postal),
        "above": [one for one in parents if one.level not in places.FRANCE],
        "linked": {one.key for one in parents if places.is_shown(now, one)},
        "below": places.below(now, place),
        "outline": _outline(place, outline, ground),
    }


def _panels(now: Engine, place: Territory, request) -> list:
    """What the other features know of this territory, or of one that it is in."""
    around = tuple(one.key for one in now.territories.parents(place.key))
    return registry.panels_of("territory", request=request, territory=place.key, around=around)


def _outline(place: Territory, outlines: Path | None, ground: Path | None) -> str:
    """The territory on the ground of the région; nothing for the région itself."""
    if outlines is None or ground is None or place.level is Level.REGION:
        return ""
    shapes, below = (json.loads(path.read_text(encoding="utf-8")) for path in (outlines, ground))
    return locator(shapes, place.code, below, title=f"Situation dans la région : {place.name}")


def _population(now: Engine, place: Territory) -> Observation | None:
    """The last population that the store holds of the territory."""
    known = [code for code in POPULATIONS if code in now.catalogue.indicators]
    grids = protected_grids(now, known, (place.key,))
    found = [latest for code in known if (latest := latest_of(grids[code], place.key))]
    return max(found, key=lambda one: parse_period(one.period), default=None)
