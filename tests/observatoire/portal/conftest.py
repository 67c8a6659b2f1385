"""What the tests of the portal start from: a site, people, and what features would register."""

from __future__ import annotations

import pytest

from observatoire.base.registry import registry
from observatoire.directory.models import Group, Membership, Person, User
from observatoire.portal.actions import load_demonstration_content


@pytest.fixture
def site(db):
    """The pages of the demonstration."""
    load_demonstration_content()


@pytest.fixture
def coordinator(db):
    return User.objects.create_superuser("coordination.essai@example.org", "mot-de-passe-d-essai")


@pytest.fixture
def member(db):
    """Someone of the group « Pauvreté »."""
    account = User.objects.create_user("membre@example.org", "mot-de-passe-d-essai")
    group = Group.objects.create(slug="pauvrete", name="Pauvreté")
    person = Person.objects.create(last_name="Membre", account=account)
    Membership.objects.create(group=group, person=person)
    return account


@pytest.fixture
def offered(monkeypatch):
    """`offered(cards)`: the only cards of the registry, as a feature would give them."""

    def offer(cards):
        def give(*, horizon):
            return [one for one in cards if (one.date or one.published_at).date() >= horizon]

        monkeypatch.setattr(registry, "cards", {"essai": give})

    return offer
