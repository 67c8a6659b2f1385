"""The pages of the alerts: what each reader gets, how much it costs, what is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from observatoire.alerts.actions import judging, reporting, waves
from observatoire.alerts.models import Alert, Voice, Wave
from observatoire.base.actions import remember_searchable
from observatoire.base.registry import registry
from observatoire.directory.queries.rights import groups_of
from observatoire.portal.queries.search import find
from tests.observatoire.alerts.test_alerts import SEEN, given
from tests.observatoire.directory.signing import signed, texts

pytestmark = pytest.mark.django_db


def posted(**more) -> dict:
    return {
        "public": "familles",
        "difficulty": "se_nourrir",
        "territory": "",
        "since": "3",
        "extent": "dizaine",
        "seen": SEEN,
        "form_key": str(uuid4()),
    } | more


@pytest.fixture
def told(table) -> Alert:
    file = SimpleUploadedFile("note.txt", b"Vu sur le terrain")
    alert = reporting.report(by=table.member, given=given(file=file))
    return judging.sort(by=table.keeper, alert=alert, group=table.group)


def test_the_public_reads_counts_and_no_alert(table, told):
    page = Client().get("/alertes/")
    assert texts(page, ".obs-empty p")[0] == (
        "Trop peu d’alertes ont été triées en 2026 pour être comptées publiquement."
    )
    for _ in range(2):
        other = reporting.report(by=table.member, given=given())
        judging.sort(by=table.keeper, alert=other, group=table.group)
    page = Client().get("/alertes/")
    assert texts(page, ".obs-tally li") == ["Se nourrir 3", "Familles avec enfants 3"]
    assert SEEN not in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_costs_the_same_whatever_its_length(table, number):
    for _ in range(number):
        alert = reporting.report(by=table.member, given=given())
        judging.sort(by=table.keeper, alert=alert, group=table.group)
    browser = signed(table.pilot)
    browser.get("/alertes/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = browser.get("/alertes/")
    assert len(texts(page, ".obs-alert-line")) == number
    assert len(asked) == REGISTER_COST


REGISTER_COST = 12


def test_a_report_is_sent(table):
    browser = signed(table.member)
    answer = browser.post("/alertes/signaler/", posted(), follow=True)
    assert texts(answer, ".fr-alert") == ["Merci : l’alerte est reçue. Une réponse vous viendra."]
    assert texts(answer, ".obs-seen") == [SEEN]
    assert texts(answer, "[aria-current=step]") == ["Reçue"]


def test_a_report_that_may_name_somebody_asks_to_be_read_again(table):
    browser = signed(table.member)
    answer = browser.post("/alertes/signaler/", posted(seen="Mme Essai ne mange plus."))
    assert texts(answer, ".fr-error-text") == [
        "Ce texte contient peut-être un nom de personne (« Mme Essai »). Une alerte ne nomme "
        "aucune personne aidée. Récrire, ou cocher la case plus bas."
    ]
    assert Alert.objects.count() == 0
    again = posted(seen="Mme Essai ne mange plus.", names_nobody="on")
    assert browser.post("/alertes/signaler/", again).status_code == 302
    assert Alert.objects.get().seen == "Mme Essai ne mange plus."


def test_a_file_of_another_kind_is_refused(table):
    file = SimpleUploadedFile("note.exe", b"MZ")
    answer = signed(table.member).post("/alertes/signaler/", posted(file=file))
    assert texts(answer, ".fr-error-text") == ["Ce format n’est pas accepté : enregistrer en PDF."]


def test_who_reads_the_document(table, told):
    address = f"{told.get_absolute_url()}document/"
    given_to = [
        signed(one).get(address).status_code
        for one in (table.member, table.pilot, table.keeper, table.stranger)
    ]
    # The stranger is of the sender's institution, not of the group.
    assert given_to == [200, 200, 200, 200]
    Alert.objects.update(institution=table.ars)
    assert signed(table.stranger).get(address).status_code == 404
    answer = signed(table.pilot).get(address)
    assert (answer.content, answer["Content-Type"]) == (
        b"Vu sur le terrain",
        "application/octet-stream",
    )


def test_an_alert_that_is_not_sorted_is_between_its_sender_and_the_coordination(table):
    alert = reporting.report(by=table.member, given=given())
    address = alert.get_absolute_url()
    assert texts(signed(table.keeper).get(address), ".obs-seen") == [SEEN]
    assert signed(table.pilot).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/compte/connexion/")


def test_a_voice_is_given_from_the_page(table, told):
    address = f"{told.get_absolute_url()}avis/"
    answer = signed(table.pilot).post(address, {"sees": "oui", "note": "Ici aussi."}, follow=True)
    assert texts(answer, "#avis ~ ul li") == ["ARS : nous le voyons aussi Ici aussi."]
    refused = signed(table.pilot).post(address, {"sees": "oui", "note": "Au 02 40 00 00 00"})
    assert (refused.status_code, Voice.objects.get().note) == (400, "Ici aussi.")


@pytest.mark.parametrize("verb", ["trier", "repondre"])
def test_sorting_and_answering_are_for_the_coordination(table, told, verb):
    address = f"{told.get_absolute_url()}{verb}/"
    assert signed(table.pilot).post(address, {"note": "Merci."}).status_code == 403
    assert signed(table.stranger).post(address, {"note": "Merci."}).status_code == 403


@pytest.mark.parametrize("verb", ["examiner", "conclure", "rouvrir"])
def test_judging_is_for_the_pilots(table, told, verb):
    address = f"{told.get_absolute_url()}{verb}/"
    assert signed(table.member).post(address).status_code == 403


def test_a_pilot_examines_and_concludes(table, told):
    browser, root = signed(table.pilot), told.get_absolute_url()
    browser.post(f"{root}examiner/", {"note": "Le groupe le voit."})
    answer = browser.post(
        f"{root}conclure/", {"outcome": "confirmee", "note": "Partout."}, follow=True
    )
    assert texts(answer, "[aria-current=step]") == ["Conclue : confirmée"]
    page = browser.get("/alertes/annee/2026/")
    assert (
        dict(zip(texts(page, ".obs-outcomes dt"), texts(page, ".obs-outcomes dd"), strict=True))[
            "Confirmée"
        ]
        == "1"
    )
    assert browser.get("/alertes/annee/2019/").status_code == 404


def test_the_coordination_sorts_answers_and_joins(table, told):
    browser, root = signed(table.keeper), told.get_absolute_url()
    answer = browser.post(f"{root}repondre/", {"note": "Merci, noté."}, follow=True)
    assert texts(answer, ".obs-answer p")[0] == "Merci, noté."
    other = reporting.report(by=table.pilot, given=given())
    answer = browser.post(
        f"{other.get_absolute_url()}trier/", {"group": str(table.other.pk)}, follow=True
    )
    assert texts(answer, ".fr-alert") == ["Confiée à Groupe Logement."]
    answer = browser.post(
        f"{other.get_absolute_url()}reunir/", {"autre": str(told.pk)}, follow=True
    )
    assert texts(answer, ".fr-alert") == ["Les deux alertes sont réunies."]
    assert browser.post(f"{root}reunir/", {"autre": "rien"}).status_code == 404


def test_nothing_to_report_is_an_answer(table):
    wave = Wave.objects.create(title="Essai", opens_on="2026-03-01", closes_on="2026-04-01")
    browser = signed(table.member)
    answer = browser.post("/alertes/rien-a-signaler/", follow=True)
    assert texts(answer, ".obs-wave p") == [
        "Votre institution n’a rien à signaler. Si cela change avant le 1er avril 2026, signaler "
        "une alerte suffit."
    ]
    page = signed(table.keeper).get(wave.get_absolute_url())
    assert texts(page, ".obs-lead") == [
        "Du 1er mars 2026 au 1er avril 2026 : 1 institution a répondu, dont 1 n’a rien à signaler."
    ]
    wave.delete()
    assert browser.post("/alertes/rien-a-signaler/").status_code == 404


def test_a_wave_is_opened_by_the_coordination_alone(table):
    span = {"title": "Printemps", "opens_on": "2026-03-20", "closes_on": "2026-04-20"}
    assert signed(table.pilot).post("/alertes/vagues/", span).status_code == 403
    answer = signed(table.keeper).post("/alertes/vagues/", span, follow=True)
    assert texts(answer, ".fr-alert") == [
        "La vague est prête : les messages partent le premier jour."
    ]
    assert waves.send_due_waves() == 0


def test_the_export_says_codes_and_never_the_words(table, told):
    answer = signed(table.stranger).get("/alertes/alertes.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert (SEEN in lines[1], "Se nourrir" in lines[1]) == (False, True)


def test_the_search_finds_it_for_its_group_alone(table, told):
    for draft in registry.searchables["alertes"]():
        remember_searchable(draft)

    def found(groups) -> list[str]:
        return [
            one.title for one in find(words="familles", label="", page=None, groups=groups).page
        ]

    assert found(groups_of(table.pilot)) == [str(told)]
    assert found(groups_of(table.stranger)) == []
    assert found(frozenset()) == []
