"""Lists of territories that one can read: homonyms told apart, long ones replaced by a name."""

import pytest

from observatoire.indicators.actions import load_territories_into_database
from observatoire.indicators.queries import places
from observatoire.indicators.queries.figures import shown_grid
from stats.observation import Observation
from stats.store import Store

pytestmark = pytest.mark.django_db


def figure(code: str) -> Observation:
    """Made for the test."""
    named = {"source": "Une source d’essai", "edition": "2031", "vintage": 2025}
    return Observation("NB_PERS_FISC", "commune", code, "2031", 1.0, unit="personnes", **named)


@pytest.fixture
def many(store):
    """Sixty-one communes with a figure, the two Allonnes among them."""
    codes = ["49002", "72003", *(f"85{number:03}" for number in range(1, 80))]
    Store(store).publish([figure(code) for code in codes], source="long")
    return codes


def test_two_communes_of_one_name_say_their_departement(many, now):
    grid = shown_grid(now, "NB_PERS_FISC")
    names = dict(zip(grid.territories, grid.names, strict=True))
    assert (names["commune", "49002"], names["commune", "72003"]) == (
        "Allonnes (49)",
        "Allonnes (72)",
    )
    assert names["commune", "85001"] == "L'Aiguillon-la-Presqu'île"


def test_a_long_group_only_offers_the_chosen_one(many, now):
    chosen = now.territories.get("commune", "85001")
    (group,) = places.offered(now, ["NB_PERS_FISC"], chosen)
    assert (group.label, [one.value for one in group.choices]) == ("Communes", ["commune:85001"])
    region = now.territories.get("region", "R52")
    assert places.offered(now, ["NB_PERS_FISC"], region) == []


@pytest.mark.parametrize("page", ["/indicateurs/TX_PAUV60/", "/tableaux-de-bord/pauvrete/"])
class TestByName:
    def test_it_leads_to_the_territory(self, client, published, page):
        load_territories_into_database()
        response = client.get(page, {"lieu": "st nazaire", "territoire": "region:R52"})
        assert response.url == f"{page}?territoire=commune%3A44184"

    def test_a_name_that_is_not_found_is_said(self, client, published, page):
        response = client.get(page, {"lieu": "zzz"}, follow=True)
        assert response.context["not_found"] == "zzz"
