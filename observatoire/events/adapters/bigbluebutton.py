"""BigBlueButton: every call is signed by a digest of its name, its parameters and a secret."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree

import jwt
import requests
from django.conf import settings

SECONDS = 8
LARGEST = 200_000  # of an answer: a few lines of XML
VIEWER, MODERATOR = "VIEWER", "MODERATOR"


class Unreachable(Exception):
    """The room did not open: the server is silent, or refuses."""


@dataclass(frozen=True)
class BigBlueButton:
    """`server` ends with « /api », as `bbb-conf --secret` gives it, or just before."""

    server: str
    secret: str

    def create(self, *, meeting: str, title: str, callback: str, may_record: bool) -> None:
        """Make the room ready; made again, BigBlueButton gives the same one."""
        self._call(
            "create",
            {
                "meetingID": meeting,
                "name": title[:250],
                "record": "true" if may_record else "false",
                "autoStartRecording": "false",
                "lockSettingsDisablePrivateChat": "true",
                "muteOnStart": "true",
                # Who came is sent to us at the end, instead of a file that someone must save.
                "meta_analytics-callback-url": callback,
            },
        )

    def join(self, *, meeting: str, name: str, key: str, role: str = VIEWER) -> str:
        """The address that lets one person in, under a key that the report of presence repeats."""
        asked = {"meetingID": meeting, "fullName": name, "userID": key, "role": role}
        return self.signed("join", asked)

    def signed(self, call: str, asked: dict[str, str]) -> str:
        query = urlencode(asked)
        checksum = hashlib.sha256(f"{call}{query}{self.secret}".encode()).hexdigest()
        root = self.server if self.server.endswith("/api") else f"{self.server}/api"
        return f"{root}/{call}?{query}&checksum={checksum}"

    def is_from_room(self, authorization: str) -> bool:
        """Whether what is sent back bears the signature of our server."""
        token = authorization.removeprefix("Bearer ").strip()
        try:
            jwt.decode(token, self.secret, algorithms=["HS512", "HS256"])
        except jwt.InvalidTokenError:
            return False
        return True

    def _call(self, call: str, asked: dict[str, str]) -> dict[str, str]:
        try:
            answer = requests.get(self.signed(call, asked), timeout=SECONDS)
            answer.raise_for_status()
            root = ElementTree.fromstring(answer.text[:LARGEST])  # noqa: S314 see above
        except (requests.RequestException, ElementTree.ParseError) as error:
            raise Unreachable("La salle ne répond pas.") from error
        said = {child.tag: child.text or "" for child in root}
        if said.get("returncode") != "SUCCESS":
            raise Unreachable(f"La salle refuse\u00a0: {said.get('messageKey', 'sans raison')}.")
        return said


def configured() -> BigBlueButton | None:
    """The server of this site, where there is one."""
    found = BigBlueButton(**settings.BIGBLUEBUTTON)
    return found if found.server and found.secret else None
