"""A doubtful figure waits for a person's word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from observatoire.indicators.actions.imports import Refused, publish_import
from observatoire.indicators.actions.releases import prepare_release
from observatoire.indicators.actions.waivers import waive_doubt
from observatoire.indicators.models import Waiver
from tests.observatoire.indicators.deposits import csv_text, parsed, person, read, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(store):
    return person("publie@example.org", "publish_import")


@pytest.fixture
def imported(publisher):
    """53 instead of 10.2: no bound is broken, but it jumps."""
    return read(publisher, csv_text({"44": 53.0, "49": 11.5}, "2022"))


def test_the_reading_tells_the_doubt(imported):
    (group,) = imported.report["doutes"]
    assert (group["groupe"], group["nombre"]) == ("saut:TX_PAUV60", 1)


def test_it_is_not_published_before_a_word(publisher, imported):
    with pytest.raises(Refused, match="lever chaque doute"):
        publish_import(by=publisher, imported=imported)
    waive_doubt(
        by=publisher, imported=imported, doubt="saut:TX_PAUV60", word="Nouvelle méthode de calcul."
    )
    assert publish_import(by=publisher, imported=imported).state == "publie"


def test_it_is_not_prepared_for_an_hour_either(publisher, imported, fixed_clock):
    due = timezone.now() + timedelta(hours=1)
    with pytest.raises(Refused, match="lever chaque doute"):
        prepare_release(by=publisher, title="T", due_at=due, imports=[imported])


@pytest.mark.parametrize(
    ("doubt", "word", "reason"),
    [
        ("saut:TX_PAUV60", "ok", "Dire en quelques mots"),
        ("saut:AUTRE", "Une vraie raison.", "n’est plus à lever"),
    ],
)
def test_what_is_refused(publisher, imported, doubt, word, reason):
    with pytest.raises(Refused, match=reason):
        waive_doubt(by=publisher, imported=imported, doubt=doubt, word=word)
    assert Waiver.objects.count() == 0


def test_on_the_screen(client, publisher, imported):
    client.force_login(publisher)
    page = parsed(client.get(imported.get_absolute_url()))
    assert texts(page, "#doutes") == ["À regarder avant de publier"]
    address = f"{imported.get_absolute_url()}doutes/"
    client.post(address, {"doute": "saut:TX_PAUV60", "mot": "Vérifié avec le producteur."})
    waiver = Waiver.objects.get()
    assert (waiver.by, waiver.word) == (publisher, "Vérifié avec le producteur.")
    (told,) = client.get(imported.get_absolute_url()).context["doubts"]
    assert told["waiver"] == waiver


def test_who_does_not_publish_lets_nothing_through(client, store):
    depositor = person("depose@example.org")
    imported = read(depositor, csv_text({"44": 53.0}, "2022"))
    client.force_login(depositor)
    client.post(
        f"{imported.get_absolute_url()}doutes/", {"doute": "saut:TX_PAUV60", "mot": "Une raison."}
    )
    assert Waiver.objects.count() == 0


def test_someone_elses_deposit_is_not_there(client, imported):
    client.force_login(person("autre@example.org"))
    assert client.post(f"{imported.get_absolute_url()}doutes/", {}).status_code == 404
