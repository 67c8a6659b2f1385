"""The mailbox of returns over IMAP: the real client, and a server that speaks enough of it."""

from __future__ import annotations

import imaplib
import re
import socketserver
import ssl
import threading

import pytest

from observatoire.mail import emails, worker
from observatoire.mail.adapters import mailbox
from observatoire.mail.models import Recipient
from tests.observatoire.mail.certificates import certificate
from tests.observatoire.mail.letters import addresses, prepared

WORDS = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\S+)')


class Account:
    """One mailbox: its messages, which of them were read, and what was asked of it."""

    def __init__(self, *messages: bytes) -> None:
        self.messages, self.seen = list(messages), set()
        self.login, self.folders = (b"retours", b"mot de passe"), []


class Talk(socketserver.StreamRequestHandler):
    """RFC 3501, as far as one reads a folder."""

    def handle(self) -> None:
        account: Account = self.server.account
        self.wfile.write(b"* OK pret\r\n")
        while line := self.rfile.readline():
            tag, verb, *given = [one or two for one, two in WORDS.findall(line)]
            said = b"OK fait"
            if verb == b"CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif verb == b"LOGIN":
                said = b"OK entre" if tuple(given) == account.login else b"NO inconnu"
            elif verb == b"SELECT":
                account.folders.append(given[0].decode())
                self.wfile.write(b"* %d EXISTS\r\n" % len(account.messages))
            elif verb == b"SEARCH":
                unseen = [n for n in range(1, len(account.messages) + 1) if n not in account.seen]
                self.wfile.write(b"* SEARCH %s\r\n" % " ".join(map(str, unseen)).encode())
            elif verb == b"FETCH":
                self._fetch(account, int(given[0]))
            elif verb == b"STORE":
                assert given[1:] == [b"+FLAGS", b"(\\Seen)"]
                account.seen.add(int(given[0]))
            elif verb == b"LOGOUT":
                self.wfile.write(b"* BYE\r\n")
            self.wfile.write(tag + b" " + said + b"\r\n")

    def _fetch(self, account: Account, number: int) -> None:
        content = account.messages[number - 1]
        if content:  # an empty one was erased by someone else
            head = b"* %d FETCH (BODY[] {%d}\r\n" % (number, len(content))
            self.wfile.write(head + content + b")\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, account: Account, trust: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.account, self.trust = account, trust

    def get_request(self):
        line, address = super().get_request()
        return (self.trust.wrap_socket(line, server_side=True) if self.trust else line), address

    def handle_error(self, request, client_address) -> None:
        """A client that does not trust us hangs up: it is what the test looks for."""


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("certificat"))


@pytest.fixture
def account():
    return Account(b"un\r\n", b"deux\r\n", b"trois\r\n")


@pytest.fixture(params=["imap", "imaps"])
def box(request, account, pem, settings):
    """The address of a served mailbox, in the clear and encrypted."""
    trust = None
    if request.param == "imaps":
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trust.load_cert_chain(pem)
    settings.MAIL_AUTHORITY = str(pem)
    with Server(account, trust) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        place = f"retours:mot%20de%20passe@127.0.0.1:{server.server_address[1]}"
        settings.MAIL_BOUNCES_BOX = f"{request.param}://{place}/Rebonds"
        yield settings.MAIL_BOUNCES_BOX
        server.shutdown()


class TestFetch:
    def test_what_was_not_read_is_read_once(self, box, account):
        account.seen.add(2)
        assert list(mailbox.fetch()) == [b"un\r\n", b"trois\r\n"]
        assert account.seen == {1, 2, 3}
        assert list(mailbox.fetch()) == []
        assert account.folders == ["Rebonds", "Rebonds"]

    def test_stopped_on_one_it_is_read_again(self, box, account):
        reading = mailbox.fetch()
        assert [next(reading), next(reading)] == [b"un\r\n", b"deux\r\n"]
        reading.close()
        assert account.seen == {1}

    def test_erased_meanwhile_it_is_passed_over(self, box, account):
        account.messages[1] = b""
        assert list(mailbox.fetch()) == [b"un\r\n", b"trois\r\n"]

    def test_a_wrong_password_is_said(self, box, account):
        account.login = (b"retours", b"autre")
        with pytest.raises(imaplib.IMAP4.error, match="inconnu"):
            list(mailbox.fetch())

    def test_a_server_that_nobody_vouches_for_hears_no_password(self, box, account, settings):
        settings.MAIL_AUTHORITY = ""
        if box.startswith("imaps"):
            with pytest.raises(ssl.SSLCertVerificationError):
                list(mailbox.fetch())
            assert account.folders == []


@pytest.mark.django_db
def test_what_comes_back_has_its_effect(box, account):
    token = prepared(addresses(1)).messages.get().list_token
    to = emails.unsubscribe_mailbox(token).removeprefix("mailto:").split("?")[0]
    account.messages = [b"To: x@example.org\r\n\r\n", f"To: {to}\r\n\r\n".encode()]
    assert worker.read_returns() == 1
    assert Recipient.objects.get().left_how == "courriel"
    assert account.seen == {1, 2}
