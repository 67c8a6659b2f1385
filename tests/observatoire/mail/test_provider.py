"""A provider instead of a relay: each one's own client, over HTTP, to a server of this machine."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus

import pytest
from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import tracking
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.test import RequestFactory

from observatoire.config.environment import PROVIDERS, provider, provider_keys
from observatoire.mail import emails, receivers
from observatoire.mail.adapters import Departure, Fate
from observatoire.mail.adapters.provider import ProviderRelay
from observatoire.mail.models import DomainAlarm, Message
from tests.observatoire.mail.letters import addresses, prepared

pytestmark = pytest.mark.django_db
# What each one answers when it has taken a message.
TAKEN = {
    "brevo": (201, {"messageId": "<vu@brevo>"}),
    "mailgun": (200, {"id": "<vu@mailgun>", "message": "Queued. Thank you."}),
    "postmark": (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "vu-postmark", "To": "a@b"}),
    "sparkpost": (200, {"results": {"id": "vu", "total_accepted_recipients": 1}}),
}
TAKEN["sparkpost"][1]["results"]["total_rejected_recipients"] = 0


class Api(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.server.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
        code, said = self.server.answer
        if code is None:
            return  # hangs up without an answer
        content = json.dumps(said).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *given) -> None:
        """Says nothing."""


@pytest.fixture
def api(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        server.heard, server.answer = [], (200, {})
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        more = {"SCALEWAY_PROJECT_ID": "essai"}
        for name in PROVIDERS:
            more |= {f"{name.upper()}_API_URL": address} | provider_keys(name, "cle", "secret")
        settings.ANYMAIL = more
        yield server
        server.shutdown()


@pytest.fixture
def departure():
    message = prepared(addresses(1)).messages.select_related("mailing").get()
    content = emails.write_one(message.mailing, message, now=message.created_at)
    names = (str(message.pk), message.message_id, message.sender, message.mailbox)
    return Departure(*names, content)


def given(name: str, departure: Departure):
    way = ProviderRelay(provider(name))
    try:
        return way.send(departure)
    finally:
        way.close()


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_each_takes_a_letter_with_its_way_out(api, departure, name):
    api.answer = TAKEN[name]
    assert given(name, departure).fate == Fate.ACCEPTED
    [heard] = api.heard
    said = unquote_plus(heard.decode(errors="replace"))
    for expected in ("List-Unsubscribe-Post", "/desabonnement/", departure.identifier):
        assert expected in said


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ((429, {}), Fate.DEFERRED),
        ((503, {}), Fate.DEFERRED),
        ((401, {"ErrorCode": 10, "Message": "Bad token"}), Fate.NOT_SENT),
        ((None, {}), Fate.DOUBTFUL),
        ((200, {"nothing": "known"}), Fate.DOUBTFUL),
    ],
)
def test_what_it_answers_decides(api, departure, answer, fate):
    api.answer = answer
    assert given("postmark", departure).fate == fate


def test_it_is_not_there(api, departure, settings):
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://127.0.0.1:9/"}
    assert given("postmark", departure).fate == Fate.NOT_SENT


def test_badly_set_nothing_is_held_against_the_letter(departure, settings):
    settings.ANYMAIL = {}
    assert given("postmark", departure).fate == Fate.NOT_SENT


class TestEvents:
    """What the provider tells, through its own view and its own signal."""

    @pytest.fixture(autouse=True)
    def heard(self, api):
        tracking.connect(receivers.on_event, dispatch_uid="essai")
        yield
        tracking.disconnect(dispatch_uid="essai")

    @pytest.fixture
    def message(self):
        message = prepared(addresses(1)).messages.get()
        Message.objects.update(state="incertain", due=None, claimed_at=message.created_at)
        return message

    def tell(self, message, record: str, secret: str = "courriels:secret", **more) -> int:
        body = {"RecordType": record, "MessageID": "vu", "Recipient": message.mailbox}
        body |= {"Metadata": {"message": str(message.pk)}} | more
        request = RequestFactory().post(
            "/courriels/evenements/postmark/tracking/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Basic {b64(secret)}"},
        )
        return PostmarkTrackingWebhookView.as_view()(request).status_code

    def test_delivered_settles_a_doubt(self, message):
        assert self.tell(message, "Delivery", DeliveredAt="2026-03-17T09:00:00Z") == 200
        message.refresh_from_db()
        assert (message.state, message.reason) == ("accepte", "établi par le fournisseur")

    def test_a_bounce_is_read_as_any_other(self, message):
        said = {"Type": "HardBounce", "Email": message.mailbox, "BouncedAt": "2026-03-17T09:00:00Z"}
        detail = "smtp;550 5.1.1 User unknown"
        assert self.tell(message, "Bounce", Details=detail, Description=detail, **said) == 200
        message.refresh_from_db()
        assert (message.state, message.status) == ("rebond", "5.1.1")

    def test_a_policy_is_held_against_nobody(self, message):
        detail = "smtp;550 5.7.1 refused by policy"
        said = {"Type": "HardBounce", "Email": message.mailbox, "BouncedAt": "2026-03-17T09:00:00Z"}
        self.tell(message, "Bounce", Details=detail, Description=detail, **said)
        assert DomainAlarm.objects.get().domain == "example.org"

    def test_badly_signed_it_has_no_effect(self, message):
        with pytest.raises(AnymailWebhookValidationFailure, match="basic auth"):
            self.tell(message, "Delivery", secret="courriels:autre")
        message.refresh_from_db()
        assert message.state == "incertain"


def b64(text: str) -> str:
    return b64encode(text.encode()).decode()
