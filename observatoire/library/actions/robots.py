"""Asking a site what it allows to programs, once a day."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.core.cache import cache

from observatoire.library.harvest import robots
from observatoire.library.harvest.fetching import Network, Question, fetch
from observatoire.library.harvest.limits import Limits, Refused

KEPT = 24 * 3600
LIMITS = Limits(size=robots.SIZE, seconds=10.0)
UNWELCOME = (
    "Le site demande aux programmes de ne pas lire cette adresse (robots.txt)\u00a0: demander "
    "l’accord du producteur."
)
SILENT = (
    "Le site ne peut pas dire ce qu’il permet aux programmes (robots.txt)\u00a0: il sera essayé "
    "de nouveau plus tard."
)


def refuse_unwelcome(address: str, network: Network) -> None:
    """Raises Refused where the site asks not to be read, or cannot be reached to say so."""
    if not rules_of(address, network).allow(address):
        raise Refused(UNWELCOME)


def delay_of(address: str, network: Network) -> float:
    """The seconds that a site wants between two questions; none where it says nothing."""
    try:
        return rules_of(address, network).delay
    except Refused:
        return 0.0


def rules_of(address: str, network: Network) -> robots.Rules:
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    key = f"base.robots.{hashlib.sha256(root.encode()).hexdigest()[:32]}"
    kept = cache.get(key)
    if kept is None:
        kept = _asked(root, network)
        cache.set(key, kept, KEPT)
    return robots.read(kept)


def _asked(root: str, network: Network) -> bytes:
    """Its file; a site without one allows all, a site in trouble allows nothing today."""
    answer = fetch(Question(f"{root}/robots.txt"), LIMITS, network)
    if answer.status >= 500:
        raise Refused(SILENT)
    return answer.body if answer.status == 200 else b""
