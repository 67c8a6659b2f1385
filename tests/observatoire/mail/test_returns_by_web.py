"""A relay brings back what it could not deliver: signed, it is believed."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from observatoire.mail import emails
from observatoire.mail.models import Recipient
from tests.observatoire.mail.letters import addresses, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(settings) -> bytes:
    settings.MAIL_BOUNCES_SECRET = "essai"
    message = prepared(addresses(1)).messages.get()
    to = emails.unsubscribe_mailbox(message.list_token).removeprefix("mailto:").split("?")[0]
    return f"To: {to}\r\nSubject: Desabonnement\r\n\r\n".encode()


def post(client, content: bytes, signature: str):
    return client.post(
        "/courriels/retours/",
        content,
        content_type="message/rfc822",
        headers={"X-Observatoire-Signature": signature},
    )


def test_signed_it_is_taken(client, content):
    signature = hmac.new(b"essai", content, hashlib.sha256).hexdigest()
    assert post(client, content, signature).content == b"pris"
    assert Recipient.objects.get().left_how == "courriel"


@pytest.mark.parametrize("signature", ["", "0" * 64])
def test_badly_signed_it_has_no_effect(client, content, signature):
    assert post(client, content, signature).status_code == 401
    assert Recipient.objects.get().left_at is None


def test_without_a_secret_the_door_is_not_there(client, content, settings):
    settings.MAIL_BOUNCES_SECRET = ""
    assert post(client, content, "").status_code == 404
