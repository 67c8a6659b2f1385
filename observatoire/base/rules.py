"""Who may change what, who asks, and how often something may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from wagtail.permission_policies import ModelPermissionPolicy

from observatoire.base.registry import registry


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Those who may see a table; nobody, were they to hold every right, changes it there."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)


def may_read_files(collection, request, *, allows_password: bool) -> bool:
    """Whether who asks may read what a collection holds: Wagtail's restrictions, and every app's.

    A password is asked by Wagtail's own page, where there is one: it is no refusal yet.
    """
    asked = collection.get_view_restrictions()
    kept = [one for one in asked if not (allows_password and one.restriction_type == "password")]
    is_open = all(one.accept_request(request) for one in kept)
    return is_open and registry.may_read(request.user, collection)


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds, for one owner: a client, an address, an account."""

    name: str
    amount: int
    seconds: int


HALF_HOUR, DAY = 30 * 60, 24 * 3600
SIGN_IN = Limit("connexion", 5, HALF_HOUR)
CODE = Limit("code", 5, HALF_HOUR)
# An office may be behind one address: a client may try for several people.
CLIENT = Limit("client", 30, HALF_HOUR)
MAIL_FORM = Limit("formulaire", 10, DAY)


def client_of(request) -> str:
    """The network address that asks; « inconnu » where there is none.

    X-Forwarded-For is believed as far as our own proxies wrote it: it is read from its end, and
    what stands before the first address that is not one of ours is what a visitor typed.
    """
    hop = request.META.get("REMOTE_ADDR", "")
    said = request.headers.get("x-forwarded-for", "").split(",")
    for claimed in [part.strip() for part in reversed(said) if part.strip()]:
        if not _is_trusted(hop) or _parsed(claimed) is None:
            break
        hop = claimed
    return hop or "inconnu"


def client_network(request) -> str:
    """What limits count by: an IPv4 address, or the /64 that one subscriber of IPv6 holds."""
    client = client_of(request)
    address = _parsed(client)
    if address is not None and address.version == 6:
        return str(ip_network((address, 64), strict=False))
    return client


def _is_trusted(hop: str) -> bool:
    if not hop:
        return "unix" in settings.TRUSTED_PROXIES
    address = _parsed(hop)
    named = (network for network in settings.TRUSTED_PROXIES if network != "unix")
    return address is not None and any(address in network for network in named)


def _parsed(text: str):
    try:
        return ip_address(text)
    except ValueError:
        return None
