"""Need against offer, and the public reached, network by network."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from observatoire.food_aid.models import Network
from observatoire.food_aid.presenters.need import page_of
from observatoire.food_aid.queries import need
from observatoire.food_aid.queries.atlas import build

DISTANCES = (2, 5, 10, 20)


@never_cache
def index(request):
    asked = request.GET.get("distance", "")
    distance = int(asked) if asked in map(str, DISTANCES) else 5
    department = request.GET.get("territoire", "")
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    is_real = need.wanted_places(synthetic=False).exists()
    census = build(need.wanted_places(synthetic=not is_real))
    rows = need.lines(census, distance, monday)
    context = page_of(rows, distance, department) | {
        "distances": [(one, one == distance) for one in DISTANCES],
        "distance": distance,
        "is_invented": not is_real and len(census) > 0,
        "number": len(census),
        "monday": monday,
    }
    return render(request, "food_aid/need.html", context)


def counts(request):
    """Side by side, each with its method; never added."""
    networks = Network.objects.prefetch_related("counts").order_by("name", "pk")
    shown = []
    for one in networks:
        rows = sorted(one.counts.all(), key=lambda each: (each.period, each.profile), reverse=True)
        periods = [(p, list(found)) for p, found in groupby(rows, key=lambda each: each.period)]
        shown.append({"network": one, "periods": periods})
    return render(request, "food_aid/counts.html", {"networks": shown})
