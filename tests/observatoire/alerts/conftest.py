"""Two groups and those who report, lead, read or come from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from observatoire.directory.actions.groups import save_group, seat
from observatoire.directory.models import Address, Group, Institution, Person, User
from observatoire.directory.rules import COORDINATION
from tests.observatoire.directory.signing import account


@dataclass
class Table:
    """A group and those around it."""

    group: Group
    other: Group
    ars: Institution
    insee: Institution
    pilot: User
    member: User
    stranger: User
    keeper: User


def somebody(email: str, institution: Institution, group: Group | None, role: str = "membre"):
    """An account whose person sits in a group."""
    user = account(email)
    name = email.partition("@")[0]
    person = Person.objects.create(
        first_name="Essai", last_name=name, institution=institution, account=user
    )
    Address.objects.create(email=email, person=person)
    if group is not None:
        seat(by=None, group=group, owner=person, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def table(db) -> Table:
    group = save_group(by=None, group=Group(name="Groupe Pauvreté", purpose="Observer."))
    other = save_group(by=None, group=Group(name="Groupe Logement"))
    ars = Institution.objects.create(name="Agence de santé", acronym="ARS", slug="ars")
    insee = Institution.objects.create(name="Institut statistique", acronym="Insee", slug="insee")
    return Table(
        group=group,
        other=other,
        ars=ars,
        insee=insee,
        pilot=somebody("pilote.essai@example.org", ars, group, "pilote"),
        member=somebody("membre.essai@example.org", insee, group),
        stranger=somebody("ailleurs.essai@example.org", insee, other),
        keeper=account("coordination.essai@example.org", COORDINATION),
    )
