"""The open interface: figures, indicators and territories, for machines. No key, no account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition
from ninja import NinjaAPI, Path, Query, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError

from observatoire.indicators.presenters.api import (
    indicator_record,
    observation_record,
    territory_record,
)
from observatoire.indicators.queries.engine import engine, fingerprint
from observatoire.indicators.views.calculations import router as calculations
from stats.export import EXTENSIONS, FORMATS, export
from stats.periods import parse_period
from stats.secrecy import protect_rows
from stats.territory import Level

api = NinjaAPI(
    title="Observatoire",
    version="1",
    description="Les chiffres de la plateforme d’observation des solidarités, avec leur source, "
    "leur statut et le millésime de leur géographie. Les données fictives de démonstration n’y "
    "sont jamais. Chaque source garde sa licence, dite à la page /donnees/.",
    docs_url=None,  # its page would load scripts from another host
    openapi_url="/openapi.json",
    urls_namespace="api",
)
PAGE_SIZE = 1000
FIGURES = "/api/v1/"


class Page(Schema):
    page: int
    taille: int
    total: int
    resultats: list[dict]


def by_fingerprint(view):
    """Answers 304 to who already holds what the store's fingerprint names."""
    return decorate_view(condition(etag_func=lambda request, *a, **k: f'"{fingerprint()}"'))(view)


def open_to_all(urls: tuple) -> tuple:
    """The addresses of the interface, which also answer HEAD, and pages of any other site."""
    for pattern in urls[0]:
        pattern.callback = _open(pattern.callback)
    return urls


def _open(view: Callable) -> Callable:
    @wraps(view)
    def answer(request: HttpRequest, *args, **named) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":  # the server sends the headers of the same GET, without its body
            request.method = "GET"
        response = view(request, *args, **named)
        request.method = asked
        if asked in ("GET", "HEAD") and request.path.startswith(FIGURES):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return answer


api.add_router("", calculations)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(sorted({str(part["loc"][-1]) for part in error.errors}))
    sentence = f"Paramètre incorrect : {names}. La description est dans /api/openapi.json."
    return api.create_response(request, {"erreur": sentence}, status=422)


@api.exception_handler(HttpError)
def explain(request: HttpRequest, error: HttpError) -> HttpResponse:
    return api.create_response(request, {"erreur": str(error)}, status=error.status_code)


@api.get("/v1/indicateurs", summary="Le catalogue des indicateurs")
@by_fingerprint
def indicators(request: HttpRequest, theme: str = ""):
    found = engine().catalogue.indicators.values()
    return [indicator_record(one) for one in found if theme in ("", one.theme)]


@api.get("/v1/indicateurs/{code}", summary="Un indicateur")
@by_fingerprint
def indicator(request: HttpRequest, code: Annotated[str, Path()]):
    found = engine().catalogue.indicators.get(code)
    if found is None:
        raise HttpError(404, f"Aucun indicateur « {code} ».")
    return indicator_record(found)


@api.get("/v1/territoires", response=Page, summary="Les territoires d’un niveau")
@by_fingerprint
def territories(
    request: HttpRequest,
    niveau: Level = Level.DEPARTEMENT,
    page: Annotated[int, Query(ge=1)] = 1,
    taille: Annotated[int, Query(ge=1, le=PAGE_SIZE)] = 100,
):
    found = engine().territories.by_level(niveau)
    start = (page - 1) * taille
    return {
        "page": page,
        "taille": taille,
        "total": len(found),
        "resultats": [territory_record(one) for one in found[start : start + taille]],
    }


@api.get("/v1/observations", summary="Les chiffres")
@by_fingerprint
def observations(
    request: HttpRequest,
    indicateur: Annotated[list[str], Query()] = [],  # noqa: B006 read, never changed
    niveau: Level | None = None,
    territoire: Annotated[list[str], Query()] = [],  # noqa: B006
    periode: str = "",
    format: Literal[tuple(FORMATS)] = "json",
    colonnes: Literal["contrat", "toutes"] = "contrat",
    page: Annotated[int, Query(ge=1)] = 1,
    taille: Annotated[int, Query(ge=1, le=PAGE_SIZE)] = 100,
):
    """`json` is paged; the other formats give everything the question names in one file, `xlsx`
    for named indicators only. With `colonnes=toutes`, the twelve columns are followed by
    `edition`, `note`, `borne_basse`, `borne_haute` and, in JSON, the number’s own `adresse`."""
    question = _question(indicateur, niveau, territoire, periode)
    every_column = colonnes == "toutes"
    if format == "json":
        return _page(question, page, taille, every_column)
    if format == "xlsx" and not question["indicator"]:
        raise HttpError(422, "Un classeur se demande par indicateur : ajouter indicateur=CODE.")
    return _file(question, format, every_column)


def _page(question: dict, page: int, size: int, every_column: bool) -> dict:
    store = engine().store
    rows = protect_rows(store.observations(**question, limit=size, offset=(page - 1) * size))
    return {
        "page": page,
        "taille": size,
        "total": store.count(**question),
        "resultats": [observation_record(row, every_column=every_column) for row in rows],
    }


def _file(question: dict, form: str, every_column: bool) -> HttpResponse:
    content = export(engine().store.table(**question), form, every_column=every_column)
    name = "-".join(question["indicator"]) or "observations"
    disposition = f'attachment; filename="{name}.{EXTENSIONS[form]}"'
    return HttpResponse(
        content, content_type=FORMATS[form], headers={"Content-Disposition": disposition}
    )


def _question(indicators: list[str], level: Level | None, codes: list[str], period: str) -> dict:
    """The store's question; an indicator or a period that does not exist is said, not ignored."""
    known = engine().catalogue.indicators
    wanted = [code for given in indicators for code in given.split(",") if code]
    for code in wanted:
        if code not in known:
            raise HttpError(404, f"Aucun indicateur « {code} » dans le catalogue.")
    if period:
        try:
            parse_period(period)
        except ValueError as error:
            raise HttpError(422, str(error)) from error
    return {
        "indicator": wanted,
        "level": level,
        "territories": [code for given in codes for code in given.split(",") if code],
        "period": period or (),
        "only_real": True,
    }
