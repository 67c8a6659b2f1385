"""The way out of a letter: one click, at once, and the way back."""

from __future__ import annotations

import pytest

from observatoire.mail.models import Recipient, Suppression
from tests.observatoire.directory.people import person as person_of_directory
from tests.observatoire.mail.letters import addresses, parsed, prepared, texts

pytestmark = pytest.mark.django_db


def links_of(response) -> list[str]:
    """The way to the reader's own choices."""
    return [one["href"] for one in parsed(response).select("main a.fr-link")]


class TestUnsubscribe:
    @pytest.fixture
    def address(self):
        token = prepared(addresses(1)).messages.get().list_token
        return f"/desabonnement/{token}/"

    def left(self) -> bool:
        return Recipient.objects.get().left_at is not None

    def test_reading_the_link_changes_nothing(self, client, address):
        for _ in range(200):
            client.get(address)
            client.head(address)
        assert self.left() is False

    def test_one_click_without_cookie_ten_times(self, address):
        from django.test import Client  # noqa: PLC0415 one that checks what the others do not

        strict = Client(enforce_csrf_checks=True)
        answers = [
            strict.post(address, {"List-Unsubscribe": "One-Click"}).content.decode()
            for _ in range(10)
        ]
        assert answers == ["Désabonné."] * 10
        assert self.left() is True
        assert strict.cookies == {}

    def test_the_page_leaves_and_comes_back(self, client, address):
        page = parsed(client.get(address))
        assert texts(page, "h1") == ["Ne plus recevoir « La lettre d’essai » ?"]
        page = parsed(client.post(address, {"geste": "quitter"}, follow=True))
        assert texts(page, "h1") == ["Vous êtes désabonné"]
        assert self.left() is True
        client.post(address, {"geste": "revenir"})
        assert self.left() is False

    def test_who_is_in_the_directory_may_choose_instead(self, client, address):
        assert links_of(client.get(address)) == []
        person_of_directory("lecteur-0000@example.org")
        [link] = links_of(client.get(address))
        page = parsed(client.get(link.removeprefix("https://observatoire.example")))
        assert texts(page, "main h2") == ["Ce que vous recevez"]

    def test_everything_is_left_at_once(self, client, address):
        client.post(address, {"geste": "tout"})
        assert list(Suppression.objects.values_list("mailbox", "reason")) == [
            ("lecteur-0000@example.org", "demande")
        ]

    @pytest.mark.parametrize("token", ["0" * 40, "x", "' or 1=1"])
    def test_an_unknown_token_is_nobodys(self, client, address, token):
        assert client.get(f"/desabonnement/{token}/").status_code == 404
        assert client.post(f"/desabonnement/{token}/").status_code == 404
        assert self.left() is False
