"""The forms of the second factor: allauth's, in the words and the fields of the site."""

from __future__ import annotations

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from observatoire.directory.forms.sign_in import dress

CODE = "Code de l’application"
CODE_HINT = "Six chiffres, ou un code de secours."


class AuthenticateForm(base.AuthenticateForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["code"], CODE, CODE_HINT, inputmode="numeric")


class ReauthenticateForm(base.ReauthenticateForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["code"], CODE, CODE_HINT, inputmode="numeric")


class ActivateForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["code"], "Code affiché par l’application", "Six chiffres.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddKeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(
            self.fields["name"],
            "Nom de la clé",
            "Pour la reconnaître parmi d’autres.",
        )
        # A key that signs in by itself: it asks for a finger or a code of its own.
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = "Se connecter avec cette clé seule"
        self.fields["passwordless"].help_text = ""


class EditKeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["name"], "Nom de la clé")
