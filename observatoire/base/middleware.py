"""What is added to every answer: the policy of the administration, and the page cache."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache

from observatoire.base.models import Generation
from observatoire.base.registry import registry

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
