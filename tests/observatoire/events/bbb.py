"""A server that checks calls as BigBlueButton does: the digest of the call's name, of its query
as it was sent, and of the secret; XML answers; meetings that exist or not.
"""

from __future__ import annotations

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

SECRET = "secret-d-essai"  # of nobody


class Room(BaseHTTPRequestHandler):
    meetings: dict
    joined: list

    def do_GET(self):
        parts = urlsplit(self.path)
        call = parts.path.removeprefix("/bigbluebutton/api/")
        query, _, given = parts.query.rpartition("&checksum=")
        expected = hashlib.sha256(f"{call}{query}{SECRET}".encode()).hexdigest()
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        if given != expected:
            return self._say("FAILED", "checksumError")
        if call == "create":
            known = self.meetings.setdefault(asked["meetingID"], asked)
            same = "duplicateWarning" if known is not asked else ""
            return self._say("SUCCESS", same)
        if call == "join" and asked["meetingID"] in self.meetings:
            self.joined.append(asked)
            return self._say("SUCCESS", "successfullyJoined")
        return self._say("FAILED", "notFound")

    def _say(self, code, key):
        body = f"<response><returncode>{code}</returncode><messageKey>{key}</messageKey></response>"
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *given):
        pass


@pytest.fixture
def room(settings):
    """The server, and the site set up to use it."""
    handler = type("Handler", (Room,), {"meetings": {}, "joined": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/bigbluebutton/api"
    settings.BIGBLUEBUTTON = {"server": address, "secret": SECRET}
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()
