"""Who is signed in and what they may, read in two queries."""

from __future__ import annotations

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from observatoire.directory.adapters.backend import AccountBackend
from observatoire.directory.models import User
from observatoire.directory.rules import COORDINATION
from tests.observatoire.directory.signing import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    """Of a group, with a right of their own that the group does not give."""
    one = account("coordination.essai@example.org", COORDINATION)
    one.user_permissions.add(Permission.objects.get(codename="delete_site"))
    return one


def test_the_rights_are_those_of_django_in_one_query(person, django_assert_num_queries):
    expected = ModelBackend().get_all_permissions(User.objects.get(pk=person.pk))
    backend = AccountBackend()
    read = backend.get_user(person.pk)
    with django_assert_num_queries(1):
        assert backend.get_all_permissions(read) == expected
        assert backend.get_all_permissions(read) == expected
    assert "wagtailcore.delete_site" in expected


def test_an_administrator_has_every_right():
    one = User.objects.create_superuser("administration.essai@example.org", "essai")
    assert AccountBackend().get_all_permissions(one) == ModelBackend().get_all_permissions(one)


def test_a_closed_account_is_nobody_and_may_nothing(person):
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    assert AccountBackend().get_user(person.pk) is None
    assert AccountBackend().get_all_permissions(person) == set()
