"""Invented figures on the site: said on every page that shows them, absent from all that leaves."""

from __future__ import annotations

import pytest

from observatoire.indicators.queries.engine import engine
from observatoire.portal.actions import load_demonstration_content
from stats.observation import Observation
from stats.statuses import Mark
from tests.observatoire.indicators.deposits import parsed, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
BANNER = ".fr-alert--warning h2"
PAGES = (
    "/indicateurs/TX_PAUV60/",
    "/tableaux-de-bord/pauvrete/",
    "/territoires/departement/44/",
    "/comparer/?territoire=departement:44&territoire=departement:49",
)
QUESTION = "/api/v1/observations?indicateur=TX_PAUV60&periode=2031"


@pytest.fixture
def invented():
    """Poverty rates of 2031, in the region and two départements."""
    places = [("region", "R52", 98.7), ("departement", "44", 97.6), ("departement", "49", 96.5)]
    rows = [
        Observation(
            indicator="TX_PAUV60",
            level=level,
            territory=code,
            period="2031",
            value=value,
            marks=frozenset({Mark.FICTITIOUS}),
            unit="%",
            source="Démonstration",
        )
        for level, code, value in places
    ]
    engine().store.publish(rows, source="long")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_that_it_shows_some(client, address, invented):
    page = parsed(client.get(address))
    assert texts(page, BANNER) == ["Données fictives"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_real_figures_says_nothing(client, address):
    assert texts(parsed(client.get(address)), BANNER) == []


def test_the_figure_itself_has_its_tag(client, invented):
    page = parsed(client.get("/indicateurs/TX_PAUV60/?territoire=region:R52"))
    assert texts(page, ".obs-figure-large__value") == ["98,7 %"]
    assert texts(page, ".obs-figure-large .obs-tag") == ["Données fictives"]


def test_the_list_says_it_too(client, invented):
    page = parsed(client.get("/indicateurs/?q=TX_PAUV60"))
    assert texts(page, BANNER) == ["Données fictives"]


def test_the_home_page_is_as_without_them(client, request):
    load_demonstration_content()
    before = parsed(client.get("/"))
    shown = [link["href"] for link in before.select("main a") if "/indicateurs/TX" in link["href"]]
    assert "/indicateurs/TX_PAUV60/" in shown
    request.getfixturevalue("invented")
    after = parsed(client.get("/"))
    assert str(after.select_one("main")) == str(before.select_one("main"))
    assert texts(after, BANNER) == []


def test_the_open_interface_has_none(client, invented):
    assert engine().store.count(indicator="TX_PAUV60", period="2031") == 3
    answer = client.get(QUESTION).json()
    assert (answer["total"], answer["resultats"]) == (0, [])


@pytest.mark.parametrize("form", ["csv", "csv-fr"])
def test_a_download_has_none(client, form, invented):
    lines = client.get(f"{QUESTION}&format={form}").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1


def test_the_page_of_open_data_counts_the_real_ones(client, request):
    before = texts(parsed(client.get("/donnees/")), "main")
    request.getfixturevalue("invented")
    assert texts(parsed(client.get("/donnees/")), "main") == before
