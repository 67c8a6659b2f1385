"""One permanent address per number: the same for a page, a note, a letter, a machine."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render

from observatoire.indicators.presenters.number import (
    citation,
    number_record,
    present_number,
    title_of,
)
from observatoire.indicators.queries.engine import Engine, engine
from observatoire.indicators.queries.errata import errata_of
from observatoire.indicators.queries.numbers import find_number
from stats.catalogue import Indicator
from stats.origin import is_invented
from stats.releases.number import Number, Revision, address
from stats.secrecy import protect_rows


def number(request, code, level, territory, period, revision=None):
    now = engine()
    indicator = now.catalogue.indicators.get(code)
    if indicator is None:
        raise Http404
    key = (code, level, territory, period)
    found = find_number(now, key)
    shown = found and (found.current if revision is None else found.revision(revision))
    if not shown or (_wants_json(request) and is_invented(shown.row.marks)):
        return _absent(request, now, indicator, key)
    if _wants_json(request):
        site = f"{request.scheme}://{request.get_host()}"
        response = JsonResponse(number_record(indicator, found, shown, site))
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response = render(
            request, "indicators/number.html", _context(request, now, indicator, found, shown)
        )
    response["Vary"] = "Accept"
    return response


def _context(request, now: Engine, indicator: Indicator, found: Number, shown: Revision) -> dict:
    row = shown.row
    place = now.territories.get(row.level, row.territory)
    source = now.catalogue.sources.get(row.origin) or now.catalogue.sources.get(indicator.source)
    context = present_number(indicator, found, shown, place, source)
    link = request.build_absolute_uri(address(found.key, shown.number))
    producer = row.source or (source.producer if source else indicator.producer)
    return context | {
        "indicator": indicator,
        "title": title_of(indicator, place, row),
        "place": place,
        "invented": is_invented(row.marks),
        "errata": errata_of(found.key),
        "cite": citation(
            indicator, shown, context["place_name"], link, settings.PLATFORM_NAME, producer
        ),
        "trail": [
            {"label": "Données ouvertes", "address": "/donnees/"},
            {"label": indicator.short_title, "address": f"/indicateurs/{indicator.code}/"},
        ],
    }


def _absent(request, now: Engine, indicator: Indicator, key):
    """Nothing is published there: what is, of the same series, is offered."""
    _, level, territory, _ = key
    place = now.territories.get(level, territory)
    periods = sorted(
        {
            row.period
            for row in protect_rows(
                now.store.observations(
                    indicator=indicator.code, territories=[(level, territory)], only_real=True
                )
            )
        }
    )
    if _wants_json(request):
        return JsonResponse({"erreur": "Aucun chiffre n’est publié à cette adresse."}, status=404)
    context = {
        "indicator": indicator,
        "place": place,
        "near": [(one, address((indicator.code, level, territory, one))) for one in periods],
    }
    return render(request, "indicators/number_absent.html", context, status=404)


def _wants_json(request) -> bool:
    if asked := request.GET.get("format"):
        return asked == "json"
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
