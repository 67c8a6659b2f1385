"""/mes-donnees/: what one reads of oneself, chooses, takes away, and has erased."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail

from observatoire.base.registry import registry
from observatoire.directory.actions.links import (
    choices_address,
    personal_address,
    send_personal_link,
)
from observatoire.directory.models import Address, ConsentLine, Person, Tombstone, User
from observatoire.directory.queries.consent import may_receive
from observatoire.directory.queries.links import name_of_address
from tests.observatoire.directory.people import holder, parsed, person, texts

pytestmark = pytest.mark.django_db
EMAIL = "a@example.org"


def whole(email: str = EMAIL) -> str:
    """The path of someone's own page."""
    return "/" + personal_address(name_of_address(email)).split("/", 3)[3]


def choices(email: str = EMAIL) -> str:
    return "/" + choices_address(email).split("/", 3)[3]


class TestAsking:
    def test_known_or_not_the_answer_is_the_same(self, client):
        person()
        known = client.post("/mes-donnees/", {"email": EMAIL})
        unknown = client.post("/mes-donnees/", {"email": "inconnu@example.org"})
        assert texts(parsed(known), "main h1") == ["Regardez votre messagerie"]
        assert texts(parsed(known), "main p") == texts(parsed(unknown), "main p")

    def test_the_link_is_sent_to_the_address_itself(self, client):
        person()
        assert send_personal_link(name=name_of_address(EMAIL.upper())) == 1
        [message] = mail.outbox
        assert message.to == [EMAIL]
        assert message.extra_headers == {"X-Observatoire-Nature": "code"}
        link = next(line for line in message.body.splitlines() if "/mes-donnees/" in line)
        page = parsed(client.get("/" + link.split("/", 3)[3]))
        assert texts(page, "main h1") == ["Vos données"]

    def test_nothing_is_sent_to_someone_unknown(self):
        assert send_personal_link(name=name_of_address("inconnu@example.org")) == 0
        assert mail.outbox == []

    def test_a_wrong_address_is_said_in_french(self, client):
        page = parsed(client.post("/mes-donnees/", {"email": "sans arobase"}))
        assert texts(page, ".fr-error-text") == [
            "Écrire l’adresse en entier, par exemple nom@domaine.fr."
        ]

    def test_neither_name_nor_address_is_in_the_link(self):
        person()
        assert "example" not in whole()
        assert "ZXhhbXBsZQ" not in whole()


class TestThePage:
    def test_it_shows_what_is_held(self, client):
        holder(phone="+33 2 40 00 00 00")
        page = parsed(client.get(whole()))
        assert texts(page, "section[aria-labelledby=garde] h3") == [
            "Annuaire",
            "Adresses",
            "Registre des accords",
        ]
        held = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
        assert held["Téléphone"] == "+33 2 40 00 00 00"
        assert held["Dernier signe"] == "17 mars 2026, 09:00"
        assert held["Fonctions"] == "référent fictif, Service fictif (depuis le 17/03/2026)"

    @pytest.mark.parametrize("token", ["faux", "a:1", "", "é"])
    def test_a_false_link_opens_nothing(self, client, token):
        person()
        response = client.get(f"/mes-donnees/{token or 'x'}/")
        assert response.status_code == 404
        assert texts(parsed(response), "main h1") == ["Ce lien n’ouvre plus rien"]

    def test_a_day_later_it_opens_nothing(self, client, fixed_clock):
        person()
        address = whole()
        fixed_clock.shift(timedelta(hours=24, seconds=1))
        assert client.get(address).status_code == 404

    def test_the_link_of_letters_shows_choices_alone(self, client):
        person()
        page = parsed(client.get(choices()))
        assert texts(page, "main h2") == ["Ce que vous recevez"]
        assert EMAIL not in str(page.select_one("main"))

    @pytest.mark.parametrize("below", ["emporter/", "effacer/"])
    def test_the_link_of_letters_neither_exports_nor_erases(self, client, below):
        person()
        assert client.get(choices() + below).status_code == 404
        assert client.post(choices() + below).status_code == 404
        assert Person.objects.count() == 1

    def test_nothing_of_it_is_kept_by_caches(self, client):
        person()
        assert "no-store" in client.get(whole())["Cache-Control"]

    def test_the_account_leads_to_it(self, client):
        account = User.objects.create_user("compte@example.org", "mot-de-passe-d-essai")
        client.force_login(account)
        page = parsed(client.get("/mes-donnees/moi/", follow=True))
        assert texts(page, "section[aria-labelledby=garde] h3") == ["Comptes"]


class TestChoices:
    def test_each_box_writes_one_line_of_the_ledger(self, client):
        holder()
        client.post(whole() + "choix/", {"instances": "on", "evenements": "on"})
        subject = Person.objects.get().pk
        lines = ConsentLine.objects.filter(subject=subject, source="page personnelle")
        assert list(lines.values_list("purpose", "decision")) == [
            ("lettre", "opposition"),
            ("evenements", "accord"),
        ]
        wanted = {"instances": True, "lettre": False, "evenements": True, "alertes": False}
        assert {key: may_receive(email=EMAIL, purpose=key) for key in wanted} == wanted

    def test_said_again_it_writes_nothing(self, client):
        holder()
        for _ in range(3):
            client.post(choices() + "choix/", {"instances": "on", "lettre": "on", "alertes": "on"})
        assert ConsentLine.objects.filter(source="page personnelle").count() == 1

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_following_the_links_changes_nothing(self, client, method):
        holder()
        before = list(ConsentLine.objects.values())
        for below in ("", "choix/", "emporter/", "effacer/"):
            getattr(client, method)(whole() + below)
        assert (list(ConsentLine.objects.values()), Person.objects.count()) == (before, 1)


class TestExport:
    def test_it_holds_what_the_page_shows(self, client):
        holder()
        response = client.get(whole() + "emporter/")
        assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
        given = json.loads(response.content)
        assert given["adresses"] == [EMAIL]
        assert [part["label"] for part in given["parties"]] == [
            "Annuaire",
            "Adresses",
            "Registre des accords",
        ]


class TestErasure:
    def test_everything_goes_and_a_last_message_says_so(
        self, client, django_capture_on_commit_callbacks
    ):
        holder()
        User.objects.create_user(EMAIL, "mot-de-passe-d-essai")
        address = whole()
        with django_capture_on_commit_callbacks(execute=True):
            page = parsed(client.post(address + "effacer/"))
        assert texts(page, "main h1") == ["Vos données sont effacées"]
        left = (Person.objects.count(), Address.objects.count(), User.objects.count())
        assert left == (0, 0, 0)
        assert Tombstone.objects.count() == 1
        assert [message.to for message in mail.outbox] == [[EMAIL]]
        assert client.get(address).status_code == 404

    def test_asking_alone_erases_nothing(self, client):
        person()
        page = parsed(client.get(whole() + "effacer/"))
        assert texts(page, "main h1") == ["Faire effacer vos données ?"]
        assert Person.objects.count() == 1

    def test_the_last_administrator_stays(self, client):
        User.objects.create_superuser(EMAIL, "mot-de-passe-d-essai")
        page = parsed(client.post(whole() + "effacer/"))
        assert texts(page, ".fr-alert--error") == [
            "Ce compte est le dernier à administrer la plateforme : en nommer un autre d’abord."
        ]
        assert User.objects.count() == 1

    def test_archives_lose_the_name_and_keep_the_function(self, client, monkeypatch):
        asked = []
        monkeypatch.setattr(
            registry,
            "archives",
            {"essai": lambda names, function: asked.append((names, function)) or 2},
        )
        holder()
        client.post(whole() + "effacer/")
        [(names, replacement)] = asked
        assert replacement == "référent fictif, Service fictif"
        assert names == (
            "Monsieur Fictif",
            "Madame Fictif",
            "Agent Fictif",
            "Fictif Agent",
            "Mme Fictif",
            "A. Fictif",
            "M. Fictif",
            "Mr Fictif",
        )
