"""Addresses: which may be asked for, and when two of them are the same page.

An address that somebody types, or that an answer gives, must never lead inside: neither to this
machine, nor to its network, nor to the interface of its host. What is looked at is the number the
name leads to, not the name.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import idna

from observatoire.library.harvest.limits import Refused

PORTS = frozenset({80, 443, 8080, 8443})
_INNER_NAMES = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private",
    "home.arpa", "test", "invalid", "onion", "in-addr.arpa", "ip6.arpa",
)  # fmt: skip
# Networks that Python calls global, and through which something inside may answer.
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host of a virtual machine, at Azure
        "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "100.64.0.0/10",
        "::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CAMPAIGN = re.compile(r"utm_\w+|at_\w+|fbclid|gclid|mc_[ce]id|xtor|pk_\w+|mtm_\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """An address taken to pieces; `path` is what is asked of the host, its question with it."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        usual = self.port == {"http": 80, "https": 443}[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if usual else f':{self.port}'}{self.path}"


def checked(address: str, ports: frozenset[int] | None = PORTS) -> Target:
    """The pieces of an address that may be asked for. Raises Refused, with what is wrong in it."""
    if len(address) > 2000 or re.search(r"[\s\\\x00-\x1f\x7f]", address):
        raise Refused("L’adresse contient un espace ou un caractère qui n’a pas sa place.")
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise Refused("L’adresse est mal écrite.") from None
    if parts.scheme not in ("http", "https"):
        raise Refused("Seule une adresse qui commence par http:// ou https:// est suivie.")
    if "@" in parts.netloc:
        raise Refused("L’adresse contient un identifiant\u00a0: l’écrire sans lui.")
    host = _host(parts.hostname or "")
    if ports is not None and port not in ports:
        raise Refused(f"Le port {port} n’est pas de ceux qui sont suivis.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|")
    question = f"?{query}" if query else ""
    return Target(parts.scheme, host, port, path + question)


def _host(host: str) -> str:
    """The name as it is asked for, in ASCII; a number written in a devious way is refused."""
    host = host.rstrip(".")
    if not host or "%" in host:
        raise Refused("L’adresse ne dit pas de quel site elle est.")
    if ":" in host:
        return _number(host)
    try:
        name = idna.encode(host, uts46=True, transitional=False).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        name = host.lower() if re.fullmatch(r"[A-Za-z0-9._-]+", host) else ""
    name = name.rstrip(".")
    if not name:
        raise Refused("Le nom du site est mal écrit.")
    last = name.rpartition(".")[2]
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        return _number(name)
    if "." not in name or any(
        name == inner or name.endswith(f".{inner}") for inner in _INNER_NAMES
    ):
        raise Refused("Ce nom est celui d’un réseau interne\u00a0: il n’est pas suivi.")
    return name


def _number(host: str) -> str:
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        raise Refused("L’adresse est un nombre écrit d’une façon détournée.") from None
    if not is_public(str(number)):
        raise Refused("Cette adresse mène à un réseau interne\u00a0: elle n’est pas suivie.")
    return str(number)


def is_public(number: str) -> bool:
    """Whether a numeric address is out in the world, whatever it is written in."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return False
    if address.version == 6:
        if address.scope_id:
            return False
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address in _NAT64:
            return is_public(str(ipaddress.ip_address(int(address) & 0xFFFFFFFF)))
    if any(address.version == network.version and address in network for network in _CLOSED):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


def normal(address: str) -> str:
    """What two addresses of one page have in common: no scheme, no « www », no campaign, no end."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = host.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _CAMPAIGN.fullmatch(name)
    ]
    path = re.sub(r"/(?:index\.(?:html?|php))?$", "", re.sub(r"/{2,}", "/", parts.path))
    return f"{host}{path}{'?' + urlencode(sorted(kept)) if kept else ''}"
