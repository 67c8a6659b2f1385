"""/compte/: allauth's views under French addresses; their names are those that allauth looks for.

What allauth offers and is not here is not offered: no signing up, no second address, no reset of a
password by a link (a code by e-mail does as well).
"""

from allauth.account import views as accounts
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path

from observatoire.base.middleware import limited
from observatoire.base.rules import SIGN_IN
from observatoire.directory.views import account, proconnect, sign_in
from observatoire.directory.views.sign_in import CLIENTS


def signed_in(request) -> str:
    return f"compte {request.user.pk}" if request.user.is_authenticated else ""


tried = limited((SIGN_IN, signed_in), CLIENTS)

urlpatterns = [
    path("gestion/login/", sign_in.administration, name="wagtailadmin_login"),
    path("gestion/logout/", accounts.logout, name="wagtailadmin_logout"),
    path("_util/login/", sign_in.administration, name="wagtailcore_login"),
    path("compte/", account.account, name="account"),
    path("compte/connexion/", sign_in.address, name="account_login"),
    path("compte/connexion/", sign_in.address, name="account_request_login_code"),
    path("compte/connexion/code/", sign_in.code, name="account_confirm_login_code"),
    path("compte/connexion/mot-de-passe/", sign_in.password, name="password_sign_in"),
    path("compte/connexion/application/", sign_in.second_factor, name="mfa_authenticate"),
    path("compte/connexion/cle/", limited(CLIENTS)(keys.login_webauthn), name="mfa_login_webauthn"),
    path("compte/proconnect/", proconnect.start, name="proconnect"),
    path("compte/proconnect/retour/", proconnect.come_back, name="proconnect_back"),
    path("compte/deconnexion/", accounts.logout, name="account_logout"),
    path("compte/ferme/", accounts.account_inactive, name="account_inactive"),
    path("compte/ouvrir/", sign_in.how_to_join, name="account_signup"),
    path("compte/second-facteur/", account.step_up, name="step_up"),
    path("compte/sessions/", account.close_others, name="close_others"),
    path("compte/confirmer/", tried(accounts.reauthenticate), name="account_reauthenticate"),
    path("compte/confirmer/application/", tried(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "compte/confirmer/cle/",
        tried(keys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "compte/mot-de-passe/choisir/",
        reauthentication_required(accounts.password_set),
        name="account_set_password",
    ),
    path(
        "compte/mot-de-passe/changer/",
        tried(accounts.password_change),
        name="account_change_password",
    ),
    path("compte/mot-de-passe/retirer/", account.drop_password, name="drop_password"),
    path("compte/securite/", factors.index, name="mfa_index"),
    path(
        "compte/securite/application/ajouter/",
        tried(totp.activate_totp),
        name="mfa_activate_totp",
    ),
    path("compte/securite/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("compte/securite/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "compte/securite/codes/refaire/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("compte/securite/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("compte/securite/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("compte/securite/cles/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "compte/securite/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"
    ),
]
