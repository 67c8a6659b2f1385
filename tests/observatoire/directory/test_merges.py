"""Two rows are joined, then parted: everything is as it was."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from observatoire.directory.actions.consent import decide
from observatoire.directory.actions.groups import save_group, seat
from observatoire.directory.actions.lists import put_in, save_list
from observatoire.directory.actions.merges import judge_distinct, merge, undo_merge
from observatoire.directory.actions.people import add_address
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import (
    Address,
    ConsentLine,
    ContactList,
    Group,
    Membership,
    Person,
    User,
)
from observatoire.directory.queries.consent import may_receive
from observatoire.directory.queries.duplicates import likenesses
from tests.observatoire.directory.people import holder, person

pytestmark = pytest.mark.django_db
UNSEEN = {"directory.AuditLine", "directory.Merge"}  # they tell of the merge itself


@pytest.fixture
def keeper(db):
    return User.objects.create_superuser("coordination.essai@example.org")


def everything() -> dict[str, list[dict]]:
    """Every row of every table of the directory."""
    tables = apps.get_app_config("directory").get_models()
    return {
        table._meta.label: sorted(table._base_manager.values(), key=lambda row: str(row["id"]))
        for table in tables
        if table._meta.label not in UNSEEN and "id" in [one.name for one in table._meta.fields]
    }


@pytest.fixture
def twins(keeper):
    """Two rows with all that a row may have, some of it the same."""
    group = save_group(by=None, group=Group(name="Groupe fictif"))
    chosen = ContactList(name="Liste fictive", kind="choisie", purpose="lettre")
    save_list(by=None, chosen_list=chosen)
    one = holder("a@example.org", first_name="")
    other = holder("a-bis@example.org", phone="02 40 00 00 00")
    add_address(by=None, owner=other, email="a.ter@example.org")
    for row in (one, other):
        seat(by=None, group=group, owner=row)
        put_in(by=None, chosen_list=chosen, owner=row)
    decide(by=None, owner=one, purpose="evenements", may=True, source="essai")
    decide(by=None, owner=other, purpose="evenements", may=True, source="essai")
    decide(by=None, owner=other, purpose="evenements", may=False, source="essai")
    other.account = User.objects.create_user("compte@example.org")
    other.save()
    return one, other


def test_merged_the_kept_row_has_all(twins, keeper):
    one, other = twins
    merge(by=keeper, kept=one, absorbed=other)
    one.refresh_from_db()
    assert (one.first_name, one.phone, one.account.email) == (
        "Agent",
        "02 40 00 00 00",
        "compte@example.org",
    )
    assert list(one.addresses.values_list("email", "is_main")) == [
        ("a@example.org", True),
        ("a-bis@example.org", False),
        ("a.ter@example.org", False),
    ]
    assert list(Person.objects.present()) == [one]
    assert Membership.objects.current().count() == 1


@pytest.mark.parametrize("turned", [False, True])
def test_undone_everything_is_as_it_was(twins, keeper, turned):
    kept, absorbed = twins[::-1] if turned else twins
    before = everything()
    done = merge(by=keeper, kept=kept, absorbed=absorbed)
    assert everything() != before
    undo_merge(by=keeper, done=done)
    assert everything() == before


def test_three_joined_two_by_two_come_apart_in_turn(twins, keeper):
    third = person("c@example.org")
    before = everything()
    first = merge(by=keeper, kept=twins[0], absorbed=twins[1])
    middle = everything()
    second = merge(by=keeper, kept=third, absorbed=twins[0])
    with pytest.raises(Refused, match="défaire d’abord"):
        undo_merge(by=keeper, done=first)
    undo_merge(by=keeper, done=second)
    assert everything() == middle
    undo_merge(by=keeper, done=first)
    assert everything() == before


def test_the_last_decision_of_either_row_counts_and_no_line_is_rewritten(twins, keeper):
    one, other = twins
    lines = list(ConsentLine.objects.values())
    assert may_receive(email="a@example.org", purpose="evenements") is True
    merge(by=keeper, kept=one, absorbed=other)
    assert may_receive(email="a@example.org", purpose="evenements") is False
    assert list(ConsentLine.objects.values()) == lines


def test_what_someone_changed_since_stays(twins, keeper):
    done = merge(by=keeper, kept=twins[0], absorbed=twins[1])
    Person.objects.filter(pk=twins[0].pk).update(phone="01 00 00 00 00")
    undo_merge(by=keeper, done=done)
    assert Person.objects.get(pk=twins[0].pk).phone == "01 00 00 00 00"


def test_what_is_refused(twins, keeper):
    one, other = twins
    with pytest.raises(Refused, match="deux fiches différentes"):
        merge(by=keeper, kept=one, absorbed=one)
    done = merge(by=keeper, kept=one, absorbed=other)
    with pytest.raises(Refused, match="déjà réunie"):
        merge(by=keeper, kept=other, absorbed=one)
    undo_merge(by=keeper, done=done)
    with pytest.raises(Refused, match="déjà défaite"):
        undo_merge(by=keeper, done=done)


def test_no_table_that_names_people_is_forgotten():
    """What points to a person moves: a table of a feature needs nothing to be said here."""
    links = {
        (relation.related_model._meta.label, relation.field.name)
        for relation in Person._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    }
    assert {("directory.Address", "person"), ("directory.Succession", "person")} <= links
    assert connection.vendor in {"sqlite", "postgresql"}


def reasons(*rows: dict) -> list[tuple[str, ...]]:
    for number, row in enumerate(rows):
        email = row.pop("email", f"adresse{number}x{number}@example.org")
        person(email, **row)
    return [one.reasons for one in likenesses()]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"last_name": "Fictïf"}, {"last_name": "FICTIF"}, ("même nom",)),
        (
            {"first_name": "Zoé", "last_name": "Inventée"},
            {"first_name": "Inventée", "last_name": "Zoé"},
            ("nom et prénom inversés",),
        ),
        (
            {"first_name": "Camille", "last_name": "Inventée"},
            {"first_name": "Camile", "last_name": "Inventée"},
            ("noms presque identiques",),
        ),
        (
            {"last_name": "Alpha", "email": "jeanne.fictive@example.org"},
            {"last_name": "Oméga", "email": "Jeanne-Fictive+pos@autre.example.org"},
            ("adresses presque identiques",),
        ),
        (
            {"last_name": "Alpha", "email": "fictive.jeanne@example.org"},
            {"last_name": "Oméga", "email": "jeanne.fictive@example.org"},
            ("adresses presque identiques",),
        ),
        (
            {"last_name": "Fictif", "phone": "02 40 00 00 01"},
            {"last_name": "Fictif", "phone": "+33 2 40 00 00 01"},
            ("même nom", "même téléphone"),
        ),
    ],
)
def test_rows_that_look_alike(one, other, expected):
    assert reasons(one, other) == [expected]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"last_name": "Fictif 12"}, {"last_name": "Fictif 13"}),
        ({"last_name": "Alpha"}, {"last_name": "Oméga"}),
        (
            {"last_name": "Alpha", "phone": "02 40 00 00 01"},
            {"last_name": "Oméga", "phone": "02 40 00 00 01"},
        ),
    ],
)
def test_rows_that_do_not(one, other):
    assert reasons(one, other) == []


def test_judged_distinct_they_are_not_proposed_again(keeper):
    one, other = person("a@example.org"), person("b@example.org")
    assert len(likenesses()) == 1
    judge_distinct(by=keeper, first=other, second=one)
    assert likenesses() == []


def test_an_address_is_never_that_of_two(keeper):
    one = person("a@example.org")
    with pytest.raises(Refused, match="est déjà celle de"):
        add_address(by=keeper, owner=person("b@example.org"), email="A@example.org ")
    assert Address.objects.get(email="a@example.org").person == one
