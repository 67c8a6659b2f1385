"""One permanent address per number: value, revisions, errata, how to cite; for people, machines."""

import pytest

from observatoire.indicators.models import Erratum
from stats.releases.number import address
from tests.observatoire.indicators.test_pages import text_of

pytestmark = pytest.mark.django_db
VENDEE = ("TX_CHOM", "departement", "85", "2024-T4")
CURRENT = "/donnees/n/TX_CHOM/departement/85/2024-T4/"


@pytest.fixture(autouse=True)
def figures(published):
    """The real published figures."""


def test_the_address_is_made_of_what_the_number_is():
    assert (address(VENDEE), address(VENDEE, 1)) == (CURRENT, f"{CURRENT}1/")


def test_an_address_holds_no_stroke():
    with pytest.raises(ValueError, match="n’a pas d’adresse"):
        address(("TX_CHOM", "departement", "85/..", "2024"))


def test_a_revision_is_seen_with_both_values(client):
    response = client.get(CURRENT)
    context = response.context
    assert context["value"].replace("\u00a0", " ") == "5,4 %"
    assert context["corrections"] == [
        "5,3\u00a0% (édition T4 2024) devient 5,4\u00a0% (édition T3 2025)."
    ]
    assert [(line.number, line.value, line.is_current) for line in context["lines"]] == [
        (2, "5,4\u00a0%", True),
        (1, "5,3\u00a0%", False),
    ]
    assert "Cette valeur a été remplacée" not in text_of(response)


def test_an_old_revision_stays_readable_and_says_so(client):
    response = client.get(f"{CURRENT}1/")
    assert response.context["value"].replace("\u00a0", " ") == "5,3 %"
    assert "Cette valeur a été remplacée" in text_of(response)


def test_an_erratum_is_shown(client):
    Erratum.objects.create(
        title="Une coquille", body="5,3 % au lieu de 5,4 %.", indicator="TX_CHOM"
    )
    Erratum.objects.create(title="Ailleurs", body="…", indicator="TX_CHOM", territory="44")
    assert [one.title for one in client.get(CURRENT).context["errata"]] == ["Une coquille"]


@pytest.mark.parametrize("asked", [{"query": "?format=json"}, {"accept": "application/json"}])
def test_a_machine_gets_the_same_number(client, asked):
    headers = {"accept": asked["accept"]} if "accept" in asked else {}
    record = client.get(CURRENT + asked.get("query", ""), headers=headers).json()
    assert (record["valeur"], record["revision"], record["courante"]) == (5.4, 2, True)
    assert record["adresse"] == f"http://testserver{CURRENT}"
    assert [(one["revision"], one["valeur"]) for one in record["revisions"]] == [(2, 5.4), (1, 5.3)]


def test_how_to_cite_names_the_revision(client):
    cite = client.get(f"{CURRENT}1/").context["cite"].replace("\u00a0", " ")
    assert cite.startswith("Insee, taux de chômage localisés T4 2024, via le-kiosque.org, édition")
    assert cite.endswith(f"http://testserver{CURRENT}1/")
    assert "5,3 % (révision 1)" in cite


def test_what_cannot_be_done_with_it_is_said(client):
    allowed = {row[0]: row[1] for row in client.get(CURRENT).context["allowed"]}
    assert allowed["L’additionner"].startswith("Un taux ne s’additionne pas")
    assert allowed["Le classer"] == "Oui."


def test_no_interval_where_none_is_declared(client):
    facts = dict(client.get(CURRENT).context["facts"])
    assert facts["Intervalle"].startswith("Le producteur estime cette valeur")
    facts = dict(client.get("/donnees/n/SUREND_DOSSIERS/departement/49/2023/").context["facts"])
    assert facts["Intervalle"] == (
        "de 1\u202f065 à 1\u202f198, à 95\u00a0% (loi de Poisson, limites exactes)"
    )


class TestAbsent:
    def test_a_period_without_figure_offers_the_others(self, client):
        response = client.get("/donnees/n/TX_CHOM/departement/85/1950/")
        assert response.status_code == 404
        assert ("2024-T4", CURRENT) in response.context["near"]

    def test_a_revision_that_never_was(self, client):
        response = client.get(f"{CURRENT}9/")
        assert (response.status_code, "Aucun chiffre" in text_of(response)) == (404, True)

    def test_a_machine_is_told_too(self, client):
        response = client.get(f"{CURRENT}9/?format=json")
        assert response.status_code == 404
        assert response.json() == {"erreur": "Aucun chiffre n’est publié à cette adresse."}

    def test_an_unknown_indicator(self, client):
        assert client.get("/donnees/n/RIEN/departement/85/2024/").status_code == 404


def test_it_asks_the_database_little(client, django_assert_num_queries):
    client.get(CURRENT)
    with django_assert_num_queries(2):  # the sections of the menu, the errata
        client.get(CURRENT)
