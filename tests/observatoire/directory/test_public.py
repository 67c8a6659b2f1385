"""/annuaire/ and relays: institutions for all, holders for partners, nobody's address."""

from __future__ import annotations

import pytest

from observatoire.base.models import SearchEntry
from observatoire.directory.actions.groups import save_group, seat
from observatoire.directory.actions.institutions import save_institution
from observatoire.directory.actions.lists import prepare_relay, save_list
from observatoire.directory.actions.people import add_address
from observatoire.directory.models import (
    ContactList,
    Function,
    Group,
    Institution,
    RelayMessage,
    User,
)
from tests.observatoire.directory.people import function, holder, institution, parsed, person, texts

pytestmark = pytest.mark.django_db
EMAIL = "a@example.org"


@pytest.fixture
def service() -> Institution:
    """An institution with a public function, a hidden one, a mailbox and two seats."""
    holder(EMAIL)
    made = Institution.objects.get()
    hidden = function("fonction cachée", made)
    Function.objects.filter(pk=hidden.pk).update(is_public=False)
    add_address(by=None, owner=made, email="boite@example.org")
    for name, is_public in (("Groupe ouvert", True), ("Groupe discret", False)):
        group = save_group(by=None, group=Group(name=name, is_public=is_public))
        seat(by=None, group=group, owner=Function.objects.get(title="référent fictif"))
    return made


def partner() -> User:
    account = User.objects.create_user("partenaire@example.org")
    made = person("b@example.org", institution=institution("Autre service"))
    made.account = account
    made.save()
    return account


class TestAnInstitution:
    def test_a_visitor_reads_public_functions_and_groups(self, client, service):
        page = parsed(client.get(service.get_absolute_url()))
        assert texts(page, "main h1") == ["Service fictif"]
        assert texts(page, "section[aria-labelledby=fonctions] strong") == ["Référent fictif"]
        assert texts(page, "section[aria-labelledby=instances] strong") == ["Groupe ouvert"]

    def test_no_visitor_reads_a_name_nor_an_address(self, client, service):
        for address in (service.get_absolute_url(), "/annuaire/", "/recherche/?q=fictif"):
            page = client.get(address).content.decode()
            assert [word for word in ("Agent Fictif", "example.org@") if word in page] == []
            assert (EMAIL in page, "boite@example.org" in page) == (False, False)

    def test_nor_does_an_account_that_nobody_knows(self, client, service):
        client.force_login(User.objects.create_user("inconnu@example.org"))
        page = client.get(service.get_absolute_url()).content.decode()
        assert ("Agent Fictif" in page, "Groupe discret" in page) == (False, False)

    def test_a_partner_reads_who_holds_what_and_no_address(self, client, service):
        client.force_login(partner())
        response = client.get(service.get_absolute_url())
        page = parsed(response)
        assert texts(page, "section[aria-labelledby=fonctions] li") == [
            "Fonction cachée personne pour l’instant",
            "Référent fictif Agent Fictif",
        ]
        assert (EMAIL in response.content.decode()) is False

    def test_one_that_does_not_exist_is_missing(self, client, service):
        assert client.get("/annuaire/inconnue/").status_code == 404

    def test_one_that_is_closed_leaves_the_list_and_the_search(self, client, service):
        service.closed_on = "2026-01-01"
        save_institution(by=None, institution=service)
        assert texts(parsed(client.get("/annuaire/")), ".obs-empty p")[0] == (
            "L’annuaire est vide pour l’instant."
        )
        assert SearchEntry.objects.filter(kind="institution").count() == 0


class TestTheList:
    @pytest.mark.parametrize("number", [1, 3])
    def test_more_institutions_ask_no_more_of_the_database(
        self, client, django_assert_num_queries, number
    ):
        for one in range(number):
            institution(f"Service fictif {one}")
        client.get("/annuaire/")
        with django_assert_num_queries(4):
            page = parsed(client.get("/annuaire/"))
        assert len(texts(page, ".obs-institutions > li")) == number

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=ÉLOIGNÉ", ["Service éloigné"]),
            ("q=se", ["Service fictif SF", "Service éloigné"]),
            ("type=etat", ["Service fictif SF"]),
            ("type=inconnu", ["Service fictif SF", "Service éloigné"]),
            ("q=rien", []),
        ],
    )
    def test_it_is_searched_and_filtered(self, client, query, names):
        institution("Service fictif", acronym="SF", kind="etat")
        institution("Service éloigné")
        assert texts(parsed(client.get(f"/annuaire/?{query}")), "main h3") == names


class TestARelay:
    @pytest.fixture
    def message(self) -> RelayMessage:
        chosen = ContactList(name="Relais", kind="relais", purpose="evenements")
        chosen.relay = institution()
        save_list(by=None, chosen_list=chosen)
        made = RelayMessage(list=chosen, subject="Essai", text="Essai", target="/agenda/")
        return prepare_relay(by=None, message=made)

    def test_the_link_counts_and_leads_on(self, client, message):
        for _ in range(3):
            response = client.get(f"/relais/{message.token}/")
        assert (response.status_code, response.url) == (302, "/agenda/")
        assert response.cookies == {}
        message.refresh_from_db()
        assert message.opened == 3

    def test_a_look_without_reading_is_not_counted(self, client, message):
        client.head(f"/relais/{message.token}/")
        message.refresh_from_db()
        assert message.opened == 0

    def test_a_token_that_nobody_made_is_missing(self, client, message):
        assert client.get("/relais/inconnu/").status_code == 404

    @pytest.mark.parametrize("target", ["https://example.net/", "//example.net", "javascript:x"])
    def test_it_never_leads_elsewhere(self, client, message, target):
        RelayMessage.objects.update(target=target)
        assert client.get(f"/relais/{message.token}/").status_code == 404
