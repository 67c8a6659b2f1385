"""Search, agenda and site map."""

from django.shortcuts import render
from django.urls import Resolver404, resolve

from observatoire.base.registry import registry
from observatoire.directory.queries.rights import groups_of, is_partner
from observatoire.portal.presenters.agenda import by_month
from observatoire.portal.presenters.search import facets_of, headline, inventory
from observatoire.portal.presenters.site_map import Branch, menu_of, tree_of
from observatoire.portal.queries.cards import agenda_for
from observatoire.portal.queries.search import count_everything, find
from observatoire.portal.queries.site_map import published_pages

# Shown in the site map as soon as a feature answers there.
ADDRESSES = (
    Branch("Recherche", "/recherche/"),
    Branch("Données ouvertes", "/donnees/"),
    Branch("Description de l’interface de programmation (OpenAPI)", "/api/openapi.json"),
    Branch("Espace de gestion", "/gestion/"),
)


def search(request):
    groups, partner = groups_of(request.user), is_partner(request.user)
    words = request.GET.get("q", "").strip()
    label = request.GET.get("nature", "")
    page = request.GET.get("page")
    found = find(words=words, label=label, page=page, groups=groups, is_partner=partner)
    context = {
        "words": words,
        "label": label,
        "found": found,
        "facets": facets_of(found, label=label),
        "headline": headline(
            words=words,
            number=found.page.paginator.count,
            is_partial=found.is_partial,
            is_direct=bool(found.crossings),
        ),
        "inventory": [] if words else inventory(count_everything(groups, is_partner=partner)),
    }
    return render(request, "portal/search.html", context)


def agenda(request):
    agenda = agenda_for(groups_of(request.user))
    context = {"coming": by_month(agenda.coming), "past": by_month(agenda.past)}
    return render(request, "portal/agenda.html", context)


def site_map(request):
    entries = registry.menu_entries()
    in_menu = {entry.address for entry in entries}
    others = [branch for branch in ADDRESSES if branch.address not in in_menu]
    context = {
        "menu_branches": menu_of(registry.menu_tree()),
        "page_branches": tree_of(published_pages(request)),
        "address_branches": [branch for branch in others if _answers(branch.address)],
    }
    return render(request, "portal/site_map.html", context)


def _answers(address: str) -> bool:
    """Whether an address has its own view; Wagtail's, that takes what is left, does not count."""
    try:
        return resolve(address).url_name != "wagtail_serve"
    except Resolver404:
        return False
