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
