"""Profiles of territories: what the engine says, beside what; found by forgiving names."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from observatoire.base.registry import STUDY, Card, Ref, registry
from observatoire.indicators.actions import load_territories_into_database
from observatoire.indicators.presenters.indicator import values_of
from observatoire.indicators.presenters.standing import standing_words
from observatoire.indicators.presenters.tile import latest_of
from observatoire.indicators.queries import places
from observatoire.indicators.queries.figures import protected_grids
from tests.observatoire.indicators.test_pages import MAX_QUERIES, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def rows_of(response) -> dict:
    """Code of the indicator → row of the profile."""
    groups = response.context["groups"]
    return {row.address.split("/")[2]: row for group in groups for row in group.rows}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def loaded():
    load_territories_into_database()


class TestProfile:
    def test_it_works(self, client):
        response = client.get("/territoires/departement/44/")
        assert re.findall(r"<h1>([^<]+)", response.content.decode()) == ["Loire-Atlantique"]
        identity = {term: plain(text) for term, text in response.context["identity"]}
        assert identity["Code"] == "44"
        assert identity["Population"] == "1 503 876 habitants (1er janvier 2024, provisoire)"
        assert [one.name for one in response.context["above"]] == ["Pays de la Loire"]

    @pytest.mark.parametrize("key", [("departement", "72"), ("region", "R52")])
    def test_its_figures_are_the_engines(self, client, now, key):
        rows = rows_of(client.get(f"/territoires/{key[0]}/{key[1]}/"))
        grids = protected_grids(now, list(rows), (key,))
        assert {code: row.value for code, row in rows.items()} == {
            code: values_of(now.catalogue.indicators[code], latest_of(grid, key))
            for code, grid in grids.items()
        }
        assert len(rows) > 5

    def test_its_references_are_the_engines_at_the_same_date(self, client, now):
        rows = rows_of(client.get("/territoires/departement/72/"))
        region = ("region", "R52")
        grids = protected_grids(now, list(rows), (("departement", "72"), region))
        told = 0
        for code, row in rows.items():
            indicator, grid = now.catalogue.indicators[code], grids[code]
            latest = latest_of(grid, ("departement", "72"))
            cell = grid.cell(region, latest.period)
            same = cell.known and cell.edition == latest.edition
            said = [line for line in row.references if line.startswith("Pays de la Loire")]
            stood = standing_words(indicator, latest, cell) if same else ""
            value = f"Pays de la Loire\u00a0: {values_of(indicator, cell)}{stood}"
            expected = [value] if same else []
            assert (code, said) == (code, expected)
            told += same
        assert told > 2

    def test_what_has_no_figure_is_named(self, client):
        groups = client.get("/territoires/departement/85/").context["groups"]
        without = {title for group in groups for _, title in group.without}
        assert "Inscrits à l’aide alimentaire" in without

    def test_a_commune_says_its_postal_codes_and_the_year_of_its_people(self, client):
        identity = dict(client.get("/territoires/commune/44109/").context["identity"])
        assert identity["Code postal"] == "44000, 44100, 44200, 44300"
        assert plain(identity["Population"]) == "309 346 habitants (2017)"

    def test_a_commune_without_intercommunality(self, client):
        response = client.get("/territoires/commune/85113/")
        names = [one.name for one in response.context["above"]]
        assert names == ["Vendée", "Pays de la Loire"]

    def test_an_epci_of_two_departements(self, client):
        response = client.get("/territoires/epci/244400552/")
        names = [one.name for one in response.context["above"]]
        assert names == ["Loire-Atlantique", "Maine-et-Loire", "Pays de la Loire"]

    @pytest.mark.parametrize("address", ["departement/00", "planete/1", "commune/44000"])
    def test_an_unknown_territory_is_missing(self, client, address):
        assert client.get(f"/territoires/{address}/").status_code == 404

    def test_a_territory_of_another_region_says_so(self, client, now):
        response = client.get("/territoires/departement/35/")
        if now.territories.get("departement", "35") is None:
            assert response.status_code == 404
        else:
            title = re.findall(r"<h1>([^<]+)", response.content.decode())
            assert (response.status_code, title) == (404, ["Ille-et-Vilaine n’est pas observé ici"])

    def test_a_commune_that_merged_leads_to_its_heir(self, client):
        response = client.get("/territoires/commune/49069/")
        assert (response.status_code, response.url) == (301, "/territoires/commune/49126/")

    def test_it_asks_the_database_little(self, client, django_assert_max_num_queries):
        with django_assert_max_num_queries(MAX_QUERIES):
            client.get("/territoires/departement/44/")


class TestBeside:
    def test_the_territory_chosen_stands_first(self, client):
        asked = {"comparaison": "departement:72"}
        rows = rows_of(client.get("/territoires/departement/44/", asked))
        assert plain(rows["TX_PAUV60"].compared) == "Sarthe : 13,5 % ; ici plus bas, plus favorable"

    def test_what_does_not_compare_is_said(self, client):
        asked = {"comparaison": "region:R52"}
        rows = rows_of(client.get("/territoires/departement/44/", asked))
        said = "Pays de la Loire : pas de valeur comparable à la même date"
        assert plain(rows["TX_CHOM"].compared) == said

    def test_it_is_chosen_by_its_name(self, client, loaded):
        response = client.get("/territoires/departement/44/", {"avec": "la sarthe"})
        assert response.url == "/territoires/departement/44/?comparaison=departement%3A72#cles"

    def test_a_name_that_is_not_found_is_said(self, client, loaded):
        response = client.get("/territoires/departement/44/", {"avec": "zzz"}, follow=True)
        assert response.context["not_found"] == "zzz"

    @pytest.mark.parametrize("value", ["departement:44", "departement:35", "x"])
    def test_itself_and_what_is_elsewhere_are_no_comparison(self, client, value):
        response = client.get("/territoires/departement/44/", {"comparaison": value})
        assert response.context["against"] is None

    def test_a_departement_stands_among_the_departements(self, client):
        strip = rows_of(client.get("/territoires/departement/44/"))["TX_PAUV60"].strip
        assert plain(strip.words) == "Vendée 9,1 – Sarthe 13,5"
        assert strip.svg.count("<circle") == 5

    def test_a_commune_stands_among_those_of_its_intercommunality(self, now):
        place = now.territories.get("commune", "44109")
        peers = places.peers_of(now, place)
        epci = now.territories.children(("epci", "244400404"), "commune")
        assert peers == tuple(one.key for one in epci)


class TestSimilar:
    def test_they_are_found_and_the_method_is_said(self, client):
        similar = client.get("/territoires/commune/44109/").context["similar"]
        assert [one["name"] for one in similar["places"]][:2] == ["Angers", "Le Mans"]
        assert similar["method"].startswith(
            "Celles de la région dont la population et la densité sont les plus proches"
        )
        assert "la part des locataires" in similar["without"]

    def test_they_are_compared_together(self, client):
        similar = client.get("/territoires/departement/44/").context["similar"]
        together = client.get(similar["together"])
        assert [place.code for place, _ in together.context["chosen"]][0] == "44"
        assert len(together.context["chosen"]) == 5

    def test_the_region_has_none(self, client):
        assert client.get("/territoires/region/R52/").context["similar"] is None


class TestStudies:
    @pytest.fixture
    def cards(self, monkeypatch):
        def card(key, territory, **fields):
            return Card(
                ref=Ref("essai", key),
                title=key,
                address=f"/essai/{key}/",
                kind=STUDY,
                published_at=datetime(2026, 1, 5, tzinfo=UTC),
                territories=(territory,),
                **fields,
            )

        given = [
            card("Sarthe", ("departement", "72")),
            card("Région", ("region", "R52")),
            card("Groupe", ("departement", "72"), group="pauvrete"),
        ]
        monkeypatch.setitem(registry.cards, "essai", lambda horizon: given)

    def test_those_about_it_come_first_then_those_about_what_it_is_in(self, client, cards):
        text = text_of(client.get("/territoires/departement/72/"))
        said = text[text.index("Études et rendez-vous") :]
        assert said.index("Sarthe") < said.index("à une échelle plus large Région")
        assert "Groupe" not in said

    def test_without_any_nothing_is_said(self, client):
        assert "Études et rendez-vous" not in text_of(client.get("/territoires/departement/72/"))


@pytest.mark.usefixtures("loaded")
class TestSearch:
    @pytest.mark.parametrize(
        ("words", "address"),
        [
            ("ile d yeu", "/territoires/commune/85113/"),
            ("L’ÎLE-D’YEU", "/territoires/commune/85113/"),
            ("44000", "/territoires/commune/44109/"),
            ("44300 Nantes", "/territoires/commune/44109/"),
            ("St Nazaire", "/territoires/commune/44184/"),
            ("la Vendée", "/territoires/departement/85/"),
        ],
    )
    def test_the_first_answer_is_the_right_one(self, client, words, address):
        response = client.get("/territoires/", {"q": words})
        first = (
            response.url if response.status_code == 302 else response.context["found"][0].address
        )
        assert first == address

    def test_one_answer_is_opened(self, client):
        assert client.get("/territoires/", {"q": "ile d yeu"}).status_code == 302

    def test_several_answers_are_listed_the_nearest_first(self, client):
        found = client.get("/territoires/", {"q": "la roche"}).context["found"]
        assert found[0].name == "La Roche-sur-Yon"
        assert plain(found[0].remark) == "Commune (85), 54 372 habitants (2017)"

    def test_a_slip_of_the_finger_is_guessed(self, client):
        near = client.get("/territoires/", {"q": "chollet"}).context["near"]
        assert near[0].name == "Cholet"

    def test_nothing_found_is_said(self, client):
        assert "Aucun territoire de la région" in text_of(client.get("/territoires/?q=xyzxyz"))

    def test_departements_are_listed(self, client):
        groups = client.get("/territoires/").context["groups"]
        assert [len(group["places"]) for group in groups] == [5, 71]
