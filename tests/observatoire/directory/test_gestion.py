"""/gestion/annuaire/: what each screen says, does, and refuses."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse

from observatoire.directory.models import (
    Address,
    AuditLine,
    ConsentLine,
    Function,
    Holding,
    Institution,
    Person,
    Succession,
)
from observatoire.directory.rules import EDITION
from observatoire.directory.urls.gestion import ROUTES
from tests.observatoire.directory.people import (
    holder,
    institution,
    parsed,
    person,
    said,
    shown,
    texts,
)
from tests.observatoire.directory.signing import account

pytestmark = pytest.mark.django_db
ROOT = "/gestion/annuaire/"
KEY = "00000000-0000-4000-8000-000000000000"


def address_of(route: str) -> str:
    for shape, value in (
        ("<uuid:pk>", KEY),
        ("<uuid:first>", KEY),
        ("<uuid:second>", KEY),
        ("<int:pk>", "1"),
        ("<str:kind>", "csv"),
        ("<str:verb>", "morte"),
        ("<str:purpose>", "lettre"),
    ):
        route = route.replace(shape, value)
    return ROOT + route


@pytest.mark.parametrize("route", [route for route, _, _ in ROUTES])
def test_an_editor_enters_none_of_it(client, route):
    person()
    client.force_login(account("edition.essai@example.org", EDITION))
    for method in (client.get, client.post):
        response = method(address_of(route))
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert Person.objects.count() == 1


@pytest.mark.parametrize("route", [route for route, _, _ in ROUTES if "<uuid" in route])
def test_what_does_not_exist_is_missing(signed, route):
    assert signed.post(address_of(route)).status_code == 404


class TestPeople:
    @pytest.mark.parametrize("number", [1, 3])
    def test_more_people_ask_no_more_of_the_database(
        self, signed, django_assert_num_queries, number
    ):
        for one in range(number):
            holder(f"{one}@example.org")
        signed.get(ROOT)
        with django_assert_num_queries(16):
            assert len(texts(shown(signed, ROOT), "tbody tr")) == number

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("q=FICTÏ", ["Agent Fictif", "Zoé Fictive"]),
            ("q=b@example", ["Zoé Fictive"]),
            ("etat=sans_fonction", ["Zoé Fictive"]),
            ("type=etat", ["Agent Fictif"]),
            ("tri=recent", ["Zoé Fictive", "Agent Fictif"]),
            ("tri=inconnu", ["Agent Fictif", "Zoé Fictive"]),
            ("q=rien", []),
        ],
    )
    def test_they_are_searched_filtered_and_sorted(self, signed, fixed_clock, query, names):
        holder("a@example.org")
        Institution.objects.update(kind="etat")
        fixed_clock.shift(60)
        person("b@example.org", first_name="Zoé", last_name="Fictive")
        page = shown(signed, f"{ROOT}?{query}")
        assert texts(page, "tbody .obs-object") == names

    def test_one_without_address_nor_institution_is_listed(self, signed):
        Person.objects.create(last_name="Seul")
        assert texts(shown(signed, ROOT), "tbody td") == ["Seul", "–", "–"]

    def test_empty_it_says_how_to_begin(self, signed):
        assert texts(shown(signed, ROOT), ".obs-empty h2") == ["L’annuaire est vide"]

    def test_one_is_added_with_its_ledger(self, signed):
        here = institution()
        given = {"last_name": "Fictif", "institution": here.pk, "email": "A@Example.org"}
        response = signed.post(f"{ROOT}personnes/ajouter/", given)
        made = Person.objects.get()
        assert response.url == made.get_absolute_url()
        assert made.addresses.get().email == "a@example.org"
        assert ConsentLine.objects.filter(subject=made.pk).count() == 2

    def test_an_address_taken_is_refused_and_nobody_is_added(self, signed):
        person("a@example.org")
        given = {"last_name": "Autre", "email": "a@example.org"}
        page = parsed(signed.post(f"{ROOT}personnes/ajouter/", given))
        assert texts(page, ".obs-note--wrong") == [
            "L’adresse a@example.org est déjà celle de « Agent Fictif »."
        ]
        assert Person.objects.count() == 1

    def test_the_page_shows_all_that_is_held(self, signed):
        made = holder()
        page = shown(signed, made.get_absolute_url())
        assert texts(page, "h1") == ["Agent Fictif"]
        assert texts(page, "section[aria-labelledby=accords] .obs-state") == [
            "reçoit",
            "reçoit",
            "ne reçoit pas",
            "ne reçoit pas",
        ]

    def test_a_decision_is_written_with_how_it_came(self, signed):
        made = holder()
        given = {"purpose": "lettre", "may": "non", "source": "téléphone"}
        assert said(signed, f"{made.get_absolute_url()}accord/", **given) == [
            "La décision est au registre."
        ]
        line = ConsentLine.objects.latest("id")
        assert (line.decision, line.source) == ("opposition", "téléphone")

    def test_a_function_is_left_and_stays(self, signed):
        made = holder()
        said(signed, f"{ROOT}fonctions-tenues/{Holding.objects.get().pk}/quitter/")
        assert Holding.objects.get().until.isoformat() == "2026-03-17"
        assert (Function.objects.count(), made.holdings.current().count()) == (1, 0)

    @pytest.mark.parametrize(
        ("verb", "expected"),
        [
            ("morte", (1, 1, ["L’adresse est marquée comme morte."])),
            ("retirer", (0, 0, ["L’adresse est retirée."])),
        ],
    )
    def test_an_address_dies_or_goes(self, signed, verb, expected):
        holder()
        told = said(signed, f"{ROOT}adresses/{Address.objects.get().pk}/{verb}/")
        dead = Address.objects.exclude(dead_since=None).count()
        assert (dead, Succession.objects.count(), told) == expected

    def test_erased_from_here_they_are_buried(self, signed):
        made = holder()
        page = shown(signed, f"{made.get_absolute_url()}effacer/")
        assert texts(page, "h1") == ["Effacer Agent Fictif ?"]
        signed.post(f"{made.get_absolute_url()}effacer/")
        assert Person.objects.count() == 0

    def test_exported_no_cell_is_a_formula_and_the_audit_knows(self, signed):
        person("a@example.org", last_name="=1+1")
        response = signed.get(f"{ROOT}exporter/csv/")
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert rows[1][1] == "'=1+1"
        assert AuditLine.objects.get(verb="exporter").details == {"lignes": 1, "format": "csv"}
