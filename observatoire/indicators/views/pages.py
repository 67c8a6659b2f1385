"""The pages of figures."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from observatoire.indicators.presenters import dashboard as board_presenter
from observatoire.indicators.presenters.index import Filter, present_index
from observatoire.indicators.presenters.open_data import present_open_data
from observatoire.indicators.queries import places
from observatoire.indicators.queries.engine import Engine, engine
from observatoire.indicators.queries.figures import protected_grids
from observatoire.indicators.views.indicator import indicator_context, map_picture
from stats.catalogue import Dashboard
from stats.origin import holds_invented
from stats.territory import Territory

PER_PAGE = 30


def dashboards(request):
    boards = engine().catalogue.dashboards.values()
    return render(request, "indicators/dashboards.html", {"boards": boards})


def dashboard(request, slug):
    now = engine()
    board = now.catalogue.dashboards.get(slug)
    if board is None:
        raise Http404
    if words := request.GET.get("lieu", "").strip():
        return _of_place(request, words)
    place = places.chosen(now, request.GET.get("territoire", ""), places.region_key(now))
    against = places.chosen(now, request.GET.get("comparaison", ""), ("france_metro", "FM"))
    board = board_presenter.completed(board, now.catalogue)
    context = _tiles(now, board, place, against) | {
        "not_found": request.GET.get("introuvable", ""),
        "trail": [{"label": "Tableaux de bord", "address": "/tableaux-de-bord/"}],
        "address": address_shown(request),
    }
    return render(request, "indicators/dashboard.html", context)


def _tiles(now: Engine, board: Dashboard, place: Territory, against: Territory) -> dict:
    """What a dashboard shows of one territory beside another."""
    codes, peers = board_presenter.board_codes(board), places.departement_keys(now)
    shown = board_presenter.Shown(place.key, against, peers, now.store.held_levels())
    grids = protected_grids(now, codes, tuple(dict.fromkeys([place.key, against.key, *peers])))
    sections = board_presenter.present_sections(board, now.catalogue, grids, shown)
    return places.bar(now, codes, place, against) | {
        "board": board,
        "sections": sections,
        "reach": places.reach(now, codes),
        "legend": board_presenter.tags_explained(sections),
        "against": against,
        "invented": holds_invented(*grids.values()),
    }


def indicators(request):
    now = engine()
    chosen, place = Filter.from_query(request.GET), places.region_key(now)
    held = now.store.held_levels()
    found = chosen.select(now.catalogue, held)
    by_age = [one.code for one in found] if chosen.tri == "recent" else []
    found = chosen.sort(found, protected_grids(now, by_age, (place,)), place)
    paginator = Paginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    grids = protected_grids(now, [one.code for one in page], (place,))
    context = present_index(now.catalogue, chosen, page, grids, held, place)
    context["pages"] = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    context["invented"] = holds_invented(*grids.values())
    return render(request, "indicators/index.html", context)


def indicator(request, code):
    now = engine()
    described = now.catalogue.indicators.get(code)
    if described is None:
        raise Http404
    if words := request.GET.get("lieu", "").strip():
        return _of_place(request, words)
    context = indicator_context(now, described, request.GET)
    return render(request, "indicators/indicator.html", context)


def indicator_map(request, code):
    now = engine()
    described = now.catalogue.indicators.get(code)
    picture = map_picture(now, described, request.GET) if described else None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/svg+xml")


def open_data(request):
    now = engine()
    context = present_open_data(
        now.catalogue,
        figures=now.store.count(only_real=True),
        indicators=len(now.store.indicators()),
    )
    context["credits"] = places.credits(now)
    return render(request, "indicators/open_data.html", context)


def _of_place(request, words: str):
    """The same page for the territory that the words name best, or what was not found."""
    question = request.GET.copy()
    question.pop("lieu")
    question.pop("introuvable", None)
    if found := places.search_territories(words, limit=1):
        question["territoire"] = f"{found[0].level}:{found[0].code}"
    else:
        question["introuvable"] = words
    return redirect(f"{request.path}?{question.urlencode()}")


def address_shown(request) -> str:
    """What one shares or quotes: the public address, whatever name this request came by."""
    return f"{settings.SITE_ADDRESS}{request.get_full_path()}"
