"""A deposit whose source nobody chose is known by the names of its files, or asks."""

from __future__ import annotations

import pytest

from observatoire.indicators.models import Import
from tests.observatoire.indicators.deposits import csv_text, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
ADDRESS = "/gestion/chiffres/deposer/"
NEW = csv_text({"44": 30.1, "85": 20.2})


@pytest.fixture
def member_client(client, member):
    client.force_login(member)
    return client


def test_a_source_is_known_by_the_names_of_its_files(member_client):
    files = [upload(NEW, "FILO2019_DISP_DEP.csv"), upload(NEW, "FILO2019_DISP_REG.csv")]
    member_client.post(ADDRESS, {"source": "", "files": files})
    assert Import.objects.get().source == "insee_filosofi"


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (
            ["taux.csv"],
            "Un fichier n’est pas reconnu à son nom\u00a0: choisir sa source dans la liste.",
        ),
        (
            ["FILO2019_DISP_DEP.csv", "data_CAF_2018_IRIS.csv"],
            "Ces fichiers viennent de plusieurs sources\u00a0: un dépôt pour chacune.",
        ),
    ],
)
def test_a_name_that_says_too_little_asks(member_client, names, sentence):
    given = {"source": "", "files": [upload(NEW, name) for name in names]}
    form = member_client.post(ADDRESS, given).context["form"]
    assert (form.errors["source"], Import.objects.count()) == ([sentence], 0)
