"""What the indicators give to the pages of others."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from observatoire.indicators import feeds

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
