"""A provider's interface instead of a relay, through django-anymail."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import requests
from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from observatoire.mail.adapters.outcome import Departure, Fate, Outcome

# Written again by the provider, from the fields we give it.
OURS = {"from", "to", "subject", "reply-to", "content-type", "mime-version", "date"}
BUSY, REFUSED = 429, 400


class ProviderRelay:
    def __init__(self, backend: str) -> None:
        self.backend = backend
        self._open: BaseEmailBackend | None = None

    def send(self, departure: Departure) -> Outcome:
        message = as_django(departure)
        if self._open is None:
            self._open = get_connection(self.backend, fail_silently=False)
        try:
            self._open.send_messages([message])
        except AnymailError as error:
            return _outcome(error)
        except requests.ConnectTimeout as error:
            return Outcome(Fate.NOT_SENT, reply=str(error)[:300])
        except (requests.RequestException, OSError) as error:
            # The answer is lost, not the demand: the provider may have taken it.
            return Outcome(Fate.DOUBTFUL, reply=str(error)[:300])
        named = getattr(message.anymail_status, "message_id", None)
        return Outcome(Fate.ACCEPTED, 250, "", relay_id=str(named or ""))

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _outcome(error: AnymailError) -> Outcome:
    code = getattr(error, "status_code", None)
    said = str(error)[:300]
    if code is None:
        return Outcome(Fate.DOUBTFUL, reply=said)
    if code == BUSY or code >= 500:
        return Outcome(Fate.DEFERRED, code, said)
    return Outcome(Fate.REFUSED if code >= REFUSED else Fate.DOUBTFUL, code, said)


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
    # No pixel, no rewritten link, where the provider lets us say so.
    message.track_opens = message.track_clicks = False
    return message
