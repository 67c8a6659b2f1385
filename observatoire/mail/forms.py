"""What is typed in the administration for mail."""

from __future__ import annotations

from django import forms

from observatoire.mail.envelope import Impossible, read_address
from observatoire.mail.models import Mailing, Message, Suppression


class FilterForm(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False)

    def __init__(self, *given, choices, all_of="Tous les états", **options):
        super().__init__(*given, **options)
        named = [(value, str(label).capitalize()) for value, label in choices]
        self.fields["etat"].choices = [("", all_of), *named]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in ("q", "etat")}
        return {"words": found["q"], "state": found["etat"]}


def mailing_filter(data) -> FilterForm:
    return FilterForm(data, choices=Mailing.State.choices)


def message_filter(data) -> FilterForm:
    return FilterForm(data, choices=Message.State.choices)


class AddressFilter(FilterForm):
    def __init__(self, data):
        super().__init__(data, choices=Suppression.Reason.choices, all_of="Toutes les raisons")
        self.fields["etat"].label = "Raison"


class ConfirmForm(forms.Form):
    """To how many, typed by who sends; now or at an hour."""

    count = forms.IntegerField(
        label="Nombre de destinataires",
        min_value=1,
        help_text="L’écrire en chiffres\u00a0: c’est la deuxième confirmation.",
        error_messages={"required": "Écrire le nombre de destinataires."},
    )
    due = forms.DateTimeField(
        label="Heure de départ",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Vide\u00a0: l’envoi part tout de suite. Heure de Paris.",
        error_messages={"invalid": "Écrire une date et une heure."},
    )


class TestForm(forms.Form):
    addresses = forms.CharField(
        label="Adresses d’essai",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une par ligne, cinq au plus.",
        error_messages={"required": "Écrire au moins une adresse."},
    )

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        return [_mailbox(line) for line in lines if line]


class SuppressForm(forms.Form):
    address = forms.CharField(
        label="Adresse à écarter",
        max_length=320,
        error_messages={"required": "Écrire une adresse."},
    )

    def clean_address(self) -> str:
        return _mailbox(self.cleaned_data["address"])


def _mailbox(text: str) -> str:
    try:
        return read_address(text).mailbox
    except Impossible as error:
        raise forms.ValidationError(str(error)) from error
