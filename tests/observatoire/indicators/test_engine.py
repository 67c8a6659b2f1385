"""The engine of the site: always the figures of this instant, never closed by one bad sheet."""

from __future__ import annotations

import pytest

from observatoire.indicators.feeds import light
from observatoire.indicators.queries.engine import engine, fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.fixture
def overlay(settings, tmp_path):
    settings.CATALOGUE_OVERLAY = tmp_path
    (tmp_path / "indicateurs").mkdir()
    return tmp_path / "indicateurs"


def test_the_same_engine_serves_until_something_changes(overlay):
    first, key = engine(), fingerprint()
    assert (engine(), fingerprint()) == (first, key)
    shipped = first.catalogue.indicators["TX_PAUV60"].path.read_text(encoding="utf-8")
    changed = shipped.replace("titre_court: Taux de pauvreté", "titre_court: Pauvreté")
    (overlay / "TX_PAUV60.yaml").write_text(changed, encoding="utf-8")
    assert engine().catalogue.indicators["TX_PAUV60"].short_title == "Pauvreté"
    assert fingerprint() != key


def test_a_broken_sheet_leaves_the_shipped_ones(client, overlay):
    (overlay / "TX_PAUV60.yaml").write_text("code: [TX_PAUV60", encoding="utf-8")
    assert engine().catalogue.indicators["TX_PAUV60"].short_title == "Taux de pauvreté"
    assert client.get("/tableaux-de-bord/pauvrete/").status_code == 200
    told = light()
    assert told.state == "panne"
    assert told.sentence.startswith("Les fiches changées sur le site ne sont plus lues. ")
    assert "TX_PAUV60.yaml" in told.sentence
