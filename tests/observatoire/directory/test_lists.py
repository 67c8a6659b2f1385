"""Whom a list writes to: everyone asked for is prepared, or left out with the reason."""

from __future__ import annotations

import pytest

from observatoire.base.models import Territory, TerritoryBelonging
from observatoire.directory.actions.consent import decide, note_bases
from observatoire.directory.actions.groups import save_group, seat
from observatoire.directory.actions.lists import put_in, save_list
from observatoire.directory.actions.people import add_address
from observatoire.directory.actions.successions import report_dead_address
from observatoire.directory.models import (
    Address,
    ContactList,
    Function,
    Group,
    Institution,
    Person,
)
from observatoire.directory.queries.consent import standings
from observatoire.directory.queries.lists import audience
from tests.observatoire.directory.people import function, holder, institution, person

pytestmark = pytest.mark.django_db


def saved(kind: str = "filtre", purpose: str = "lettre", **criteria) -> ContactList:
    made = ContactList(name="Liste fictive", kind=kind, purpose=purpose, criteria=criteria)
    return save_list(by=None, chosen_list=made)


def emails(chosen_list: ContactList) -> list[str]:
    return sorted(one.email for one in audience(chosen_list).prepared)


def reasons(chosen_list: ContactList) -> list[str]:
    return sorted(one.reason for one in audience(chosen_list).excluded)


class TestWhoIsLeftOut:
    def test_each_with_the_reason_and_the_sum_is_that_of_the_candidates(self):
        holder("a@example.org")
        report_dead_address(by=None, email=add("dead@example.org").email, reason="essai")
        refuses = holder("refuse@example.org")
        decide(by=None, owner=refuses, purpose="lettre", may=False, source="essai")
        Person.objects.create(last_name="Sans adresse", institution=refuses.institution)
        person("sans-institution@example.org")
        chosen = saved()
        assert emails(chosen) == ["a@example.org"]
        assert reasons(chosen) == [
            "adresse qui ne répond plus",
            "aucun accord donné",
            "opposition ou accord retiré",
            "sans adresse",
        ]
        assert audience(chosen).candidates == Person.objects.count() == 5

    def test_a_mailbox_is_written_to_once(self):
        made = holder("a@example.org")
        chosen = saved("choisie", "instances")
        held = Function.objects.get()
        add_address(by=None, owner=held, email="fonction@example.org")
        for owner in (made, held):
            put_in(by=None, chosen_list=chosen, owner=owner)
        assert emails(chosen) == ["a@example.org", "fonction@example.org"]

    def test_a_purpose_that_rests_on_consent_asks_for_it(self):
        made, chosen = holder("a@example.org"), saved(purpose="evenements")
        assert reasons(chosen) == ["aucun accord donné"]
        decide(by=None, owner=made, purpose="evenements", may=True, source="essai")
        assert emails(chosen) == ["a@example.org"]
        decide(by=None, owner=made, purpose="evenements", may=False, source="essai")
        assert reasons(chosen) == ["opposition ou accord retiré"]

    def test_without_an_institution_the_public_task_does_not_hold(self):
        made = person("a@example.org")
        assert [(one.purpose, one.may, one.basis) for one in standings(made)] == [
            ("instances", False, "consentement"),
            ("lettre", False, "consentement"),
            ("evenements", False, "consentement"),
            ("alertes", False, "consentement"),
        ]
        assert note_bases(by=None, owner=made, source="essai") == 0


def add(email: str) -> Address:
    return holder(email).addresses.get()


class TestFilters:
    @pytest.fixture(autouse=True)
    def people(self):
        """Three people of three institutions; the second one in a commune of the Sarthe."""
        sarthe = Territory.objects.create(level="departement", code="72", name="Sarthe")
        town = Territory.objects.create(level="commune", code="72181", name="Le Mans")
        TerritoryBelonging.objects.create(child=town, parent=sarthe)
        state = institution("État fictif", kind="etat", territory=sarthe)
        local = institution("Ville fictive", kind="collectivite", territory=town)
        for number, here in enumerate((state, local, institution("Ailleurs"))):
            made = person(f"{number}@example.org", institution=here)
            role = function(f"référent {number}", here)
            made.holdings.create(function=role)
            if number == 0:
                role.topics.set(["logement"])

    def test_no_criterion_takes_everyone(self):
        assert emails(saved()) == ["0@example.org", "1@example.org", "2@example.org"]

    def test_by_type(self):
        assert emails(saved(kinds=["etat", "collectivite"])) == ["0@example.org", "1@example.org"]

    def test_a_territory_takes_what_is_in_it(self):
        found = emails(saved(territories=["departement:72"]))
        assert found == ["0@example.org", "1@example.org"]

    def test_by_subject(self):
        assert emails(saved(topics=["logement"])) == ["0@example.org"]

    def test_by_word_of_the_function(self):
        assert emails(saved(function="Référent 1")) == ["1@example.org"]

    def test_by_group_the_seat_is_that_of_the_function(self):
        group = save_group(by=None, group=Group(name="Groupe fictif"))
        seat(by=None, group=group, owner=Function.objects.get(title="référent 2"))
        chosen = saved(groups=[str(group.pk)])
        assert emails(chosen) == ["2@example.org"]
        holding = Person.objects.get(addresses__email="2@example.org").holdings.get()
        holding.until = holding.since
        holding.until = "2026-03-01"
        holding.save()
        assert emails(chosen) == []

    def test_criteria_add_up(self):
        assert emails(saved(kinds=["etat"], function="référent 1")) == []


def test_a_list_by_hand_follows_who_holds_the_function():
    made = holder("a@example.org")
    chosen = saved("choisie", "instances")
    put_in(by=None, chosen_list=chosen, owner=Function.objects.get())
    put_in(by=None, chosen_list=chosen, owner=Function.objects.get())
    assert emails(chosen) == ["a@example.org"]
    made.holdings.update(until="2026-03-17")
    assert audience(chosen).candidates == 0


def test_a_relay_has_no_address():
    chosen = ContactList(name="Relais", kind="relais", purpose="evenements", announced_size=3000)
    chosen.relay = institution()
    save_list(by=None, chosen_list=chosen)
    assert audience(chosen).candidates == 0
    assert Institution.objects.count() == 1
