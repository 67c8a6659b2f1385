"""What happened to a commune: mergers, splits, changes of code; and what is missing to tell it."""

from __future__ import annotations

from stats.territory import Level, Territories, Territory
from stats.territory.conversion.why import history, when
from stats.words import typeset

UNDATED = (
    "Les dates manquent : le fichier des mouvements de communes de l’Insee n’est pas chargé ici."
)
OLDEST = 1990  # the earlier movements hardly meet a figure of the platform


def present_history(place: Territory, territories: Territories) -> dict | None:
    """Dated sentences, the latest first; None for what is no commune or never changed."""
    if place.level is not Level.COMMUNE:
        return None
    absorbed = sorted(old for old, heir in territories.former.items() if heir == place.code)
    events = [
        {"when": f"{when(event.day)[:1].upper()}{when(event.day)[1:]}", "what": event.sentence}
        for event in reversed(history(place.code, territories.movements))
        if event.day.year >= OLDEST
    ]
    if not events and not absorbed:
        return None
    vintage = f"Communes au 1er janvier {place.vintage}." if place.vintage else ""
    missing = "" if territories.movements else UNDATED
    return {
        "events": [{"when": one["when"], "what": typeset(one["what"])} for one in events],
        "absorbed": absorbed,
        "vintage": vintage,
        "missing": typeset(missing),
    }
