"""The sign-in: allauth's steps, on our pages, each one counted."""

from __future__ import annotations

from allauth.account.internal.stagekit import unstash_login
from allauth.account.views import ConfirmLoginCodeView, LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from observatoire.base.middleware import limited
from observatoire.base.rules import CLIENT, CODE, SIGN_IN, client_network
from observatoire.directory.forms.sign_in import PasswordForm
from observatoire.directory.presenters.sign_in import demonstration_code, sign_in_doors

CLIENTS = (CLIENT, client_network)


def typed_address(request) -> str:
    return request.POST.get("login", "").strip()


def asked_again(request) -> str:
    """The address to which another code is asked; nobody when a code is tried."""
    return _pending_address(request) if request.POST.get("action") == "resend" else ""


def tried_address(request) -> str:
    return "" if request.POST.get("action") == "resend" else _pending_address(request)


def pending_account(request) -> str:
    login = unstash_login(request, peek=True)
    return f"compte {login.user.pk}" if login and login.user else ""


def _pending_address(request) -> str:
    login = unstash_login(request, peek=True)
    return login.email or "" if login else ""


class AddressView(LoginView):
    """An address; a code goes to it, or a message that says that no account is there."""

    def get_context_data(self, **options):
        return super().get_context_data(**options) | sign_in_doors()


class PasswordView(LoginView):
    template_name = "directory/account/password_sign_in.html"

    def get_form_class(self):
        return PasswordForm

    def get_context_data(self, **options):
        return super().get_context_data(**options) | sign_in_doors()


class CodeView(ConfirmLoginCodeView):
    def get_context_data(self, **options):
        shown = demonstration_code(self._process.user, code=self._process.code)
        return super().get_context_data(**options) | {"demonstration_code": shown}


class SecondFactorView(AuthenticateView):
    def get_context_data(self, **options):
        shown = demonstration_code(self.stage.login.user)
        return super().get_context_data(**options) | {"demonstration_code": shown}


address = limited((CODE, typed_address), CLIENTS)(AddressView.as_view())
password = limited((SIGN_IN, typed_address), CLIENTS)(PasswordView.as_view())
code = limited((SIGN_IN, tried_address), (CODE, asked_again), CLIENTS)(CodeView.as_view())
second_factor = limited((SIGN_IN, pending_account), CLIENTS)(SecondFactorView.as_view())


def administration(request):
    """Wagtail's own addresses of sign-in lead to ours."""
    asked = request.GET.get("next")
    query = f"?{urlencode({'next': asked})}" if asked else ""
    return redirect(f"{settings.LOGIN_URL}{query}")


def how_to_join(request):
    """Nobody signs up: who opens accounts, and how to ask."""
    return render(request, "directory/account/how_to_join.html")
