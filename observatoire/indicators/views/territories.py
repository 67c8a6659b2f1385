"""Find a territory; read its profile."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render

from observatoire.indicators.presenters.history import present_history
from observatoire.indicators.presenters.place import present_found
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.views.profile import profile_context
from stats.territory import Level


def index(request):
    now = engine()
    words = request.GET.get("q", "").strip()
    found = places.search_territories(words)
    if len(found) == 1:
        return redirect(found[0])
    near = places.near_territories(words) if words and not found else []
    context = {
        "found": [present_found(row) for row in found],
        "near": [present_found(row) for row in near],
        "words": words,
        "groups": places.listed(now),
    }
    return render(request, "indicators/territories.html", context)


def profile(request, level, code):
    now = engine()
    place = now.territories.get(level, code)
    if place is None:
        return _heir(now, level, code)
    if place.key not in places.told_keys(now):
        return render(request, "indicators/elsewhere.html", {"place": place}, status=404)
    if words := request.GET.get("avec", "").strip():
        return _compared_with(request.path, words)
    context = profile_context(now, place, request)
    context["history"] = present_history(place, now.territories)
    return render(request, "indicators/territory.html", context)


def _heir(now, level: str, code: str):
    """A commune that merged, or whose code changed, leads to the one it is now part of."""
    heir = now.territories.former.get(code) if level == Level.COMMUNE else None
    if heir is None:
        raise Http404
    return redirect(f"/territoires/{level}/{heir}/", permanent=True)


def _compared_with(path: str, words: str):
    """The same profile beside the territory that the words name best, or what was not found."""
    found = places.search_territories(words, limit=1)
    asked = (
        {"comparaison": f"{found[0].level}:{found[0].code}"} if found else {"introuvable": words}
    )
    return redirect(f"{path}?{urlencode(asked)}#cles")
