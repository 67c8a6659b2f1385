"""A real OpenID Connect server on this machine: real HTTP, real codes, tokens really signed."""

from __future__ import annotations

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "observatoire-essai", "secret-d-essai"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Honest unless told otherwise: `claims` and `said` change what is signed, `sign` how."""

    def __init__(self) -> None:
        self.key = new_key()
        self.codes: dict[str, dict] = {}
        self.claims: dict = {}
        self.said: dict = {}
        self.plain_userinfo = False
        self.issuer = self.address = ""
        self.sign = self._sign
        self.published = [self._public(self.key)]

    def visit(self, address: str) -> str:
        """A person signs in here and is sent back: the address they come back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, form: dict) -> dict | None:
        """A code serves once, for who asked for it."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form["client_id"], form["client_secret"]) != (CLIENT, SECRET):
            return None
        digest = sha256(form["code_verifier"].encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "sujet-1",
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            "amr": ["pwd"],
        } | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "jeton", "token_type": "Bearer", "id_token": self.sign(kept)}

    def userinfo(self) -> str:
        said = {"iss": self.issuer, "aud": CLIENT, "sub": "sujet-1"} | self.said
        kept = {name: value for name, value in said.items() if value is not None}
        return json.dumps(kept) if self.plain_userinfo else self.sign(kept)

    def _sign(self, claims: dict) -> str:
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "cle-1"})

    @staticmethod
    def _public(key: rsa.RSAPrivateKey) -> dict:
        found = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return found | {"kid": "cle-1", "use": "sig", "alg": "RS256"}

    def answer(self, path: str, form: dict, headers) -> tuple[int, str, str]:
        found = {
            "/.well-known/openid-configuration": self._about,
            "/jwks": lambda: {"keys": self.published},
        }
        if path in found:
            return 200, "application/json", json.dumps(found[path]())
        if path == "/token":
            given = self.token(form)
            if given is None:
                return 400, "application/json", json.dumps({"error": "invalid_grant"})
            return 200, "application/json", json.dumps(given)
        if path == "/userinfo" and headers.get("Authorization") == "Bearer jeton":
            kind = "application/json" if self.plain_userinfo else "application/jwt"
            return 200, kind, self.userinfo()
        return 404, "text/plain", ""

    def _about(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
        }


class Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self):
        self._answer({})

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        form = parse_qs(self.rfile.read(length).decode())
        self._answer({name: values[0] for name, values in form.items()})

    def _answer(self, form: dict) -> None:
        path = urlsplit(self.path).path
        status, kind, body = self.provider.answer(path, form, self.headers)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format, *arguments):
        """Nothing is said of what goes well."""


@contextmanager
def served():
    """The provider, at work on a free port."""
    provider = Provider()
    handler = type("Ours", (Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
