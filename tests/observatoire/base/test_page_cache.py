"""Pages kept for visitors: the same for all, and never a page made across a publication."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from observatoire.base.middleware import PageCacheMiddleware
from observatoire.base.registry import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(settings, monkeypatch):
    """A fingerprint that a test moves, as a publication would."""
    settings.PAGE_CACHE = True
    state = {"empreinte": "un"}
    monkeypatch.setitem(registry.cache_keys, "essai", lambda: state["empreinte"])
    return state


def served(make, path) -> str:
    return PageCacheMiddleware(make)(RequestFactory().get(path)).content.decode()


def test_a_page_is_made_once(figures):
    made = iter(["première", "seconde"])
    answers = [served(lambda r: HttpResponse(next(made)), "/garde/") for _ in range(2)]
    assert answers == ["première", "première"]


def test_a_publication_makes_it_anew(figures):
    made = iter(["première", "seconde"])
    first = served(lambda r: HttpResponse(next(made)), "/publie/")
    figures["empreinte"] = "deux"
    assert (first, served(lambda r: HttpResponse(next(made)), "/publie/")) == (
        "première",
        "seconde",
    )


def test_a_page_made_while_figures_were_published_is_not_kept(figures):
    def publish_meanwhile(request):
        figures["empreinte"] = "deux"
        return HttpResponse("chiffres de deux")

    served(publish_meanwhile, "/course/")
    figures["empreinte"] = "un"  # the publication is undone: what was true before is again
    assert served(lambda r: HttpResponse("chiffres de un"), "/course/") == "chiffres de un"
