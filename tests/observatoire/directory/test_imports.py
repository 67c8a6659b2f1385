"""A file of contacts: understood, shown, taken in, taken out."""

from __future__ import annotations

import pytest

from observatoire.directory.actions.erasure import erase
from observatoire.directory.actions.imports import (
    deposit_contacts,
    give_up,
    name_columns,
    take_in,
    take_out,
)
from observatoire.directory.actions.institutions import save_institution
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import (
    Address,
    ConsentLine,
    ContactImport,
    Function,
    Institution,
    Person,
    User,
)
from observatoire.directory.queries.imports import guess_mapping, plan_of, split_name
from observatoire.directory.queries.links import subject_of_email
from tests.observatoire.directory.people import institution, person

pytestmark = pytest.mark.django_db
HEADER = "Nom;Prénom;Courriel;Téléphone;Structure;Fonction\n"


@pytest.fixture
def keeper(db):
    return User.objects.create_superuser("coordination.essai@example.org")


def prepared(keeper, *lines: str) -> ContactImport:
    content = (HEADER + "\n".join(lines)).encode()
    made = deposit_contacts(by=keeper, content=content, name="a.csv", source="essai")
    return name_columns(by=keeper, imported=made, mapping=made.mapping)


def outcomes(imported: ContactImport) -> list[tuple[str, str]]:
    return [(line.outcome, line.reason) for line in plan_of(imported).lines]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["Nom", "Prénom", "E-mail", "Tél.", "Organisme", "Poste"],
            ["last_name", "first_name", "email", "phone", "institution", "function"],
        ),
        (
            ["NOM DE FAMILLE", "prenom", "Adresse électronique"],
            ["last_name", "first_name", "email"],
        ),
        (["Nom et prénom", "Mail pro"], ["full_name", "email"]),
        (
            ["Structure", "Nom", "Courriel", "Remarques"],
            ["institution", "last_name", "email", None],
        ),
    ],
)
def test_columns_are_guessed(header, expected):
    found = guess_mapping(header)
    assert [found.get(str(number)) for number in range(len(header))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoé FICTIVE-INVENTÉE", ("Zoé", "FICTIVE-INVENTÉE")),
        ("FICTIVE Zoé", ("Zoé", "FICTIVE")),
        ("Zoé Fictive", ("Zoé", "Fictive")),
        ("Fictive", ("", "Fictive")),
    ],
)
def test_names_written_together_are_split(text, expected):
    assert split_name(text) == expected


def test_each_line_says_what_it_would_do(keeper):
    here = institution("Service fictif", acronym="SF")
    save_institution(by=None, institution=here, domains=["sf.example.org"])
    person("connue@example.org", institution=here)
    person("vide@example.org", first_name="")
    person("ailleurs@example.org", last_name="Semblable")
    person("effacee@example.org")
    erase(by=None, subject=subject_of_email("effacee@example.org"), source="essai")
    found = prepared(
        keeper,
        "Neuve;Zoé;neuve@sf.example.org;;;",
        "Neuve;Zoé;NEUVE@sf.example.org;;;",
        "Fictif;Agent;connue@example.org;;;",
        "Fictif;Zoé;vide@example.org;02 40 00 00 00;sf;",
        "SEMBLABLE;agent;autre@example.org;;;",
        "Effacée;Zoé;effacee@example.org;;;",
        ";Zoé;sans-nom@example.org;;;",
        "Fictif;Zoé;;;;",
        "Fictif;Zoé;sans arobase;;;",
    )
    assert outcomes(found) == [
        ("nouvelle", ""),
        ("en double dans le fichier", "une ligne plus haut a la même adresse"),
        ("connue", ""),
        ("complétée", "ajoute le prénom, le téléphone, l’institution"),
        ("ressemblante", "une fiche porte déjà ce nom, avec une autre adresse"),
        ("effacée à sa demande", "cette personne a demandé à être effacée"),
        ("refusée", "le nom manque"),
        ("refusée", "l’adresse électronique manque"),
        ("refusée", "l’adresse électronique est mal écrite"),
    ]
    assert plan_of(found).lines[0].institution == here


def test_taken_in_people_institutions_and_functions_are_there(keeper):
    found = prepared(keeper, "Neuve;Zoé;a@example.org;;Service neuf;référente", "Autre;;b@x.org;;;")
    assert plan_of(found).unknown_institutions() == ["Service neuf"]
    take_in(by=keeper, imported=found, makes_institutions=True)
    made = Person.objects.get(last_name="Neuve")
    assert (str(made.institution), str(made.holdings.get().function)) == (
        "Service neuf",
        "référente, Service neuf",
    )
    noted = ConsentLine.objects.filter(subject=made.pk).order_by("purpose")
    assert list(noted.values_list("purpose", "decision", "source")) == [
        ("instances", "base", "import\u00a0: essai"),
        ("lettre", "base", "import\u00a0: essai"),
    ]


def test_unknown_institutions_may_be_left(keeper):
    found = prepared(keeper, "Neuve;Zoé;a@example.org;;Service neuf;référente")
    take_in(by=keeper, imported=found, makes_institutions=False)
    assert (Institution.objects.count(), Person.objects.get().institution) == (0, None)


def test_taken_out_everything_is_as_it_was(keeper):
    here = institution("Service fictif")
    person("vide@example.org", first_name="")

    def rows():
        tables = (Person, Address, Institution, Function)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = rows()
    lines = (
        "Fictif;Zoé;vide@example.org;02 40 00 00 00;Service fictif;",
        "Neuve;Zoé;a@example.org;;Service neuf;référente",
        f"Neuf;Agent;b@example.org;;{here.name};référent",
    )
    done = take_in(by=keeper, imported=prepared(keeper, *lines), makes_institutions=True)
    assert rows() != before
    take_out(by=keeper, imported=done)
    after = rows()
    for row in (*before[0], *after[0]):
        row.pop("searched_name")
    assert after == before


def test_done_twice_is_refused(keeper):
    found = prepared(keeper, "Neuve;Zoé;a@example.org;;;")
    take_in(by=keeper, imported=found, makes_institutions=False)
    with pytest.raises(Refused, match="l’action n’a plus d’objet"):
        take_in(by=keeper, imported=found, makes_institutions=False)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ({"0": "last_name"}, "Désigner au moins"),
        ({"0": "email", "1": "email"}, "Deux colonnes sont"),
        ({"2": "email"}, "Désigner au moins"),
    ],
)
def test_columns_that_do_not_hold_are_refused(keeper, mapping, reason):
    found = prepared(keeper, "Neuve;Zoé;a@example.org;;;")
    with pytest.raises(Refused, match=reason):
        name_columns(by=keeper, imported=found, mapping=mapping)


def test_given_up_its_lines_are_forgotten(keeper):
    found = give_up(by=keeper, imported=prepared(keeper, "Neuve;Zoé;a@example.org;;;"))
    assert (found.rows, found.header, found.state) == ([], [], "abandonne")


def test_an_unreadable_file_leaves_nothing(keeper):
    with pytest.raises(Refused, match="Ce fichier n’a pas de contacts"):
        deposit_contacts(by=keeper, content=b"", name="a.csv", source="essai")
    assert ContactImport.objects.count() == 0
