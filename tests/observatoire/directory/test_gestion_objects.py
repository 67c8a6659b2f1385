"""/gestion/annuaire/: successions, institutions, groups, lists, imports, duplicates, privacy."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from observatoire.base.registry import registry
from observatoire.directory.actions.groups import save_group, seat
from observatoire.directory.actions.lists import save_list
from observatoire.directory.actions.successions import report_dead_address
from observatoire.directory.models import (
    Address,
    ContactImport,
    ContactList,
    Function,
    Group,
    Holding,
    Institution,
    LegalText,
    Membership,
    Merge,
    Person,
    PurgeReport,
    RelayMessage,
    Succession,
)
from tests.observatoire.directory.people import (
    function,
    holder,
    institution,
    parsed,
    person,
    said,
    shown,
    texts,
)

pytestmark = pytest.mark.django_db
ROOT = "/gestion/annuaire/"


class TestSuccessions:
    @pytest.fixture
    def succession(self, signed) -> Succession:
        holder("a@example.org")
        person("collegue@example.org", institution=Institution.objects.get())
        report_dead_address(by=None, email="A@example.org", reason="essai")
        report_dead_address(by=None, email="a@example.org", reason="essai")
        return Succession.objects.get()

    def test_it_is_on_the_desk(self, succession, keeper):
        [todo] = registry.todos["annuaire"](person=keeper)
        assert (todo.title, todo.action) == ("référent fictif, Service fictif", "Demander")

    def test_the_message_is_ready_names_nobody_and_leaves(
        self, signed, succession, django_capture_on_commit_callbacks
    ):
        page = shown(signed, succession.get_absolute_url())
        ready = {
            "to": page.select_one("[name=to]")["value"],
            "subject": page.select_one("[name=subject]")["value"],
            "text": page.select_one("[name=text]").text,
        }
        with django_capture_on_commit_callbacks(execute=True):
            signed.post(succession.get_absolute_url(), ready)
        [message] = mail.outbox
        assert message.to == ["collegue@example.org"]
        assert ("référent fictif" in message.body, "Agent Fictif" in message.body) == (True, False)
        succession.refresh_from_db()
        assert succession.asked_at is not None

    def test_a_line_break_in_the_subject_adds_no_header(
        self, signed, succession, django_capture_on_commit_callbacks
    ):
        given = {"to": "x@example.org", "subject": "a\r\nBcc: y@example.org", "text": "z"}
        with django_capture_on_commit_callbacks(execute=True):
            signed.post(succession.get_absolute_url(), given)
        assert [message.bcc for message in mail.outbox] == [[]]

    def test_who_comes_after_takes_the_function(self, signed, succession):
        given = {"last_name": "Suivante", "first_name": "Zoé", "email": "b@example.org"}
        signed.post(f"{succession.get_absolute_url()}nommer/", given)
        made = Person.objects.get(last_name="Suivante")
        current = Holding.objects.current().get()
        assert (current.person, current.function.title) == (made, "référent fictif")
        succession.refresh_from_db()
        assert succession.closed_at is not None

    def test_a_mailbox_of_an_institution_may_die_too(self, signed):
        here = institution("Ailleurs")
        Address.objects.create(email="boite@example.org", institution=here)
        report_dead_address(by=None, email="boite@example.org", reason="essai")
        page = shown(signed, f"{ROOT}successions/")
        assert texts(page, ".obs-object") == ["Contact de l’institution"]
        address = Succession.objects.get().get_absolute_url()
        assert texts(shown(signed, address), "h1") == ["Contact de l’institution"]

    def test_it_may_be_closed_without_more(self, signed, succession):
        assert said(signed, f"{succession.get_absolute_url()}classer/") == [
            "La succession est classée sans suite."
        ]


class TestInstitutionsAndGroups:
    def test_an_institution_is_added_with_its_domains(self, signed):
        given = {"name": "Service neuf", "kind": "etat", "domains": "a.example.org, @B.example.org"}
        signed.post(f"{ROOT}institutions/ajouter/", given)
        made = Institution.objects.get()
        assert (made.slug, [one.name for one in made.domains.all()]) == (
            "service-neuf",
            ["a.example.org", "b.example.org"],
        )

    def test_it_is_not_below_itself(self, signed):
        above = institution("Dessus")
        below = institution("Dessous", parent=above)
        given = {"name": "Dessus", "kind": "etat", "parent": below.pk}
        page = parsed(signed.post(f"{ROOT}institutions/{above.pk}/modifier/", given))
        assert texts(page, ".obs-note--wrong") == [
            "Une institution ne peut être rattachée à l’une de celles qui sont sous elle."
        ]

    def test_its_page_says_since_when_it_is_silent(self, signed):
        page = shown(signed, f"{ROOT}institutions/{institution().pk}/")
        assert texts(page, ".obs-head .obs-meta") == ["Jamais entendue"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_more_institutions_ask_no_more(self, signed, django_assert_num_queries, number):
        for one in range(number):
            function(within=institution(f"Service {one}"))
        signed.get(f"{ROOT}institutions/")
        with django_assert_num_queries(10):
            page = shown(signed, f"{ROOT}institutions/")
        assert len(texts(page, "tbody tr")) == number

    def test_a_seat_is_of_a_function_or_of_a_person(self, signed):
        made = holder()
        group = save_group(by=None, group=Group(name="Groupe fictif"))
        given = {"function": Function.objects.get().pk, "person": made.pk, "role": "membre"}
        page = parsed(signed.post(f"{group.get_absolute_url()}siege/", given))
        assert texts(page, ".obs-note--wrong") == [
            "Choisir une fonction ou une personne : l’une des deux."
        ]
        signed.post(f"{group.get_absolute_url()}siege/", given | {"person": ""})
        assert Membership.objects.get().function == Function.objects.get()

    def test_a_seat_is_given_back_and_stays_in_the_history(self, signed):
        group = save_group(by=None, group=Group(name="Groupe fictif"))
        given = seat(by=None, group=group, owner=holder())
        said(signed, f"{ROOT}sieges/{given.pk}/quitter/")
        page = shown(signed, group.get_absolute_url())
        assert texts(page, "#anciens") == ["Sièges rendus"]


class TestListsAndRelays:
    def test_a_filter_is_saved_with_what_it_asks(self, signed):
        given = {"name": "État", "purpose": "lettre", "kinds": ["etat"], "function": "référent"}
        signed.post(f"{ROOT}listes/ajouter/filtre/", given)
        assert ContactList.objects.get().criteria == {"kinds": ["etat"], "function": "référent"}

    def test_its_page_says_who_and_why_not(self, signed):
        holder()
        person("b@example.org")
        made = ContactList(name="Tous", kind="filtre", purpose="lettre")
        save_list(by=None, chosen_list=made)
        page = shown(signed, made.get_absolute_url())
        tallies = dict(zip(texts(page, "dt"), texts(page, "dd"), strict=True))
        assert tallies == {"Candidats": "2", "Recevront": "1", "Aucun accord donné": "1"}

    def test_a_relay_message_has_its_link_and_its_counts(self, signed):
        made = ContactList(name="R", kind="relais", purpose="lettre", relay=institution())
        save_list(by=None, chosen_list=made)
        given = {"subject": "Essai", "text": "Voir", "target": "https://example.net/"}
        page = parsed(signed.post(f"{made.get_absolute_url()}relais/", given))
        assert RelayMessage.objects.count() == 0
        assert texts(page, ".error-message") == ["Donner une page du site, qui commence par /."]
        signed.post(f"{made.get_absolute_url()}relais/", given | {"target": "/agenda/"})
        message = RelayMessage.objects.get()
        said(signed, f"{ROOT}relais/{message.pk}/declarer/", number="3000")
        page = shown(signed, made.get_absolute_url())
        assert f"/relais/{message.token}/" in page.select_one("textarea").text
        assert texts(page, "dd") == ["0", "3 000"]


class TestImportsAndDuplicates:
    FILE = "Nom;Prénom;Courriel\nFictif;Agent;a@example.org\n"

    def test_from_the_file_to_the_directory_and_back(self, signed):
        file = SimpleUploadedFile("a.csv", self.FILE.encode())
        given = {"file": file, "source": "essai"}
        page = parsed(signed.post(f"{ROOT}imports/deposer/", given, follow=True))
        assert texts(page, "tbody option[selected]") == ["Nom", "Prénom", "Adresse électronique"]
        made = ContactImport.objects.get()
        columns = {"colonne0": "last_name", "colonne1": "first_name", "colonne2": "email"}
        page = parsed(signed.post(f"{made.get_absolute_url()}colonnes/", columns, follow=True))
        assert texts(page, ".obs-tally") == ["Nouvelle 1".replace(" ", "")]
        said(signed, f"{made.get_absolute_url()}prendre/")
        assert Person.objects.get().addresses.get().email == "a@example.org"
        said(signed, f"{made.get_absolute_url()}annuler/")
        assert Person.objects.count() == 0

    def test_an_unknown_verb_is_missing(self, signed, keeper):
        made = ContactImport.objects.create(name="a.csv", by=keeper)
        assert signed.post(f"{made.get_absolute_url()}inventer/").status_code == 404

    def test_two_rows_are_compared_joined_and_parted(self, signed):
        one, other = person("a@example.org"), person("b@example.org", last_name="FICTIF")
        assert texts(shown(signed, f"{ROOT}doublons/"), ".obs-lines .obs-meta")[1] == "même nom"
        compare = f"{ROOT}doublons/{one.pk}/{other.pk}/"
        assert texts(shown(signed, compare), ".obs-differs th") == [
            "Nom (diffère)",
            "Adresses (diffère)",
        ]
        signed.post(compare, {"garder": str(other.pk)})
        assert Person.objects.present().get() == other
        assert signed.get(one.get_absolute_url()).url == other.get_absolute_url()
        said(signed, f"{ROOT}reunions/{Merge.objects.get().pk}/defaire/")
        assert Person.objects.present().count() == 2

    def test_two_people_are_said_to_be_two(self, signed):
        one, other = person("a@example.org"), person("b@example.org")
        said(signed, f"{ROOT}doublons/{one.pk}/{other.pk}/distinguer/")
        page = shown(signed, f"{ROOT}doublons/")
        assert texts(page, ".obs-empty h2") == ["Aucun doublon en vue"]


class TestPersonalData:
    ADDRESS = f"{ROOT}donnees-personnelles/"

    def test_the_register_has_a_line_for_each_declaration(self, signed):
        page = shown(signed, f"{self.ADDRESS}registre/")
        declared = [entry.label for entry in registry.personal.values()]
        assert texts(page, "article h3")[4:] == declared

    def test_it_is_taken_away_as_a_file(self, signed):
        response = signed.get(f"{self.ADDRESS}registre/?format=csv")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 1 + 4 + len(registry.personal)
        assert {row[6] for row in rows[1:]} == {"DREETS des Pays de la Loire"}

    def test_a_new_text_leaves_the_former_one(self, signed):
        given = {"basis": "consentement", "text": "Nouveau texte", "since": "2026-03-17"}
        signed.post(f"{self.ADDRESS}textes/lettre/", given)
        versions = LegalText.objects.filter(purpose="lettre").values_list("version", "basis")
        assert list(versions) == [(2, "consentement"), (1, "mission")]

    def test_a_purge_asked_for_leaves_its_report(self, signed, keeper):
        told = said(signed, f"{self.ADDRESS}purger/")
        assert told == ["La purge est faite : voici son compte rendu."]
        assert PurgeReport.objects.get().actor == keeper
