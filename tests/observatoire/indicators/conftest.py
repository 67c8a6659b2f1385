"""The real published figures, in a store of the tests' own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from observatoire.indicators.queries.engine import engine
from stats.catalogue import load_catalogue
from stats.derivation import publish_derived
from stats.sources import read
from stats.store import Store
from stats.territory import build_territories
from tests.observatoire.indicators.deposits import own_store, person


@pytest.fixture(scope="session")
def published() -> Path:
    """Territories of the region and the figures of the catalogue, published once a process."""
    store = Path(settings.STORE)
    if not (store / "territoires").exists():
        build_territories(store, national=False)
        observations, report = read("chiffres", [], load_catalogue(settings.CATALOGUE))
        assert report.sound
        Store(store).publish(observations, source="chiffres")
        publish_derived(Store(store), load_catalogue(settings.CATALOGUE))
    return store


@pytest.fixture
def now(published):
    """The engine as the site sees it."""
    return engine()


@pytest.fixture
def store(published, settings, tmp_path) -> Path:
    """A copy of that store, and an empty overlay of the catalogue, for a test that writes."""
    settings.STORE = own_store(published, tmp_path / "magasin")
    settings.CATALOGUE_OVERLAY = tmp_path / "calque" / "catalogue"
    settings.MEDIA_ROOT = str(tmp_path / "fichiers")
    return settings.STORE


@pytest.fixture
def coordinator(db):
    return person("coordination.essai@example.org", "publish_import", "change_catalogue")


@pytest.fixture
def member(db):
    """Enters the administration, publishes nothing."""
    return person("membre@example.org")
