"""The relay: one connection, kept open, that says exactly how far a message went."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Mapping

from observatoire.mail.adapters.outcome import Departure, Fate, Outcome

SECONDS = 60
TRANSIENT, PERMANENT = 400, 500
DONE, GO_AHEAD = range(200, 300), 354
# The answers to MAIL, RCPT and DATA that let a message through.
EXPECTED = (DONE, DONE, (GO_AHEAD,))
OURSELVES = {"localhost", "127.0.0.1", "::1"}
ONE_WORD = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+")
QUEUED = ("queued as ", "queued mail for delivery: ")


class SmtpRelay:
    """`send` answers with what is known: only an answer to the final dot makes « accepté »."""

    def __init__(self, settings: Mapping) -> None:
        self.settings = settings
        self._open: smtplib.SMTP | None = None

    def send(self, departure: Departure) -> Outcome:
        try:
            relay, refusal = self._given(departure)
        except (OSError, smtplib.SMTPException) as error:
            was_reached = self._open is not None
            self.close()
            # The content has not been given: the relay holds nothing of this message.
            return Outcome(Fate.DEFERRED if was_reached else Fate.NOT_SENT, reply=_said(error))
        return refusal or self._content(relay, departure.content)

    def _given(self, departure: Departure) -> tuple[smtplib.SMTP, Outcome | None]:
        """The envelope, on the open connection; on a new one if the relay had hung up."""
        was_open = self._open is not None
        try:
            relay = self._connected()
            return relay, self._envelope(relay, departure)
        except (OSError, smtplib.SMTPException):
            if not was_open:
                raise
        self.close()
        relay = self._connected()
        return relay, self._envelope(relay, departure)

    def close(self) -> None:
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None

    def _connected(self) -> smtplib.SMTP:
        if self._open is not None:
            return self._open
        given = self.settings
        wants_tls, local = given["security"] == "tls", given["host"] in OURSELVES
        host, seconds = given["host"], given.get("seconds", SECONDS)
        if wants_tls:
            trust = _trusting(given)
            relay = smtplib.SMTP_SSL(host, given["port"], timeout=seconds, context=trust)
        else:
            relay = smtplib.SMTP(host, given["port"], timeout=seconds)
        try:
            relay.ehlo_or_helo_if_needed()
            # A password goes to no relay that has not proved who it is.
            is_asked = given["security"] == "starttls" or (given["user"] and not local)
            is_offered = given["security"] == "auto" and relay.has_extn("starttls")
            if not wants_tls and given["security"] != "aucun" and (is_asked or is_offered):
                relay.starttls(context=_trusting(given) if is_asked else _opportunistic())
                relay.ehlo()
            if given["user"]:
                relay.login(given["user"], given["password"])
        except BaseException:
            relay.close()
            raise
        # Every answer is waited for; small writes must not wait for one another too.
        relay.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open = relay
        return relay

    def _envelope(self, relay: smtplib.SMTP, departure: Departure) -> Outcome | None:
        """Say from whom and to whom; an answer that refuses ends it."""
        lines = _demands(departure)
        if relay.has_extn("pipelining"):
            return self._in_one_go(relay, b"".join(lines))
        for line, expected in zip(lines, EXPECTED, strict=True):
            relay.sock.sendall(line)
            code, said = relay.getreply()
            if code not in expected:
                self._start_again(relay, code)
                return _refusal(code, said)
        return None

    def _in_one_go(self, relay: smtplib.SMTP, lines: bytes) -> Outcome | None:
        """RFC 2920: three demands, then three answers; the first that refuses is the answer."""
        relay.sock.sendall(lines)
        answers = [relay.getreply() for _ in EXPECTED]
        refusals = [
            _refusal(code, said)
            for (code, said), expected in zip(answers, EXPECTED, strict=True)
            if code not in expected
        ]
        if not refusals:
            return None
        if answers[-1][0] == GO_AHEAD:
            # It waits for a message to nobody: an empty one, that it refuses.
            relay.sock.sendall(b".\r\n")
            relay.getreply()
        self._start_again(relay, refusals[0].code)
        return refusals[0]

    def _content(self, relay: smtplib.SMTP, content: bytes) -> Outcome:
        is_whole = False
        try:
            relay.sock.sendall(_dotted(content))
            is_whole = True
            relay.sock.sendall(b".\r\n")
            code, said = relay.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            # Before the final dot nothing can have been accepted; after it, nobody knows.
            return Outcome(Fate.DOUBTFUL if is_whole else Fate.DEFERRED, reply=_said(error))
        if code in DONE:
            text = _text(said)
            return Outcome(Fate.ACCEPTED, code, text, relay_id=_queue_name(text))
        self._start_again(relay, code)
        if code >= TRANSIENT:
            return _refusal(code, said)
        return Outcome(Fate.DOUBTFUL, reply=_text(said))  # no answer that means anything

    def _start_again(self, relay: smtplib.SMTP, code: int) -> None:
        """421 announces that the relay hangs up; after another refusal the connection serves."""
        if code == 421:
            self.close()
            return
        try:
            relay.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _trusting(given: Mapping) -> ssl.SSLContext:
    """The relay proves who it is, to a public authority or to the one that is named."""
    return ssl.create_default_context(cafile=given.get("authority") or None)


def _opportunistic() -> ssl.SSLContext:
    """Encrypted if offered, as between relays: a certificate of its own is better than none."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _demands(departure: Departure) -> list[bytes]:
    """MAIL, RCPT, DATA. An address that is not one word would say something else to the relay."""
    for address in (departure.sender, departure.recipient):
        if not ONE_WORD.fullmatch(address):
            raise ValueError("Une adresse d’enveloppe n’est pas un mot.")
    between = f"MAIL FROM:<{departure.sender}>\r\nRCPT TO:<{departure.recipient}>\r\nDATA\r\n"
    return between.encode("ascii").splitlines(keepends=True)


def _dotted(content: bytes) -> bytes:
    doubled = content.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + doubled if doubled.startswith(b".") else doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _refusal(code: int, said: bytes) -> Outcome:
    fate = Fate.REFUSED if code >= PERMANENT else Fate.DEFERRED
    return Outcome(fate, code, _text(said))


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace").replace("\n", " ")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {_text(said) if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__


def _queue_name(said: str) -> str:
    for before in QUEUED:
        if before in said:
            return said.partition(before)[2].split()[0].strip(".,;")[:200]
    return ""
