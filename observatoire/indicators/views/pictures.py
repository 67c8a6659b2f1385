"""A map or a line to take away: with its title, source, date, status and address."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse

from observatoire.indicators.presenters import indicator as presenter
from observatoire.indicators.presenters.reading import status_told
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine, engine
from observatoire.indicators.queries.figures import shown_grid
from observatoire.indicators.views.indicator import (
    public_address,
    scope_of,
    sources_of,
    specification_of,
    spread_of,
)
from stats.catalogue import Indicator
from stats.drawing.caption import captioned
from stats.drawing.render import render_png, render_svg
from stats.grid import Grid
from stats.origin import only_real
from stats.periods import parse_period
from stats.words import describe_range, in_sentence, series_alternative, typeset
from stats.words.times import at

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def picture(request, code, kind, form):
    """Invented figures have no place in what leaves the site."""
    now = engine()
    described = now.catalogue.indicators.get(code)
    draw = {"carte": _map, "courbe": _line}.get(kind)
    if described is None or draw is None or form not in TYPES:
        raise Http404
    drawn = draw(now, described, only_real(shown_grid(now, code)), request.GET)
    if drawn is None:
        raise Http404
    render = render_svg if form == "svg" else render_png
    content = render(drawn, settings.DRAWINGS)
    name = f"{code}-{kind}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


def _map(now: Engine, indicator: Indicator, grid: Grid, asked) -> dict | None:
    spread = spread_of(now, grid, asked)
    drawn = specification_of(now, indicator, spread)
    if drawn is None:
        return None
    when = at(parse_period(spread.period))
    title = f"{describe_range(indicator, spread.grid, now.territories)}, {when}"
    status = f"{parse_period(spread.period).label}. Statut : {status_told(indicator, spread.grid)}."
    notes = _notes(now, indicator, sources_of(spread.grid), f"Période : {status}", asked)
    return captioned(drawn, title, notes)


def _line(now: Engine, indicator: Indicator, grid: Grid, asked) -> dict | None:
    place = places.chosen(now, asked.get("territoire", ""), places.best_key(now, grid))
    references = places.references_of(now, place)
    drawn = presenter.line_specification(indicator, grid, place, references)
    if drawn is None:
        return None
    known = [one for one in grid.series(place.key) if one.known]
    marks = sorted({mark.label.lower() for one in known for mark in one.marks})
    first, last = (in_sentence(parse_period(one.period)) for one in (known[0], known[-1]))
    status = f"Périodes : {first} à {last}. Statut : {', '.join(marks) or 'valeurs publiées'}."
    sources = " ; ".join(sorted({one.source for one in known if one.source}))
    title = series_alternative(indicator, place.name, known).partition(". ")[0].rstrip(".")
    return captioned(drawn, title, _notes(now, indicator, sources, status, asked))


def _notes(now: Engine, indicator: Indicator, sources: str, status: str, asked) -> list[str]:
    scope = scope_of(now, indicator)
    told = [
        f"Source : {sources}." + (f" Champ : {scope}" if scope else ""),
        status,
        f"{settings.PLATFORM_NAME}. Contours : {' '.join(places.credits(now))}.",
    ]
    return [*map(typeset, told), public_address(indicator, asked)]
