"""The territories of the store come into the database, and stay the same rows."""

from __future__ import annotations

import pytest

from observatoire.base.models import SearchEntry, Territory, TerritoryBelonging
from observatoire.directory.models import AuditLine
from observatoire.indicators.actions import index_everything, load_territories_into_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_it_works():
    load_territories_into_database()
    rows = Territory.objects.filter(in_region=True)
    counts = {level: rows.filter(level=level).count() for level in ("commune", "epci", "region")}
    assert counts == {"commune": 1228, "epci": 71, "region": 1}
    assert list(AuditLine.objects.values_list("verb", "kind")) == [("charger", "territoires")]


def test_loading_again_changes_nothing():
    load_territories_into_database()
    before = sorted(Territory.objects.values_list("pk", "level", "code", "name"))
    links = TerritoryBelonging.objects.count()
    load_territories_into_database()
    assert sorted(Territory.objects.values_list("pk", "level", "code", "name")) == before
    assert TerritoryBelonging.objects.count() == links


def test_an_epci_of_two_departements_belongs_to_both():
    load_territories_into_database()
    place = Territory.objects.get(level="epci", code="244400552")
    parents = place.belongings.filter(parent__level="departement").order_by("parent__code")
    assert [(one.parent.code, one.whole) for one in parents] == [("44", False), ("49", False)]


def test_everything_is_found():
    load_territories_into_database()
    index_everything()
    found = SearchEntry.objects.readable_by().matching("taux de pauvreté")
    assert found[0].address == "/indicateurs/TX_PAUV60/"
    found = SearchEntry.objects.readable_by().matching("loire atlantique")
    assert found[0].address == "/territoires/departement/44/"
