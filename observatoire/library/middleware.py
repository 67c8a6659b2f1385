"""Addresses of the site before this one: where nothing answers, they lead to what took over."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect

from observatoire.library.queries.old import new_address


class OldAddressMiddleware:
    """Asked only when a page is not found: a page that is there costs nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address = new_address(request.path)
        return HttpResponsePermanentRedirect(address) if address else response
