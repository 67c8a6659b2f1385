"""Beside a reference, over five points, in one geography: said in words, only where it may be."""

import pytest

from observatoire.indicators.presenters.ground import SETTLED_WORDS, ground_in_words
from observatoire.indicators.presenters.standing import (
    number_address,
    standing_words,
    trend_words,
)
from stats.catalogue.model import DeclaredInterval, IntervalMethod, Nature, Randomness
from stats.comparison.trend import trend
from stats.words import typeset
from tests.stats.examples import indicator, observation

RARE = indicator(
    nature=Nature.COUNT,
    unit="dossiers",
    additive=True,
    randomness=Randomness.POISSON,
    interval=DeclaredInterval(IntervalMethod.POISSON),
)
SAMPLED = indicator(
    randomness=Randomness.SURVEY,
    interval=DeclaredInterval(IntervalMethod.ERROR, margin=1.0, said_in="Insee."),
)


def yearly(*values, first=2016, **changes):
    edition = {"edition": "une"} | changes
    return [
        observation("44", str(first + rank), float(value), **edition)
        for rank, value in enumerate(values)
    ]


class TestBesideAReference:
    def words(self, described, value, other):
        row, reference = observation("44", value=value), observation("85", value=other)
        return standing_words(described, row, reference)

    def test_a_margin_that_overlaps_is_close(self):
        assert self.words(SAMPLED, 10.0, 11.5) == "\u00a0; ici proche"
        assert self.words(SAMPLED, 10.0, 12.5) == "\u00a0; ici plus bas, plus favorable"

    def test_counts_compare_the_size_of_territories_only(self):
        assert self.words(RARE, 10.0, 1000.0) == ""

    def test_an_ambiguous_direction_judges_nothing(self):
        assert self.words(indicator(direction=0), 10.0, 12.0) == "\u00a0; ici plus bas"


class TestTrend:
    def test_five_points_that_rise(self):
        told = trend_words(RARE, yearly(100, 200, 300, 400, 500), always=False)
        assert told == typeset(
            "Sur les cinq derniers points : en hausse, et la situation se dégrade."
        )

    def test_nothing_is_said_where_no_interval_is_declared(self):
        assert trend_words(indicator(), yearly(1, 2, 3, 4, 5), always=True) == ""

    def test_four_points_say_why_on_the_page_of_the_indicator_alone(self):
        four = yearly(1, 2, 3, 4)
        assert trend_words(RARE, four, always=False) == ""
        assert trend_words(RARE, four, always=True) == typeset(
            "Tendance non calculée : 5 points sont nécessaires, il y en a 4."
        )

    def test_a_missing_year_stops_it(self):
        missing = yearly(1, 2, 3, 4) + yearly(5, first=2021)
        assert "il y en a 1" in trend_words(RARE, missing, always=True)

    def test_a_change_of_geography_stops_it(self):
        old = yearly(1, 2, 3, level="epci", vintage=2018)
        new = yearly(4, 5, first=2019, level="epci", vintage=2020)
        assert "il y en a 2" in trend_words(RARE, old + new, always=True)

    def test_it_is_the_engines(self):
        margin = [(float(n), n - 1.0, n + 1.0) for n in (10, 12, 14, 16, 18)]
        said = trend_words(SAMPLED, yearly(99, 10, 12, 14, 16, 18), always=False)
        assert trend(margin, SAMPLED).words in said


class TestGround:
    def test_one_vintage_is_said(self):
        told = ground_in_words(yearly(1, 2, level="commune", vintage=2025, import_id="x"))
        assert told == typeset("Géographie : communes au 1er janvier 2025 sur toute la courbe.")

    def test_what_was_added_up_is_said(self):
        summed = yearly(1, level="commune", vintage=2025, note="Somme de A et B")
        told = ground_in_words(summed + yearly(2, first=2017, level="commune", vintage=2025))
        assert told.endswith("sur toute la courbe. Somme de A et B.")

    def test_several_vintages_are_not_joined(self):
        rows = yearly(1, level="epci", vintage=2020) + yearly(2, first=2017, level="epci")
        rows[1:] = yearly(2, first=2017, level="epci", vintage=2024)
        assert ground_in_words(rows).startswith(
            typeset("Géographies de plusieurs années (2020, 2024) : rien ne relie")
        )

    def test_a_departement_keeps_its_limits(self):
        assert ground_in_words(yearly(1, 2)) == typeset(SETTLED_WORDS)

    def test_nothing_known(self):
        assert ground_in_words([]) == ""


class TestAddress:
    def test_what_was_added_up_here_has_none(self):
        assert number_address(observation("44", "2020", 1.0)) == ""

    def test_a_published_number(self):
        row = observation("44", "2020", 1.0, import_id="x")
        assert number_address(row) == "/donnees/n/TX_PAUV60/departement/44/2020/"


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
class TestEverywhere:
    """One number, one address: tile, indicator, list, profile, comparison, interface, its page."""

    ADDRESS = "/donnees/n/TX_PAUV60/departement/44/2021/"

    def test_the_same_address_on_every_page(self, client):
        place = {"territoire": "departement:44"}
        board = client.get("/tableaux-de-bord/pauvrete/", place).content.decode()
        sheet = client.get("/indicateurs/TX_PAUV60/", place)
        profile = client.get("/territoires/departement/44/")
        together = client.get("/comparer/", {"territoire": ["departement:44", "departement:72"]})
        question = {"indicateur": "TX_PAUV60", "niveau": "departement", "territoire": "44"}
        asked = question | {"periode": "2021", "colonnes": "toutes"}
        (record,) = client.get("/api/v1/observations", asked).json()["resultats"]
        assert board.count(f'href="{self.ADDRESS}"') == 1
        assert sheet.context["figure"]["number"] == self.ADDRESS
        (line,) = [one for one in sheet.context["ranking"].lines if one.is_chosen]
        assert line.number == self.ADDRESS
        rows = [row for group in profile.context["groups"] for row in group.rows]
        assert [row.number for row in rows if "TX_PAUV60/" in row.number] == [self.ADDRESS]
        cells = [cell for row in together.context["rows"] for cell in row.cells]
        assert self.ADDRESS in [cell.number for cell in cells]
        assert record["adresse"] == self.ADDRESS

    def test_and_the_same_value_there(self, client):
        sheet = client.get("/indicateurs/TX_PAUV60/", {"territoire": "departement:44"})
        number = client.get(self.ADDRESS)
        assert number.context["value"] == sheet.context["figure"]["value"]

    def test_every_address_of_the_board_answers(self, client):
        rows = client.get("/territoires/departement/44/").context["groups"]
        addresses = [row.number for group in rows for row in group.rows]
        assert "" not in addresses
        for address in addresses[:6]:
            assert client.get(address).context["current_address"] == address

    def test_an_epci_over_several_geographies_is_not_compared(self, client):
        response = client.get("/indicateurs/LS_PARC/", {"territoire": "epci:244400404"})
        assert response.context["figure"]["change"].kind == "incomparable"
        assert response.context["figure"]["why"].replace("\u00a0", " ") == (
            "Le nombre de logements sociaux ne se compare pas entre le 1er janvier 2024 et le "
            "1er janvier 2025 : les deux valeurs sont dans deux géographies (2024 et 2025) et le "
            "territoire a pu changer."
        )
        assert "Géographies de plusieurs années" in response.context["line"]["ground"]
