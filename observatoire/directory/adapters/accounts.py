"""What allauth asks of us about accounts: who opens them, what is said, who asks."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from observatoire.base.rules import client_of

# By the name of allauth's own template; what is not here is not said.
SAID = {
    "account/messages/login_code_sent.txt": "Un nouveau code vient d’être envoyé.",
    "account/messages/password_set.txt": "Le mot de passe est enregistré. Les autres sessions "
    "ouvertes sont fermées.",
    "account/messages/password_changed.txt": "Le mot de passe est changé. Les autres sessions "
    "ouvertes sont fermées.",
    "mfa/messages/totp_activated.txt": "L’application est enregistrée\u00a0: elle sera demandée à "
    "chaque connexion.",
    "mfa/messages/totp_deactivated.txt": "L’application n’est plus demandée à la connexion.",
    "mfa/messages/webauthn_added.txt": "La clé d’accès est enregistrée.",
    "mfa/messages/webauthn_removed.txt": "La clé d’accès est retirée.",
    "mfa/messages/recovery_codes_generated.txt": "De nouveaux codes de secours remplacent les "
    "anciens.",
}
# What the owner of an account is told by e-mail, so that another's hand is seen.
WARNED = {
    "account/email/password_set": "un mot de passe a été choisi",
    "account/email/password_changed": "le mot de passe a été changé",
    "mfa/email/totp_activated": "une application de double authentification a été ajoutée",
    "mfa/email/totp_deactivated": "l’application de double authentification a été retirée",
    "mfa/email/webauthn_added": "une clé d’accès a été ajoutée",
    "mfa/email/webauthn_removed": "une clé d’accès a été retirée",
    "mfa/email/recovery_codes_generated": "de nouveaux codes de secours ont été créés",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "Ce code n’est pas le bon. Vérifier le dernier message reçu\u00a0: "
        "un nouveau code remplace le précédent.",
        "too_many_login_attempts": "Trop d’essais avec ce code\u00a0: en demander un nouveau.",
        "rate_limited": "Trop de demandes\u00a0: attendre un peu avant de recommencer.",
        "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon. Sans mot de "
        "passe, demander un code par courriel.",
        "incorrect_password": "Ce mot de passe n’est pas le bon.",
        "enter_current_password": "Ce n’est pas le mot de passe actuel.",
    }

    def is_open_for_signup(self, request):
        """Accounts are opened by the coordination."""
        return False

    def get_client_ip(self, request):
        return client_of(request)

    def is_safe_url(self, url):
        """On this site, on this very host; what cannot be read as an address is refused as well."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def add_message(self, request, level, message_template=None, *args, **options):
        options.setdefault("message", SAID.get(message_template))
        if options["message"]:
            super().add_message(request, level, None, *args, **options)

    def send_mail(self, template_prefix, email, context):
        ours = {
            "platform": settings.PLATFORM_NAME,
            "contact": settings.CONTACT_ADDRESS,
            "site": settings.SITE_ADDRESS,
        }
        message = self.render_mail(template_prefix, email, ours | context)
        # Read by the outbox: a code leaves before the letters, and is not shown in its list.
        message.extra_headers["X-Observatoire-Nature"] = "code" if "code" in context else "avis"
        message.send()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        what = WARNED.get(template_prefix)
        if what:
            self.send_mail("directory/mail/warning", user.email, {"what": what})

    def get_password_change_redirect_url(self, request):
        return settings.LOGIN_REDIRECT_URL

    def get_reauthentication_methods(self, user):
        words = {
            "reauthenticate": "Avec le mot de passe",
            "mfa_reauthenticate": "Avec l’application ou un code de secours",
            "mfa_reauthenticate:webauthn": "Avec une clé d’accès",
        }
        methods = super().get_reauthentication_methods(user)
        return [one | {"description": words[one["id"]]} for one in methods]
