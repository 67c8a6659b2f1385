"""My account: what it may do, what opens it, and closing what is open elsewhere."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from observatoire.directory.actions.sessions import close_other_sessions, remove_password
from observatoire.directory.presenters.sign_in import present_keys
from observatoire.directory.queries.rights import groups_seats, roles_of
from observatoire.directory.rules import has_second_factor, may_enter_administration


@never_cache
@login_required
def account(request):
    context = {
        "person": request.user,
        "roles": roles_of(request.user),
        "seats": groups_seats(request.user),
        "keys": present_keys(request.user),
        "enters_administration": may_enter_administration(request.user),
    }
    return render(request, "directory/account/account.html", context)


@never_cache
@login_required
def step_up(request):
    """The administration asks for a second factor: show one, or make one first."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    destination = asked if is_ours else "/gestion/"
    if has_second_factor(request):
        return redirect(destination)
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "destination": destination,
        "has_code": bool(types & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}),
        "has_key": Authenticator.Type.WEBAUTHN in types,
    }
    return render(request, "directory/account/step_up.html", context)


@login_required
@require_POST
def close_others(request):
    close_other_sessions(request=request, reason="demande")
    messages.success(request, "Les sessions ouvertes ailleurs sont fermées.")
    return redirect("account")


@login_required
@reauthentication_required
def drop_password(request):
    """Back to the code by e-mail alone."""
    if request.method != "POST" or not request.user.has_usable_password():
        return render(request, "directory/account/drop_password.html")
    remove_password(request=request)
    messages.success(request, "Le mot de passe est retiré. Les autres sessions sont fermées.")
    return redirect("account")
