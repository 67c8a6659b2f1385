"""The door of the administration: an account of the staff, and a second factor."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from observatoire.base.middleware import ADMIN_PREFIX
from observatoire.directory.rules import has_second_factor, may_enter_administration

SIGN_IN, SIGN_OUT = f"{ADMIN_PREFIX}login/", f"{ADMIN_PREFIX}logout/"
STEP_UP = "/compte/second-facteur/"


class AdministrationDoorMiddleware:
    """Stands before Wagtail, whose own door knows nothing of a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_inside = request.path.startswith(ADMIN_PREFIX)
        if is_inside and request.path not in {SIGN_IN, SIGN_OUT}:
            if refusal := self._refusal(request):
                return refusal
        return self.get_response(request)

    def _refusal(self, request):
        person = request.user
        if may_enter_administration(person) and has_second_factor(request):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        if not person.is_authenticated:
            return redirect_to_login(request.get_full_path(), login_url=SIGN_IN)
        if not may_enter_administration(person):
            return render(request, "directory/account/no_administration.html", status=403)
        return redirect_to_login(request.get_full_path(), login_url=STEP_UP)
