"""Two to six territories side by side; the address holds the whole question."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.shortcuts import redirect, render

from observatoire.indicators.presenters.comparison import present_multiples, present_rows
from observatoire.indicators.presenters.profile import key_indicators
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine, engine
from observatoire.indicators.queries.figures import protected_grids
from stats.catalogue import Indicator
from stats.origin import holds_invented
from stats.territory import Territory

FEWEST, MOST = 2, 6
MOST_INDICATORS = 12


def compare(request):
    now = engine()
    if added := request.GET.get("ajouter", "").strip():
        return _with_added(request.GET, added)
    chosen = _territories(now, request.GET)
    indicators = _indicators(now, request.GET)
    grids = protected_grids(
        now, [one.code for one in indicators], tuple(place.key for place in chosen)
    )
    enough = len(chosen) >= FEWEST
    context = {
        "chosen": [(place, _without(request.GET, place)) for place in chosen],
        "can_add": len(chosen) < MOST,
        "rows": present_rows(indicators, grids, chosen) if enough else [],
        "multiples": present_multiples(indicators, grids, chosen, settings.DRAWINGS)
        if enough
        else [],
        "offered": _offered(now, indicators),
        "suggestions": _suggestions(now, chosen),
        "invented": holds_invented(*grids.values()),
        "not_found": request.GET.get("introuvable", ""),
        "kept": request.GET.getlist("territoire"),
        "codes": request.GET.getlist("indicateur"),
    }
    return render(request, "indicators/compare.html", context)


def _territories(now: Engine, asked: QueryDict) -> list[Territory]:
    keys = dict.fromkeys(tuple(value.partition(":")[::2]) for value in asked.getlist("territoire"))
    found = [now.territories.get(level, code) for level, code in keys]
    return [place for place in found if place is not None][:MOST]


def _indicators(now: Engine, asked: QueryDict) -> list[Indicator]:
    """Those asked for, else the key ones."""
    known = now.catalogue.indicators
    named = [known[code] for code in dict.fromkeys(asked.getlist("indicateur")) if code in known]
    return named[:MOST_INDICATORS] or key_indicators(now.catalogue)


def _offered(now: Engine, indicators: list[Indicator]) -> list[tuple[str, str, bool]]:
    held = set(now.store.indicators())
    chosen = {one.code for one in indicators}
    every = sorted(now.catalogue.indicators.values(), key=lambda one: one.title)
    return [(one.code, one.title, one.code in chosen) for one in every if one.code in held]


def _suggestions(now: Engine, chosen: list[Territory]) -> list[tuple[str, str]]:
    """A first comparison for who arrives without one: the départements, two by two."""
    if chosen:
        return []
    keys = places.departement_keys(now)
    pairs = [(keys[0], key) for key in keys[1:]]
    named = [[now.territories.get(*key) for key in pair] for pair in pairs]
    return [
        (
            "?" + urlencode([("territoire", f"{one.level}:{one.code}") for one in pair]),
            " et ".join(one.name for one in pair),
        )
        for pair in named
    ]


def _with_added(asked: QueryDict, words: str):
    """The same question with the territory that the words name best, or with what was not found."""
    question = asked.copy()
    question.pop("ajouter", None)
    question.pop("introuvable", None)
    found = places.search_territories(words, limit=1)
    if found:
        question.appendlist("territoire", f"{found[0].level}:{found[0].code}")
    else:
        question["introuvable"] = words
    return redirect(f"/comparer/?{question.urlencode()}")


def _without(asked: QueryDict, place: Territory) -> str:
    question = asked.copy()
    kept = [one for one in asked.getlist("territoire") if one != f"{place.level}:{place.code}"]
    question.setlist("territoire", kept)
    question.pop("introuvable", None)
    return f"/comparer/?{question.urlencode()}"
