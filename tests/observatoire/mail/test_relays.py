"""The relay as it is met: encrypted or not, with an account, taking demands in lots or one by one.

Real connections to a real server; its certificate is made by the test.
"""

from __future__ import annotations

import socket
import threading
from contextlib import closing

import pytest

from observatoire.mail.adapters import Departure, Fate
from observatoire.mail.adapters.smtp import SmtpRelay
from tests.observatoire.mail.certificates import certificate
from tests.observatoire.mail.relay import Relay, relay

CONTENT = b"Message-ID: <un@example.org>\r\nSubject: x\r\n\r\n.un point en t\xc3\xaate\r\n"
ACCOUNT = {"user": "observatoire", "password": "mot-de-passe-d-essai"}
COMPTE = ("--compte", "observatoire:mot-de-passe-d-essai")


def departure(to: str = "a@example.org") -> Departure:
    return Departure("1", "<un@example.org>", "rebonds@example.org", to, CONTENT)


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificat"))


@pytest.fixture(scope="module")
def starttls(tmp_path_factory, pem):
    """Offers encryption, and an account once encrypted."""
    folder = tmp_path_factory.mktemp("starttls")
    with relay(folder, "--certificat", str(pem), *COMPTE, "--sans-lots", "--garde") as running:
        yield running


@pytest.fixture(scope="module")
def tls(tmp_path_factory, pem):
    """Encrypted from the first byte, as on port 465."""
    folder = tmp_path_factory.mktemp("tls")
    with relay(folder, "--certificat", str(pem), "--chiffre", *COMPTE) as running:
        yield running


def sent(to: Relay, *, number: int = 1, **given):
    with closing(SmtpRelay(to.settings | given)) as way:
        return [way.send(departure(f"a{rank}@example.org")) for rank in range(number)][-1]


class TestEncrypted:
    @pytest.mark.parametrize("security", ["starttls", "auto"])
    def test_a_relay_that_is_known_takes_name_password_and_letters(self, starttls, pem, security):
        before = starttls.received().total()
        said = sent(starttls, number=3, security=security, authority=str(pem), **ACCOUNT)
        assert (said.fate, said.code) == (Fate.ACCEPTED, 250)
        assert starttls.received().total() == before + 3
        assert starttls.messages()[-1] == CONTENT.replace(b"\r\n.", b"\r\n..")

    def test_from_the_first_byte(self, tls, pem):
        said = sent(tls, number=2, security="tls", authority=str(pem), **ACCOUNT)
        assert (said.fate, tls.received().total()) == (Fate.ACCEPTED, 2)

    @pytest.mark.parametrize("security", ["starttls", "tls"])
    def test_a_relay_that_nobody_vouches_for_gets_nothing(self, starttls, tls, security):
        to = tls if security == "tls" else starttls
        before = to.received().total()
        said = sent(to, security=security, **ACCOUNT)
        assert said.fate == Fate.NOT_SENT
        assert "certificate verify failed" in said.reply
        assert to.received().total() == before

    def test_a_wrong_password_is_the_relays_refusal_of_us_not_of_a_letter(self, starttls, pem):
        wrong = ACCOUNT | {"password": "autre"}
        said = sent(starttls, security="starttls", authority=str(pem), **wrong)
        assert (said.fate, said.reply) == (Fate.NOT_SENT, "535 5.7.8 bad credentials")

    def test_required_and_not_offered_nothing_leaves(self, tmp_path):
        with relay(tmp_path) as plain:
            said = sent(plain, security="starttls")
            assert (said.fate, plain.received().total()) == (Fate.NOT_SENT, 0)

    def test_without_an_account_any_certificate_is_better_than_none(self, tmp_path, pem):
        with relay(tmp_path, "--certificat", str(pem)) as own:
            assert sent(own, security="auto").fate == Fate.ACCEPTED

    def test_a_password_goes_to_no_stranger(self, starttls, monkeypatch):
        """« auto » to another machine: it proves who it is before it hears a password."""
        monkeypatch.setattr("observatoire.mail.adapters.smtp.OURSELVES", set())
        said = sent(starttls, security="auto", **ACCOUNT)
        assert said.fate == Fate.NOT_SENT
        assert "certificate verify failed" in said.reply


class TestInLots:
    @pytest.mark.parametrize("options", [(), ("--sans-lots",)])
    def test_a_refused_one_leaves_the_connection_to_the_next(self, tmp_path, options):
        with relay(tmp_path, *options) as sink:
            to = ["a@example.org", "inconnu-1@example.org", "plein-1@example.org", "b@example.org"]
            with closing(SmtpRelay(sink.settings)) as way:
                said = [way.send(departure(one)) for one in to]
            assert [(one.fate, one.code) for one in said] == [
                (Fate.ACCEPTED, 250),
                (Fate.REFUSED, 550),
                (Fate.DEFERRED, 452),
                (Fate.ACCEPTED, 250),
            ]
            assert sink.received() == {"a@example.org": 1, "b@example.org": 1}

    def test_an_address_that_is_two_words_is_never_said(self, tmp_path):
        to = "a@example.org>\r\nRCPT TO:<b@example.org"
        with relay(tmp_path) as sink, closing(SmtpRelay(sink.settings)) as way:
            with pytest.raises(ValueError, match="adresse d’enveloppe"):
                way.send(departure(to))


class TestWordsThatMeanNothing:
    """A relay of one conversation, written out: what no good relay says."""

    @pytest.fixture
    def says(self):
        server = socket.create_server(("127.0.0.1", 0))

        def talk(answers: list[bytes]) -> dict:
            def serve() -> None:
                line, _ = server.accept()
                with line:
                    for answer in answers:
                        line.sendall(answer)
                        line.recv(65536)

            threading.Thread(target=serve, daemon=True).start()
            port = server.getsockname()[1]
            return {"host": "127.0.0.1", "port": port, "security": "aucun", "user": ""}

        yield talk
        server.close()

    START = (b"220 x\r\n", b"250-x\r\n250 PIPELINING\r\n")

    @pytest.mark.parametrize("last", [b"quoi\r\n", b"120 peut-etre\r\n", b"354 encore\r\n"])
    def test_after_the_final_dot_it_is_in_doubt(self, says, last):
        talk = [*self.START, b"250 a\r\n250 b\r\n354 c\r\n", last, b"250 ok\r\n"]
        with closing(SmtpRelay(says(talk))) as way:
            assert way.send(departure()).fate == Fate.DOUBTFUL

    def test_ready_for_a_message_to_nobody_it_is_given_none(self, says):
        lots = b"250 a\r\n550 5.1.1 inconnu\r\n354 c\r\n"
        talk = [*self.START, lots, b"554 5.5.1 personne\r\n", b"250 ok\r\n"]
        with closing(SmtpRelay(says(talk))) as way:
            said = way.send(departure())
        assert (said.fate, said.status) == (Fate.REFUSED, "5.1.1")
