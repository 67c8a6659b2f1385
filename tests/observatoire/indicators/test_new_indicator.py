"""A new indicator of a known source is one YAML file: dashboard, page, search, API follow."""

from __future__ import annotations

import shutil

import pytest
import yaml

from observatoire.base.models import SearchEntry
from observatoire.indicators.actions import index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def one_more(settings, tmp_path):
    """The catalogue with one file added, and the dashboard that names it."""
    folder = tmp_path / "catalogue"
    shutil.copytree(settings.CATALOGUE, folder)
    described = yaml.safe_load((folder / "indicateurs" / "TX_PAUV60.yaml").read_text())
    described |= {"code": "TX_ESSAI", "titre": "Taux d’essai", "titre_court": "Taux d’essai"}
    text = yaml.safe_dump(described, allow_unicode=True)
    (folder / "indicateurs" / "TX_ESSAI.yaml").write_text(text, encoding="utf-8")
    board = yaml.safe_load((folder / "tableaux" / "pauvrete.yaml").read_text())
    board["sections"][0]["indicateurs"].append("TX_ESSAI")
    text = yaml.safe_dump(board, allow_unicode=True)
    (folder / "tableaux" / "pauvrete.yaml").write_text(text, encoding="utf-8")
    settings.CATALOGUE = folder
    return folder


def test_it_shows_everywhere(client, one_more):
    index_everything()
    assert b"Taux d\xe2\x80\x99essai" in client.get("/tableaux-de-bord/pauvrete/").content
    assert client.get("/indicateurs/TX_ESSAI/").context["headline"] == "Taux d’essai"
    assert client.get("/api/v1/indicateurs/TX_ESSAI").json()["titre"] == "Taux d’essai"
    found = SearchEntry.objects.readable_by().matching("essai")
    assert [entry.address for entry in found] == ["/indicateurs/TX_ESSAI/"]
