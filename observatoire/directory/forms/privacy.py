"""What is typed about the texts that people are shown."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from observatoire.directory.models import Basis
from observatoire.directory.queries.consent import legal_texts


class TextForm(forms.Form):
    basis = forms.ChoiceField(label="Base légale", choices=Basis.choices)
    text = forms.CharField(
        label="Texte montré aux personnes", widget=forms.Textarea(attrs={"rows": 8})
    )
    since = forms.DateField(
        label="En vigueur depuis le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *given, purpose: str, **options):
        super().__init__(*given, **options)
        current = legal_texts().get(purpose)
        if current:
            self.initial = {"basis": current.basis, "text": current.text}
        self.initial["since"] = timezone.localdate()
