"""What the open interface computes, or refuses to: the same guards as the engine and the pages."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from observatoire.indicators.presenters.calculations import calculated, evolution
from observatoire.indicators.presenters.rural import rural_record
from observatoire.indicators.queries.engine import engine
from observatoire.indicators.queries.figures import protected_grids
from observatoire.indicators.queries.rural import grid_year, rural_reading
from stats.comparison.guards import Refusal
from stats.observation import Observation
from stats.origin import only_real
from stats.secrecy import protect_rows
from stats.territory import Level

router = Router()


@router.get("/v1/calculs", summary="Une somme, une moyenne ou un classement, ou pourquoi non")
def calculation(
    request: HttpRequest,
    operation: Literal["somme", "moyenne", "rang"],
    indicateur: str,
    niveau: Level,
    periode: str,
    territoire: Annotated[list[str], Query()] = [],  # noqa: B006 read, never changed
):
    """Answers 422 with the reason when the operation would lie. Rounded figures give limits."""
    described = engine().catalogue.indicators.get(indicateur)
    if described is None:
        raise HttpError(404, f"Aucun indicateur « {indicateur} » dans le catalogue.")
    codes = [code for given in territoire for code in given.split(",") if code]
    result = calculated(described, operation, _figures(indicateur, niveau, periode, codes))
    if "raison" in result:
        raise HttpError(422, result["raison"])
    return result


@router.get("/v1/evolution", summary="L’évolution d’un territoire, ou pourquoi elle ne se dit pas")
def change(
    request: HttpRequest, indicateur: str, niveau: Level, territoire: str, depuis: str, periode: str
):
    """On one geography: what merged since is added up. 422 and the reason across a break, two
    editions or two grounds."""
    described = engine().catalogue.indicators.get(indicateur)
    if described is None:
        raise HttpError(404, f"Aucun indicateur « {indicateur} » dans le catalogue.")
    key = (str(niveau), territoire)
    grid = only_real(protected_grids(engine(), [indicateur], [key])[indicateur])
    missing = [one for one in (depuis, periode) if one not in grid.periods]
    if missing:
        raise HttpError(404, f"Aucun chiffre pour {', '.join(missing)}.")
    cells = grid.cell(key, depuis), grid.cell(key, periode)
    result = evolution(described, *cells, grid.series(key))
    if "raison" in result:
        raise HttpError(422, result["raison"])
    return result | {"niveau": str(niveau), "territoire": territoire}


@router.get("/v1/rural-urbain", summary="Un effectif dans les communes rurales et urbaines")
def rural(
    request: HttpRequest,
    indicateur: str,
    niveau: Literal["region", "departement", "epci"],
    territoire: str,
    periode: str = "",
):
    """Adds up the published communal figures by density (rural: degrees 5, 6 and 7), with the
    share of inhabitants they cover. Without `periode`, the last one. 422 and the reason when it
    cannot be."""
    described = engine().catalogue.indicators.get(indicateur)
    place = engine().territories.get(niveau, territoire)
    if described is None:
        raise HttpError(404, f"Aucun indicateur « {indicateur} » dans le catalogue.")
    if place is None:
        raise HttpError(404, f"Aucun territoire « {niveau} {territoire} ».")
    found = rural_reading(engine(), described, place, periode)
    if isinstance(found, Refusal):
        raise HttpError(422, found.reason)
    known = {"niveau": niveau, "territoire": territoire, "grille": grid_year(engine())}
    return known | rural_record(described, found)


def _figures(indicator: str, level: Level, period: str, codes: list[str]) -> list[Observation]:
    """What is published for each territory asked for; a missing one is named, never skipped."""
    asked = {"indicator": indicator, "level": level, "territories": codes, "period": period}
    rows = protect_rows(engine().store.observations(**asked, only_real=True))
    missing = sorted(set(codes) - {row.territory for row in rows})
    if not rows or missing:
        raise HttpError(404, f"Aucun chiffre pour {', '.join(missing) or 'cette question'}.")
    return rows
