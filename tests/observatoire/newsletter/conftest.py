"""A letter being written, and those who write it; mail goes to a folder."""

from __future__ import annotations

import pytest

from observatoire.base.registry import registry
from observatoire.directory.rules import COORDINATION
from observatoire.newsletter.actions.composing import open_issue, save_line
from observatoire.newsletter.models import Issue, Line
from tests.observatoire.directory.signing import account, signed
from tests.observatoire.mail.conftest import outbox  # noqa: F401 the outbox of mail's own tests

SOURCED = {"source": "Gouvernement", "address": "https://www.info.gouv.fr/pacte"}


@pytest.fixture
def keeper(db):
    return account("coordination.lettre@example.org", COORDINATION)


@pytest.fixture
def browser(keeper):
    return signed(keeper)


@pytest.fixture
def make_issue(keeper):
    def make(**given) -> Issue:
        first = {"title": "Le printemps", "period": "mars 2026", "subject": "La lettre de mars"}
        return open_issue(by=keeper, issue=Issue(**first | given))

    return make


@pytest.fixture
def issue(make_issue, keeper, monkeypatch):
    """Three lines of its own, and nothing that another test left to tell."""
    monkeypatch.setattr(registry, "cards", {})
    found = make_issue(introduction="Voici ce qui est nouveau depuis la dernière lettre.")
    for rank in (1, 2, 3):
        text = f"Un texte de la ligne {rank}, assez long pour être lu de bout en bout par tous."
        line = Line(issue=found, part="actualite", title=f"Ligne {rank}", text=text, **SOURCED)
        save_line(by=keeper, line=line)
    return found
