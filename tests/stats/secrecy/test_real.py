"""On what is real: Insee's own secrets are kept as given; the communes of a region are masked."""

from __future__ import annotations

from collections import Counter

import pytest

from stats.catalogue import load_catalogue
from stats.secrecy.audit import audit
from stats.secrecy.protection import shield
from stats.secrecy.publication import secure
from stats.store import Store
from stats.territory import build_territories, load_territories
from tests.stats.secrecy.drawn import caf_like_table, release_of
from tests.stats.sources.conftest import REAL
from tests.stats.sources.official import Reading, needed


@needed
def test_the_statuses_of_filosofi_2019_are_kept_as_given(tmp_path):
    read = Reading("insee_filosofi", "filosofi/base-cc-filosofi-2019_CSV.zip")
    catalogue = load_catalogue(REAL)
    source = catalogue.sources["insee_filosofi"]
    secured = secure(read.table, source, catalogue, None, Store(tmp_path / "magasin"))
    counted = Counter(secured.table.column("statut").to_pylist())
    assert counted == Counter(read.table.column("statut").to_pylist())
    assert counted["secret_primaire"] > 0
    assert secured.masks == ()


@pytest.fixture(scope="module")
def territories(tmp_path_factory):
    store = tmp_path_factory.mktemp("magasin")
    build_territories(store, national=False)
    return load_territories(store)


def test_the_communes_of_the_region_under_two_hierarchies_that_cross(territories):
    """Four kinds of families and their sum, under EPCI, départements and region."""
    table, rules = caf_like_table(territories, "R52")
    found = shield(table, rules)
    assert table.value.shape[0] > 1300
    assert found.count("A") > 200
    # More than the heuristic of today hides would be a step back; it hides 439 of 6,565 cells.
    assert found.count("A") + found.count("D") < 500
    judged = audit([release_of(found)], rules, table)
    assert (judged.leaks, judged.is_proved) == ((), True)
