"""What visitors type: a search in the directory, their address, their choices."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from observatoire.directory.models import Institution
from observatoire.directory.queries.consent import Standing


class DirectoryFilter(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Nom ou sigle", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False)
    territoire = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *given, places: Sequence[tuple[str, str]], **options):
        super().__init__(*given, **options)
        self.fields["type"].choices = [("", "Tous les types"), *Institution.Kind.choices]
        self.fields["territoire"].choices = [("", "Toute la région"), *places]
        self.fields["q"].widget.attrs = {"class": "fr-input", "type": "search"}
        for name in ("type", "territoire"):
            self.fields[name].widget.attrs = {"class": "fr-select"}

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {"words": found["q"], "kind": found["type"], "place": found["territoire"]}


class AskForm(forms.Form):
    """The address to which the personal link is sent."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Format attendu\u00a0: nom@domaine.fr",
        widget=forms.EmailInput(attrs={"class": "fr-input", "autocomplete": "email"}),
        error_messages={
            "required": "Écrire votre adresse électronique.",
            "invalid": "Écrire l’adresse en entier, par exemple nom@domaine.fr.",
        },
    )


class ChoicesForm(forms.Form):
    """One box per purpose, ticked when we may write."""

    def __init__(self, *given, standings: Sequence[Standing], **options):
        super().__init__(*given, **options)
        for one in standings:
            self.fields[one.purpose] = forms.BooleanField(
                label=one.label, required=False, initial=one.may
            )
