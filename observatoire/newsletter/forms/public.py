"""What a reader types to subscribe."""

from __future__ import annotations

from django import forms

from observatoire.base.registry import registry


class ThemesForm(forms.Form):
    themes = forms.MultipleChoiceField(
        label="Thèmes", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.fields["themes"].choices = list(registry.theme_names().items())


class SubscribeForm(ThemesForm):
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        error_messages={
            "required": "Écrire une adresse, par exemple prenom.nom@example.org.",
            "invalid": "Écrire une adresse complète, par exemple prenom.nom@example.org.",
        },
    )
    field_order = ["email", "themes"]
