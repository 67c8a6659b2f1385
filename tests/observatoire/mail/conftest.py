"""An outbox that writes where the test looks, and people who may or may not send."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from observatoire.mail import worker
from tests.observatoire.mail.letters import person


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    """The site's own backend, a folder instead of a relay, a mark of its own."""
    settings.EMAIL_BACKEND = "observatoire.mail.receivers.OutboxBackend"
    settings.VAR = tmp_path / "var"
    settings.MAIL_FOLDER = tmp_path / "var" / "courriels"
    settings.DEFAULT_FROM_EMAIL = settings.CONTACT_ADDRESS = "lettre@observatoire.example"
    settings.MAIL_BOUNCES_TO = "rebonds@observatoire.example"
    settings.SITE_ADDRESS = "https://observatoire.example"
    worker._rest["until"] = datetime.min.replace(tzinfo=UTC)
    return settings.MAIL_FOLDER


@pytest.fixture
def sender(db):
    return person("envoi.essai@example.org", "send_mailing")


@pytest.fixture
def reader(db):
    return person("lecture.essai@example.org", "read_mail")


@pytest.fixture
def member(db):
    return person("membre.essai@example.org")
