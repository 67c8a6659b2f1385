"""A browser that passes over nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from observatoire.directory.models import User
from observatoire.directory.rules import COORDINATION
from tests.observatoire.directory.signing import account


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def keeper(db) -> User:
    """Someone of the coordination."""
    return account("coordination.essai@example.org", COORDINATION)


@pytest.fixture
def signed(client, keeper) -> Client:
    client.force_login(keeper)
    return client
