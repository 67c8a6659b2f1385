"""What is typed about people in the administration."""

from __future__ import annotations

from django import forms

from observatoire.directory.models import Function, Group, Institution, Person, Purpose

STATES = [
    ("", "Toutes"),
    ("injoignable", "Sans adresse qui réponde"),
    ("sans_fonction", "Sans fonction"),
    ("compte", "Avec un compte"),
]
SORTS = [
    ("nom", "Nom"),
    ("institution", "Institution"),
    ("recent", "Ajoutées récemment"),
    ("silence", "Plus long silence"),
]


class PeopleFilter(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Nom ou adresse", required=False, max_length=100)
    type = forms.ChoiceField(label="Type d’institution", required=False)
    groupe = forms.ModelChoiceField(
        label="Groupe", queryset=Group.objects.open(), required=False, empty_label="Tous"
    )
    etat = forms.ChoiceField(label="État", required=False, choices=STATES)
    tri = forms.ChoiceField(label="Trier par", required=False, choices=SORTS)

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["type"].choices = [("", "Tous"), *Institution.Kind.choices]

    def asked(self) -> dict:
        self.is_valid()
        found = self.cleaned_data
        return {
            "words": found.get("q", ""),
            "kind": found.get("type", ""),
            "group": found.get("groupe"),
            "state": found.get("etat", ""),
            "order": found.get("tri", ""),
        }


class PersonForm(forms.ModelForm):
    email = forms.EmailField(label="Adresse électronique", max_length=254, required=False)

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "phone", "institution"]

    def __init__(self, *given, is_new: bool, **options):
        super().__init__(*given, **options)
        self.fields["institution"].queryset = Institution.objects.open().order_by("name", "pk")
        if not is_new:
            del self.fields["email"]


class AddressForm(forms.Form):
    email = forms.EmailField(label="Nouvelle adresse", max_length=254)


class MailboxForm(AddressForm):
    label = forms.CharField(label="Libellé", max_length=80, required=False)


class HoldingForm(forms.Form):
    """A function; those of the person's own institution come first."""

    function = forms.ModelChoiceField(label="Fonction", queryset=Function.objects.none())
    since = forms.DateField(
        label="Depuis le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *given, person: Person, **options):
        super().__init__(*given, **options)
        open_ones = Function.objects.open().select_related("institution")
        self.fields["function"].queryset = open_ones.order_by("institution__name", "title", "pk")
        if person.institution_id:
            own = open_ones.filter(institution=person.institution_id)
            self.fields["function"].initial = own.order_by("title", "pk").first()


class DecisionForm(forms.Form):
    purpose = forms.ChoiceField(label="Finalité", choices=Purpose.choices)
    may = forms.ChoiceField(
        label="Décision", choices=[("oui", "Accepte de recevoir"), ("non", "Ne veut plus recevoir")]
    )
    source = forms.CharField(
        label="Fait savoir par", max_length=60, widget=forms.TextInput(attrs={"placeholder": ""})
    )

    def decided(self) -> dict:
        found = self.cleaned_data
        return {
            "purpose": found["purpose"],
            "may": found["may"] == "oui",
            "source": found["source"],
        }
