"""A provider's interface instead of a relay, through django-anymail."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import requests
from anymail.exceptions import (
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import NewConnectionError

from observatoire.mail.adapters.outcome import Departure, Fate, Outcome

# Written again by the provider, from the fields we give it.
OURS = {"from", "to", "subject", "reply-to", "content-type", "mime-version", "date"}
BUSY, REFUSED, UNPAID, FORBIDDEN = 429, 400, 401, 403
TAKEN, LEFT_OUT = {"sent", "queued"}, {"invalid", "rejected", "failed"}
# They rewrite links or do not, whatever a message asks; to ask is refused.
MUTE = ("anymail.backends.brevo", "anymail.backends.scaleway")
# Found wrong by anymail itself: the provider was not asked.
BEFORE = (
    AnymailInvalidAddress,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)


class ProviderRelay:
    def __init__(self, backend: str) -> None:
        self.backend = backend
        self._open: BaseEmailBackend | None = None

    def send(self, departure: Departure) -> Outcome:
        message = as_django(departure)
        if not self.backend.startswith(MUTE):
            # No pixel, no rewritten link, where the provider lets us say so.
            message.track_opens = message.track_clicks = False
        try:
            if self._open is None:
                self._open = get_connection(self.backend, fail_silently=False)
            self._open.send_messages([message])
        except AnymailRecipientsRefused:
            return _read(message.anymail_status)
        except (AnymailError, requests.RequestException, OSError) as error:
            return _outcome(error)
        except ImproperlyConfigured as error:
            return Outcome(Fate.NOT_SENT, reply=str(error)[:300])
        return _read(message.anymail_status)

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _read(status) -> Outcome:
    """What the provider says of its one recipient; without a word of it, nobody knows."""
    said = set(status.status or ())
    if said & TAKEN:
        return Outcome(Fate.ACCEPTED, 250, "", relay_id=str(status.message_id or ""))
    return Outcome(Fate.REFUSED if said & LEFT_OUT else Fate.DOUBTFUL, reply=", ".join(said))


def _outcome(error: Exception) -> Outcome:
    code, said = getattr(error, "status_code", None), str(error)[:300]
    if isinstance(error, BEFORE):
        return Outcome(Fate.REFUSED, reply=said)
    if _never_connected(error):
        return Outcome(Fate.NOT_SENT, reply=said)
    if code is None or code < REFUSED:
        # The answer is lost, not the demand: the provider may have taken it.
        return Outcome(Fate.DOUBTFUL, reply=said)
    if code in {UNPAID, FORBIDDEN}:
        # It is us that the provider does not know: nothing is held against the message.
        return Outcome(Fate.NOT_SENT, reply=said)
    return Outcome(Fate.DEFERRED if code == BUSY or code >= 500 else Fate.REFUSED, code, said)


def _never_connected(error: Exception) -> bool:
    """Whether the demand cannot have been given: no line was ever open."""
    cause = error.__cause__ or error
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.SSLError):
        return True
    reason = getattr(cause.args[0], "reason", None) if cause.args else None
    return isinstance(reason, NewConnectionError)


def as_django(departure: Departure) -> EmailMultiAlternatives:
    """Our bytes as the fields that a provider asks for; its events will name our message."""
    read = message_from_bytes(departure.content, policy=default)
    plain, page = read.get_body(("plain",)), read.get_body(("html",))
    message = EmailMultiAlternatives(
        subject=str(read["Subject"]),
        body=plain.get_content() if plain else "",
        from_email=str(read["From"]),
        to=[departure.recipient],
        reply_to=[str(read["Reply-To"])] if read["Reply-To"] else None,
        headers={name: str(value) for name, value in read.items() if name.lower() not in OURS},
    )
    if page:
        message.attach_alternative(page.get_content(), "text/html")
    for attached in read.iter_attachments():
        message.attach(attached.get_filename(), attached.get_content(), attached.get_content_type())
    message.metadata = {"message": departure.identifier}
    return message
