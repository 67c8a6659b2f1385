"""Who a territory is: its facts and its outline in the region."""

from __future__ import annotations

import json
from pathlib import Path

from observatoire.indicators.presenters.profile import present_identity
from observatoire.indicators.presenters.tile import latest_of
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine
from observatoire.indicators.queries.figures import protected_grids
from stats.drawing.locator import locator
from stats.observation import Observation
from stats.periods import parse_period
from stats.territory import Level, Territory

POPULATIONS = ("POP_TOT", "POP_MUNICIPALE")


def identity_context(now: Engine, place: Territory) -> dict:
    parents = now.territories.parents(place.key)
    outline = places.contours(now, str(place.level))
    ground = places.contours(now, str(Level.DEPARTEMENT))
    return {
        "place": place,
        "trail": [{"label": "Territoires", "address": "/territoires/"}],
        "identity": present_identity(place, parents, _population(now, place)),
        "above": [one for one in parents if places.is_shown(now, one)],
        "below": places.below(now, place),
        "outline": _outline(place, outline, ground),
    }


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
