"""What the indicators give to the pages of others."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string

from observatoire.indicators import feeds
from observatoire.indicators.queries.releases import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_the_home_page_shows_the_four_themes(rf):
    panel = feeds.themes_panel(rf.get("/"))
    assert panel.template == "indicators/_home_themes.html"
    assert len(panel.context["figures"]) == 4


def test_a_region_without_figures_is_told_how_to_begin(rf, settings):
    settings.REGION, settings.PLATFORM_PLACE = "53", "Bretagne"
    panel = feeds.themes_panel(rf.get("/"))
    page = render_to_string(panel.template, {"panel": panel.context})
    assert panel.template == "indicators/_home_empty.html"
    assert "Aucun n’est encore publié pour\u00a0: Bretagne." in page


def test_the_desk_counts_figures_as_french_does(now):
    thousands, rest = divmod(now.store.count(), 1000)
    assert feeds.light().sentence == f"{thousands}\u202f{rest:03} chiffres publiés."


def test_new_figures_are_cards_by_source(now):
    """One card a source, at its last period, with what the figures are and their status."""
    cards = feeds.cards(horizon=date(2000, 1, 1))
    sources = {one.source for one in fresh(now)}
    assert sorted(one.ref.key.partition("-")[2] for one in cards) == sorted(sources)
    assert {one.kind for one in cards} == {"Chiffres"}
    [known] = [one for one in cards if one.ref.key.endswith("-drees_minima_sociaux")]
    title = now.catalogue.sources["drees_minima_sociaux"].title
    assert known.title.startswith(f"{title}\u00a0: ")
    assert feeds.cards(horizon=date(2100, 1, 1)) == []
