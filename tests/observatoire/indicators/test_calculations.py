"""What the open interface computes, and the reasons why it does not."""

import pytest

ADDRESS = "/api/v1/calculs"
COUNT = {"indicateur": "RSA_FOYERS", "niveau": "departement", "periode": "2019-12-31"}
RATE = {"indicateur": "TX_PAUV60", "niveau": "departement", "periode": "2020"}

MEDIANS = "2021"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def figures(published):
    """The real published figures."""


def asked(client, operation, **question):
    response = client.get(ADDRESS, {"operation": operation} | question)
    return response.status_code, response.json()


def test_a_sum_is_that_of_the_figures(client):
    told = client.get("/api/v1/observations", COUNT).json()["resultats"]
    code, found = asked(client, "somme", **COUNT)
    assert (code, found["valeur"]) == (200, sum(row["valeur"] for row in told))
    assert found["territoires"] == len(told) == 5


def test_rates_are_not_added_nor_averaged(client):
    code, found = asked(client, "somme", **RATE)
    assert code == 422
    assert found["erreur"].startswith("Un taux ne s’additionne pas")
    assert asked(client, "moyenne", **RATE)[1]["erreur"].startswith("La moyenne de taux n’est pas")


def test_the_mean_of_medians_is_refused(client):
    code, found = asked(
        client, "moyenne", **(RATE | {"indicateur": "NIV_VIE_MED", "periode": MEDIANS})
    )
    assert code == 422
    assert found["erreur"].startswith("La moyenne de médianes ou de quantiles")


def test_rates_are_ranked(client):
    code, found = asked(client, "rang", **RATE)
    assert (code, [row["territoire"] for row in found["resultats"]]) == (
        200,
        ["72", "49", "53", "44", "85"],
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"indicateur": "RIEN"}, 404), ({"territoire": "75"}, 404), ({"niveau": "planete"}, 422)],
)
def test_what_does_not_exist(client, changes, code):
    assert asked(client, "somme", **(COUNT | changes))[0] == code


class TestEvolution:
    """From one date to another, or the reason why it is not said."""

    asked = {"indicateur": "TX_PAUV60", "niveau": "departement", "territoire": "44"}

    def told(self, client, since, until, **changed):
        question = self.asked | changed | {"depuis": since, "periode": until}
        response = client.get("/api/v1/evolution", question)
        return response.status_code, response.json()

    def test_it_works(self, client):
        code, found = self.told(client, "2020", "2021")
        assert (code, found["avant"], found["valeur"], found["sens"]) == (200, 10.0, 10.5, "hausse")
        assert found["phrase"].replace("\u00a0", " ") == (
            "Le taux de pauvreté augmente de 0,5 point entre 2020 et 2021."
        )

    def test_across_a_break(self, client):
        code, found = self.told(client, "2018-12", "2019-12", indicateur="PPA_FOYERS")
        assert code == 422
        assert found["erreur"].startswith("Le nombre de foyers allocataires de la prime d’activité")
        assert "ne se compare pas entre décembre 2018 et décembre 2019" in found["erreur"].replace(
            "\u00a0", " "
        )

    def test_across_two_geographies(self, client):
        """No file here says what the communes of an EPCI were."""
        parc = {"indicateur": "LS_PARC", "niveau": "epci", "territoire": "244400404"}
        code, found = self.told(client, "2024-01-01", "2025-01-01", **parc)
        assert (code, found["erreur"]) == (
            422,
            "Les deux valeurs sont dans deux géographies (2024 et 2025) et le territoire a pu "
            "changer entre-temps : convertir d’abord.",
        )

    def test_a_date_without_figure(self, client):
        assert self.told(client, "1950", "2021") == (404, {"erreur": "Aucun chiffre pour 1950."})

    def test_an_unknown_indicator(self, client):
        assert self.told(client, "2020", "2021", indicateur="RIEN")[0] == 404
