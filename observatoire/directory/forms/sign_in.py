"""The forms of the sign-in: allauth's, in the words and the fields of the site."""

from __future__ import annotations

from allauth.account import forms as allauth
from django import forms

ADDRESS = "Adresse électronique"
ADDRESS_HINT = "Format attendu\u00a0: nom@domaine.fr"
PASSWORD_HINT = "Douze caractères au moins. Une phrase se retient mieux qu’un mot compliqué."


def dress(field: forms.Field, label: str, hint: str = "", **attributes) -> None:
    """Our words and DSFR's class, and no placeholder: it disappears when one types."""
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= {"class": "fr-input"} | attributes


class AddressForm(allauth.LoginForm):
    """An address alone: a code is sent to it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["login"], ADDRESS, ADDRESS_HINT, autocomplete="username webauthn")


class PasswordForm(allauth.LoginForm):
    """An address and a password, for those who chose one."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["login"], ADDRESS, ADDRESS_HINT, autocomplete="username")
        dress(self.fields["password"], "Mot de passe")

    def _setup_password_field(self):
        """allauth drops the field where accounts are opened without password; we keep it."""


class CodeForm(allauth.ConfirmLoginCodeForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["code"], "Code reçu", "Six chiffres.", inputmode="numeric")


class ConfirmPasswordForm(allauth.ReauthenticateForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["password"], "Mot de passe")


class ChoosePasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["password1"], "Nouveau mot de passe", PASSWORD_HINT)
        dress(self.fields["password2"], "Le même, une seconde fois")


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self.fields["oldpassword"], "Mot de passe actuel")
        dress(self.fields["password1"], "Nouveau mot de passe", PASSWORD_HINT)
        dress(self.fields["password2"], "Le même, une seconde fois")
