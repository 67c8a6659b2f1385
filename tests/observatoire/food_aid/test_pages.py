"""The pages of food aid: what each reader gets, imports and their undoing, remarks, secrets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.base.models import Generation
from observatoire.directory.rules import COORDINATION
from observatoire.food_aid.actions import doubles, intake, remarks
from observatoire.food_aid.actions.publishing import publish_indicators
from observatoire.food_aid.actions.refusal import Refused
from observatoire.food_aid.exchange import WRITERS, draft, service, write
from observatoire.food_aid.models import Double, Intake, Place, Remark, Source
from observatoire.food_aid.opening import read_osm
from observatoire.food_aid.queries.likeness import Known, compared, pairs
from tests.observatoire.directory.signing import account, signed

pytestmark = pytest.mark.django_db


def hours(text: str) -> dict:
    return read_osm(text)[0].as_record()


def lieu(number: int, **more) -> dict:
    told = {"latitude": 47.2 + number / 100, "longitude": -1.5, "hours": hours("Tu 09:00-12:00")}
    told |= {"services": [service(kind="colis", price="gratuit")]} | more
    return draft(key=str(number), name=f"Lieu {number}", structure="Porteur", **told)


def imported(source: Source, *rows: dict) -> Intake:
    content, _ = write(list(rows), "soliguide")
    made = intake.open_intake(by=None, source=source, name="lieux.json", data=content)
    intake.confirm_intake(by=None, intake=made)
    return made


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_or_three(
    client, source, number, django_assert_num_queries
):
    imported(source, *(lieu(n) for n in range(number)))
    client.get("/aide-alimentaire/")
    # places and services of the page, rounds drawn, whether some are made up, the menu
    with django_assert_num_queries(5):
        page = client.get("/aide-alimentaire/")
    text = page.content.decode()
    assert [f">Lieu {n}<" in text for n in range(number)] == [True] * number
    assert "no-store" in page["Cache-Control"]


def test_open_now_says_what_is_unknown(client, source):
    """The clock of the tests stands on a Tuesday morning."""
    imported(source, lieu(1), lieu(2, hours={}), lieu(3, hours=hours("We 09:00-12:00")))
    points = client.get("/aide-alimentaire/lieux.json").json()["lieux"]
    assert {row[0]: row[5] for row in points} == {
        "Lieu 1": "ouvert",
        "Lieu 2": "inconnu",
        "Lieu 3": "ferme",
    }
    page = text_of(client, "/aide-alimentaire/?ouvert=oui")
    assert ("1 lieu ouvert maintenant" in page, "1 autre lieu pourrait être" in page) == (
        True,
        True,
    )
    found = client.get("/aide-alimentaire/lieux.json?jour=mercredi&moment=matin").json()["lieux"]
    assert [row[0] for row in found] == ["Lieu 3"]


def test_a_hidden_address_never_leaves(client, source):
    imported(source, lieu(1, address="7 rue Cachée"))
    Place.objects.update(hides_address=True)
    Generation.advance()
    files = [f"/aide-alimentaire/donnees/etalab-2.0/{form}/" for form in WRITERS]
    pages = [Place.objects.get().get_absolute_url(), "/aide-alimentaire/", *files]
    texts = [text_of(client, one) for one in (*pages, "/aide-alimentaire/lieux.json")]
    assert [("rue Cachée" in text, "47.21" in text) for text in texts] == [(False, False)] * 9


def test_places_of_partners_are_absent_for_the_public(client, source):
    imported(source, lieu(1, visibility="partenaires"))
    address = Place.objects.get().get_absolute_url()
    assert client.get(address).status_code == 404
    assert client.get("/aide-alimentaire/lieux.json").json() == {"lieux": []}
    partner = signed(account("partenaire.essai@example.org"))
    assert "Lieu 1" in text_of(partner, address)


def test_reserved_or_invented_places_are_never_given(client, source):
    own, shared = (f"/aide-alimentaire/donnees/{one}/csv/" for one in ("etalab-2.0", "odbl"))
    imported(source, lieu(1))
    assert "Lieu 1" in text_of(client, own)
    Source.objects.update(licence=Source.Licence.SHARED)
    assert ("Lieu 1" in text_of(client, own), "Lieu 1" in text_of(client, shared)) == (False, True)
    Place.objects.update(is_synthetic=True)
    assert "Lieu 1" not in text_of(client, shared)
    with pytest.raises(Refused) as told:
        publish_indicators(by=None)
    assert str(told.value) == "Aucun lieu réel n’est recensé\u00a0: il n’y a rien à publier."


def test_an_import_is_taken_back_but_for_what_changed_since(source):
    first = imported(source, lieu(1))
    second = imported(source, lieu(1, phone="02 00"), lieu(2), lieu(3))
    changed = Place.objects.get(source_key="3")
    changed.changed_at += timedelta(minutes=5)
    changed.save()
    assert intake.undo_intake(by=None, intake=second) == (2, 1)
    rows = Place.objects.order_by("source_key").values_list("source_key", "phone")
    assert list(rows) == [("1", ""), ("3", "")]
    with pytest.raises(Refused):
        intake.confirm_intake(by=None, intake=first)


def test_a_keeper_deposits_a_file_confirms_it_and_takes_it_back(source):
    keeper = signed(account("coordination.essai@example.org", COORDINATION))
    file = SimpleUploadedFile("lieux.json", write([lieu(1)], "soliguide")[0])
    given = {"source": str(source.pk), "licence": "etalab-2.0", "file": file}
    page = keeper.post("/gestion/aide-alimentaire/deposer/", given, follow=True)
    assert "1 lieux nouveaux" in page.content.decode()
    address = f"/gestion/aide-alimentaire/imports/{Intake.objects.get().pk}/"
    keeper.post(f"{address}confirmer/")
    assert Place.objects.count() == 1
    keeper.post(f"{address}annuler/")
    assert Place.objects.count() == 0


def test_a_remark_waits_and_a_closing_kept_takes_the_place_away(client, source):
    imported(source, lieu(1))
    address = Place.objects.get().get_absolute_url()
    wrong = client.post(f"{address}signaler/", {"kind": "correction", "text": "", "email": ""})
    assert "Écrire ce qu’il faut corriger." in wrong.content.decode()
    client.post(f"{address}signaler/", {"kind": "fermeture"})
    found = Remark.objects.get()
    remarks.answer_remark(by=None, remark=found, is_right=True)
    assert client.get(address).status_code == 404
    with pytest.raises(Refused):
        remarks.answer_remark(by=None, remark=found, is_right=False)


def test_an_old_place_is_asked_then_confirmed_by_link_or_set_aside(client, source):
    imported(source, lieu(1, email="lieu.essai@example.org", updated="2025-01-01"))
    assert remarks.ask_old_places() == (1, 0)
    assert remarks.ask_old_places() == (0, 0)
    one = Place.objects.get()
    address = f"/aide-alimentaire/confirmer/{remarks.key_of(one)}/"
    assert "Lieu 1" in text_of(client, address)
    client.post(address, {"reponse": "juste"})
    one.refresh_from_db()
    assert (one.state, str(one.verified_on), one.asked_on) == ("active", "2026-03-17", None)
    assert client.get(address).status_code == 404  # a key serves once
    Place.objects.update(state=Place.State.ASKED, asked_on=date(2026, 1, 1))
    assert remarks.ask_old_places() == (0, 1)


def test_doubles_are_joined_and_taken_back(source):
    here = {"latitude": 47.2, "longitude": -1.5}
    imported(source, lieu(1, **here), lieu(2, **here, phone="02 11 22 33 44"))
    Place.objects.update(name="Épicerie du Marché", address="1 place du Marché")
    assert doubles.find_doubles(by=None) == 1
    pair = Double.objects.get()
    assert (pair.score, pair.reasons) == (
        90,
        ["même nom", "à 0\u00a0m l’un de l’autre", "même adresse"],
    )
    doubles.join(by=None, double=pair)
    assert [one.phone for one in Place.objects.kept()] == ["02 11 22 33 44"]
    assert [one.kind for one in Place.objects.kept().get().services.all()] == ["colis"]
    doubles.take_back(by=None, double=pair)
    assert sorted(one.phone for one in Place.objects.kept()) == ["", "02 11 22 33 44"]
    doubles.tell_apart(by=None, double=pair)
    assert doubles.find_doubles(by=None) == 0


def test_pairs_equal_a_comparison_of_all_with_all():
    places = [
        Known(n, f"Épicerie {n % 7}", f"{n % 5} rue", 47 + (n % 5) / 1000, -1.5, f"02{n % 4:08d}")
        for n in range(60)
    ]
    every = {
        (a.key, b.key, compared(a, b)[0])
        for n, a in enumerate(places)
        for b in places[n + 1 :]
        if compared(a, b)[0] >= 60
    }
    assert {(one.left, one.right, one.score) for one in pairs(places)} == every
