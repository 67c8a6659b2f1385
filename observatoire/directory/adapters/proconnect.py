"""ProConnect, by OpenID Connect: what is asked of it, and all that is checked of what it answers.

A code against a token, server to server; the token's signature, issuer, audience, dates and nonce;
the same subject in what is said of the person. Nothing is believed because the connection is.
"""

from __future__ import annotations

import json
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.core.cache import cache

ALGORITHMS = ("RS256", "ES256")  # signed with their private key; never « none », never a shared one
SCOPES = "openid email given_name usual_name"
WANTED = {"id_token": {"amr": {"essential": True}}}
STRONG = {"eidas2", "eidas3"}
WAIT_SECONDS, KEPT_SECONDS, PENDING_SECONDS, CLOCK_SECONDS = 5, 3600, 600, 30


class Refused(Exception):
    """The answer is not believed; `reason` is a word of ours, for the page and the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Identity:
    """Whom ProConnect vouches for."""

    subject: str
    email: str
    has_second_factor: bool


def begin(*, callback: str, to: str) -> tuple[str, dict]:
    """The address where the person goes, and what the session keeps until they come back."""
    verifier = secrets.token_urlsafe(48)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    pending = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": verifier,
        "to": to,
        "at": time.time(),
    }
    asked = {
        "response_type": "code",
        "client_id": settings.PROCONNECT["client"],
        "redirect_uri": callback,
        "scope": SCOPES,
        "state": pending["state"],
        "nonce": pending["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "claims": json.dumps(WANTED),
    }
    return f"{_server()['authorization_endpoint']}?{urlencode(asked)}", pending


def finish(*, pending: dict | None, state: str, code: str, callback: str) -> Identity:
    """Who came back. `pending`: what the session kept, which must already be out of it."""
    if not pending or time.time() - pending["at"] > PENDING_SECONDS:
        raise Refused("etat")
    if not state or not secrets.compare_digest(state.encode(), pending["state"].encode()):
        raise Refused("etat")
    if not code:
        raise Refused("code")
    tokens = _exchange(code, callback, pending["verifier"])
    claims = _read(tokens.get("id_token", ""), required=("exp", "iat", "sub", "nonce"))
    if not secrets.compare_digest(str(claims["nonce"]).encode(), pending["nonce"].encode()):
        raise Refused("nonce")
    said = _ask_who(tokens.get("access_token", ""))
    if said.get("sub") != claims["sub"]:
        raise Refused("sujet")
    if not said.get("email"):
        raise Refused("adresse")
    methods = claims.get("amr") or []
    is_strong = "mfa" in methods or claims.get("acr") in STRONG
    return Identity(str(claims["sub"]), str(said["email"]).strip().lower(), is_strong)


def _server() -> dict:
    """What the provider publishes about itself; it must speak for the address that we know."""
    address = settings.PROCONNECT["server"]
    known = _kept(f"{address}/.well-known/openid-configuration")
    if str(known.get("issuer", "")).rstrip("/") != address:
        raise Refused("emetteur")
    return known


def _exchange(code: str, callback: str, verifier: str) -> dict:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "client_id": settings.PROCONNECT["client"],
        "client_secret": settings.PROCONNECT["secret"],
        "code_verifier": verifier,
    }
    answer = _call("post", _server()["token_endpoint"], data=asked)
    if answer.status_code != 200:
        raise Refused("code")  # unknown, stale, or already used
    return _object(answer)


def _ask_who(token: str) -> dict:
    """ProConnect signs this answer too; others give it plain, over the same connection."""
    address = _server()["userinfo_endpoint"]
    answer = _call("get", address, headers={"Authorization": f"Bearer {token}"})
    if answer.status_code != 200:
        raise Refused("jeton")
    if "jwt" in answer.headers.get("content-type", ""):
        return _read(answer.text.strip(), required=("sub",))
    return _object(answer)


def _read(token: str, *, required: tuple[str, ...]) -> dict:
    """The claims of a token, once its signature and what surrounds it are checked."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Refused("signature")
        return jwt.decode(
            token,
            _key(header.get("kid", "")),
            algorithms=[header["alg"]],
            audience=settings.PROCONNECT["client"],
            issuer=_server()["issuer"],
            leeway=CLOCK_SECONDS,
            options={"require": ["iss", "aud", *required], "strict_aud": True},
        )
    except jwt.ExpiredSignatureError as error:
        raise Refused("perime") from error
    except jwt.InvalidAudienceError as error:
        raise Refused("audience") from error
    except jwt.InvalidIssuerError as error:
        raise Refused("emetteur") from error
    except (jwt.PyJWTError, ValueError) as error:
        raise Refused("signature") from error


def _key(kid: str):
    """The public key of this name; asked again once, for the provider changes them."""
    address = _server()["jwks_uri"]
    for is_fresh in (False, True):
        keys = _kept(address, is_fresh=is_fresh).get("keys", [])
        for one in keys:
            if one.get("kid") == kid and one.get("use", "sig") == "sig":
                return jwt.PyJWK(one).key
    raise Refused("signature")


def _kept(address: str, *, is_fresh: bool = False) -> dict:
    key = f"proconnect:{sha256(address.encode()).hexdigest()}"
    known = None if is_fresh else cache.get(key)
    if known is None:
        known = _object(_call("get", address))
        cache.set(key, known, KEPT_SECONDS)
    return known


def _call(method: str, address: str, **options) -> requests.Response:
    try:
        return requests.request(
            method, address, timeout=WAIT_SECONDS, allow_redirects=False, **options
        )
    except requests.RequestException as error:
        raise Refused("injoignable") from error


def _object(answer: requests.Response) -> dict:
    try:
        found = answer.json()
    except ValueError as error:
        raise Refused("injoignable") from error
    if not isinstance(found, dict):
        raise Refused("injoignable")
    return found
