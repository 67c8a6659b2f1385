"""What stands before the views: the policy of the administration, the page cache, limits."""

from __future__ import annotations

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import JsonResponse
from django.shortcuts import render

from observatoire.base.models import Allowance, Generation
from observatoire.base.registry import registry
from observatoire.base.rules import MAIL_FORM, Limit, client_network

ADMIN_PREFIX = "/gestion/"
KEPT_SECONDS = 24 * 3600
# An address with anything else is answered, not kept: whoever invents addresses fills no disk.
KEPT_PARAMETERS = frozenset(
    "territoire comparaison periode niveau theme producteur cycle cle page tri classes".split()
)


class AdminPolicyMiddleware:
    """Wagtail's administration writes styles and scripts inline: it alone is allowed to."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_update = {
                "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
                "style-src": ["'self'", "'unsafe-inline'"],
                "img-src": ["'self'", "data:", "blob:"],
            }
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        return response


class PageCacheMiddleware:
    """Keeps the pages that everyone sees alike, in the cache that all processes share.

    The key holds the site's generation and the registered keys (the store's fingerprint), so a
    publication makes every kept page stale at once and nothing has to be purged. A request with a
    session, an answer that sets a cookie or that is not a plain success are never kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not self._may_be_kept(request):
            return self.get_response(request)
        key = self._key(request)
        kept = cache.get(key)
        if kept is not None:
            kept["X-Page-Gardee"] = "oui"
            return kept
        response = self.get_response(request)
        if (
            response.status_code == 200
            and not response.cookies
            and not response.streaming
            and not response.has_header("Content-Encoding")  # made for one browser
            and "no-store" not in response.get("Cache-Control", "")
            and self._key(request) == key  # nothing was published while it was being made
        ):
            cache.set(key, response, KEPT_SECONDS)
        return response

    @staticmethod
    def _may_be_kept(request) -> bool:
        return (
            settings.PAGE_CACHE
            and request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith((ADMIN_PREFIX, "/api/"))
            and set(request.GET) <= KEPT_PARAMETERS
            and request.path != "/sante/"
        )

    @staticmethod
    def _key(request) -> str:
        parts = [str(Generation.current()), request.get_host(), request.get_full_path()]
        parts += [request.headers.get("HX-Request", ""), request.headers.get("If-None-Match", "")]
        parts += [f"{name}={give()}" for name, give in sorted(registry.cache_keys.items())]
        return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


class InterfaceLimitMiddleware:
    """So many questions a minute to the open interface, for one client.

    Counted in this process alone: a question must not cost a writing.
    """

    KNOWN = 10_000  # clients remembered; the oldest is forgotten

    def __init__(self, get_response):
        self.get_response = get_response
        self.counts: OrderedDict[str, int] = OrderedDict()
        self.minute = 0
        self.lock = Lock()

    def __call__(self, request):
        allowed = settings.API_PER_MINUTE
        if allowed and request.path.startswith("/api/"):
            now = time.time()
            if self._count(client_network(request), int(now // 60)) > allowed:
                return self._refuse(math.ceil(60 - now % 60))
        return self.get_response(request)

    def _count(self, client: str, minute: int) -> int:
        with self.lock:
            if minute != self.minute:
                self.minute = minute
                self.counts.clear()
            self.counts[client] = self.counts.pop(client, 0) + 1
            if len(self.counts) > self.KNOWN:
                self.counts.popitem(last=False)
            return self.counts[client]

    @staticmethod
    def _refuse(wait: int) -> JsonResponse:
        sentence = f"Trop de demandes\u00a0: recommencer dans {wait} s."
        return JsonResponse({"erreur": sentence}, status=429, headers={"Retry-After": str(wait)})


def limited(*counts: tuple[Limit, Callable]):
    """Refuse what is posted too often. `counts`: a limit, and who is counted in a request.

    An empty owner is not counted. A form that ends well may be given back with `give_back`.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, *arguments, **options):
            if request.method == "POST":
                owners = [(limit, owner(request)) for limit, owner in counts]
                request.spent = [(limit, owner) for limit, owner in owners if owner]
                waits = [Allowance.objects.spend(limit, owner) for limit, owner in request.spent]
                if any(waits):
                    return too_many(request, max(waits))
            return view(request, *arguments, **options)

        return answer

    return decorate


# For every form that sends a message to an address that its visitor typed.
mail_form = limited((MAIL_FORM, client_network))


def give_back(request, limit: Limit | None = None, owner: str = "") -> None:
    """What this request spent, or one more time of a limit, is not counted in the end."""
    spent = [(limit, owner)] if limit else request.__dict__.pop("spent", [])
    for one, whose in spent:
        Allowance.objects.give_back(one, whose)


def too_many(request, wait: int):
    minutes = math.ceil(wait / 60)
    response = render(request, "base/errors/429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(wait)
    return response
