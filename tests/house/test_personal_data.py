"""Every column that holds someone's name, or a way to reach them, is declared by its app."""

from __future__ import annotations

import pytest
from django.db import models

from observatoire.base.registry import registry
from observatoire.directory.models import Person
from observatoire.directory.queries import processing


def test_no_personal_column_is_undeclared():
    """One that is new has no export, no erasure and no line in the register: declare it."""
    assert processing.undeclared_fields() == []


def test_no_declaration_has_grown_old():
    assert processing.declared_without_a_field() == []


def test_each_declaration_says_why_and_how_long():
    silent = [name for name, one in registry.personal.items() if not (one.purpose and one.kept)]
    assert silent == []


def test_an_undeclared_column_would_be_seen(monkeypatch):
    monkeypatch.delitem(registry.personal, "adresses")
    assert processing.undeclared_fields() == ["directory.Address.email"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (models.EmailField(name="reply"), True),
        (models.GenericIPAddressField(name="origin"), True),
        (models.CharField(name="first_name"), True),
        (models.CharField(name="phone_number"), True),
        (models.TextField(name="user_agent"), True),
        (models.CharField(name="title"), False),
        (models.CharField(name="description"), False),
        (models.IntegerField(name="email_count"), False),
        (Person._meta.get_field("institution"), False),
        (Person._meta.get_field("account"), False),
    ],
)
def test_what_looks_personal(column, expected):
    assert processing.is_personal(column) is expected


def test_a_link_that_erasing_someone_would_not_undo_is_personal():
    link = models.ForeignKey(Person, on_delete=models.PROTECT, name="author")
    link.remote_field.model = Person
    assert processing.is_personal(link) is True
