"""To ProConnect, and back from it; whatever is not believed is a page that says so."""

from __future__ import annotations

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from observatoire.directory.actions.proconnect import account_of
from observatoire.directory.adapters import proconnect
from observatoire.directory.presenters.sign_in import explain_refusal
from observatoire.directory.rules import note_second_factor

PENDING = "directory.proconnect"
logger = logging.getLogger(__name__)


@never_cache
def start(request):
    _ask_for_settings()
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    try:
        address, pending = proconnect.begin(callback=_callback(), to=asked if is_ours else "")
    except proconnect.Refused as refusal:
        return _refuse(request, refusal)
    request.session[PENDING] = pending
    return redirect(address)


@never_cache
def come_back(request):
    """What the session kept serves once, whatever comes."""
    _ask_for_settings()
    pending = request.session.pop(PENDING, None)
    if request.GET.get("error"):
        return _refuse(request, proconnect.Refused("abandon"))
    try:
        identity = proconnect.finish(
            pending=pending,
            state=request.GET.get("state", ""),
            code=request.GET.get("code", ""),
            callback=_callback(),
        )
        account = account_of(identity=identity)
    except proconnect.Refused as refusal:
        return _refuse(request, refusal)
    return _sign_in(request, account, identity, pending["to"])


def _sign_in(request, account, identity, to):
    """allauth’s own steps follow: who has a second factor here is asked for it all the same."""
    record_authentication(request, account, "proconnect")
    if identity.has_second_factor:
        note_second_factor(request, account)
    return perform_login(request, Login(user=account, redirect_url=to or None))


def _refuse(request, refusal):
    logger.warning("ProConnect : %s", refusal.reason)
    context = {"explanation": explain_refusal(refusal.reason)}
    return render(request, "directory/account/proconnect_refused.html", context, status=403)


def _ask_for_settings() -> None:
    if not settings.PROCONNECT["server"]:
        raise Http404


def _callback() -> str:
    return settings.SITE_ADDRESS + reverse("proconnect_back")
