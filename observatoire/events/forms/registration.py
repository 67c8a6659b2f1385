"""What a registrant types: few questions, each with its reason."""

from __future__ import annotations

from django import forms

from observatoire.events.actions.registering import Asked
from observatoire.events.models import Event, Registration
from observatoire.events.queries.needs import serves_meal
from observatoire.mail.envelope import Impossible, read_address

REQUIRED = {"required": "Remplir ce champ."}


def _field(label: str, complete: str, help_text: str = "", **options) -> forms.CharField:
    attributes = {"class": "fr-input", "autocomplete": complete}
    widget = forms.TextInput(attrs=attributes)
    options = {"error_messages": REQUIRED, "max_length": 80} | options
    return forms.CharField(label=label, help_text=help_text, widget=widget, **options)


class ChangeForm(forms.Form):
    """What may change afterwards: everything but the address."""

    first_name = _field("Prénom", "given-name")
    last_name = _field("Nom", "family-name")
    institution_name = _field(
        "Structure",
        "organization",
        "Service, association, collectivité. Laisser vide si vous venez à titre personnel.",
        max_length=200,
        required=False,
    )
    presence = forms.ChoiceField(label="Vous viendrez", widget=forms.RadioSelect)
    meal = forms.ChoiceField(
        label="Repas sur place",
        required=False,
        choices=Registration.Meal,
        widget=forms.Select(attrs={"class": "fr-select"}),
        help_text="Pour commander ce qu’il faut\u00a0: seul le nombre est transmis au traiteur.",
    )
    needs = _field(
        "Besoin particulier",
        "off",
        "Par exemple\u00a0: langue des signes, place pour un fauteuil. Lu par les seuls "
        "organisateurs, effacé avec l’inscription.",
        max_length=300,
        required=False,
    )

    def __init__(self, *given, event: Event, **options):
        super().__init__(*given, **options)
        ways = event.presences()
        self.fields["presence"].choices = [(way.value, way.label.capitalize()) for way in ways]
        if len(ways) == 1:
            del self.fields["presence"]
        if not event.asks_needs:
            del self.fields["needs"]
        if not serves_meal(event):
            del self.fields["meal"]

    def asked(self, **more) -> Asked:
        found = {name: value for name, value in self.cleaned_data.items() if name != "email"}
        return Asked(**{"email": self.cleaned_data.get("email", "")} | found | more)


class RegistrationForm(ChangeForm):
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        help_text="Format attendu\u00a0: nom@domaine.fr. La confirmation y est envoyée.",
        widget=forms.EmailInput(attrs={"class": "fr-input", "autocomplete": "email"}),
        error_messages={
            "required": "Écrire votre adresse électronique.",
            "invalid": "Écrire l’adresse en entier, par exemple nom@domaine.fr.",
        },
    )
    wants_news = forms.BooleanField(
        label="Je veux aussi être prévenu des prochains événements",
        required=False,
        help_text="Facultatif, et sans effet sur votre inscription.",
    )
    field_order = [
        "email",
        "first_name",
        "last_name",
        "institution_name",
        "presence",
        "meal",
        "needs",
    ]

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        try:
            read_address(typed)
        except Impossible as error:
            raise forms.ValidationError(
                "Cette adresse ne peut pas recevoir de message\u00a0: la vérifier."
            ) from error
        return typed.strip().lower()
