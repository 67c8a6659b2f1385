"""Two places made one: services follow, licences too, and it is undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from observatoire.food_aid.actions import doubles
from observatoire.food_aid.models import Double, Place, Service, Source, Stop, Structure
from observatoire.food_aid.queries import places

pytestmark = pytest.mark.django_db


def place(source: Source, key: str, kind: str, **more) -> Place:
    holder, _ = Structure.objects.get_or_create(name="Porteur")
    told = {"name": f"Lieu {key}", "slug": f"lieu-{key}", "structure": holder} | more
    made = Place.objects.create(source=source, source_key=key, is_food_aid=True, **told)
    Service.objects.create(place=made, kind=kind)
    return made


def pair(left: Place, right: Place) -> Double:
    return Double.objects.create(left=left, right=right, score=90)


def kinds(one: Place) -> list[str]:
    return sorted(one.services.values_list("kind", flat=True))


def test_services_and_halts_follow_and_come_back(source):
    left, right = place(source, "1", "colis"), place(source, "2", "repas", hours={"texte": "midi"})
    Service.objects.create(place=right, kind="colis")
    Stop.objects.create(place=right, order=1, name="Halte")
    found = doubles.join(by=None, double=pair(left, right))
    assert (kinds(left), left.stops.count(), right.services.count()) == (["colis", "repas"], 1, 2)
    doubles.take_back(by=None, double=found)
    assert (kinds(left), left.stops.count(), kinds(right)) == (["colis"], 0, ["colis", "repas"])


def test_what_changed_since_is_not_taken_back(source):
    left, right = place(source, "1", "colis"), place(source, "2", "repas", phone="02")
    found = doubles.join(by=None, double=pair(left, right))
    left.refresh_from_db()
    left.name, left.changed_at = "Nouveau nom", left.changed_at + timedelta(minutes=1)
    left.save()
    doubles.take_back(by=None, double=found)
    rows = Place.objects.kept().order_by("source_key").values_list("name", "phone")
    assert list(rows) == [("Nouveau nom", "02"), ("Lieu 2", "02")]


def test_what_one_hides_stays_hidden(source):
    secret = {"address": "7 rue Cachée", "hides_address": True, "visibility": "partenaires"}
    left, right = place(source, "1", "colis"), place(source, "2", "colis", **secret)
    found = doubles.join(by=None, double=pair(left, right))
    left.refresh_from_db()
    assert (left.hides_address, left.visibility) == (True, "partenaires")
    doubles.take_back(by=None, double=found)
    left.refresh_from_db()
    assert (left.hides_address, left.visibility, left.address) == (False, "public", "")


@pytest.mark.parametrize(
    ("licence", "own", "shared"),
    [
        (Source.Licence.OWN, ["Lieu 1"], []),
        (Source.Licence.SHARED, [], ["Lieu 1"]),
        (Source.Licence.RESERVED, [], []),
    ],
)
def test_a_place_follows_the_stricter_licence(source, licence, own, shared):
    other = Source.objects.create(slug="autre", name="Autre", licence=licence)
    left, right = place(source, "1", "colis"), place(other, "2", "repas")
    doubles.join(by=None, double=pair(left, right))
    given = [[one.name for one in places.given(one)] for one in ("etalab-2.0", "odbl")]
    assert given == [own, shared]
    assert places.licences() == [
        code for code, rows in zip(("etalab-2.0", "odbl"), given, strict=True) if rows
    ]
