"""What gives life to a map: its figures, and the outlines that every map of a level shares."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.queries.outlines import compressed, stamp_of
from observatoire.indicators.views.indicator import map_drawn
from stats.drawing.live import live

YEAR = 365 * 24 * 3600


def map_figures(request, code):
    now = engine()
    described = now.catalogue.indicators.get(code)
    drawn = map_drawn(now, described, request.GET) if described else None
    if drawn is None:
        raise Http404
    return JsonResponse(live(drawn), json_dumps_params={"ensure_ascii": False})


def _stamp(request, level):
    path = places.contours(engine(), level)
    return f'"{stamp_of(path)}"' if path else None


@condition(etag_func=_stamp)
def outlines(request, level):
    """The TopoJSON of a level. Its address names its content, so a browser asks for it once."""
    path = places.contours(engine(), level)
    if path is None:
        raise Http404
    content, encoding = compressed(path, request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(content, content_type="application/json")
    if encoding:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
    named = request.GET.get("v") == stamp_of(path)
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable" if named else "no-cache"
    return response
