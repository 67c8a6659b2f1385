"""What is typed to prepare a batch, or to publish an erratum."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from observatoire.indicators.models import Import
from stats.catalogue import Catalogue
from stats.periods import parse_period
from stats.territory import Level


class ReleaseForm(forms.Form):
    """A title, an hour to come (of Paris), and the deposits that wait for it."""

    title = forms.CharField(label="Titre", max_length=150)
    due_at = forms.DateTimeField(
        label="Heure de parution (Paris)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
    )
    summary = forms.CharField(
        label="Ce qui paraît", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_announced = forms.BooleanField(
        label="Annoncer au calendrier public", required=False, initial=True
    )
    imports = forms.ModelMultipleChoiceField(
        label="Dépôts lus, qui attendront cette heure",
        queryset=Import.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisir au moins un dépôt lu."},
    )

    def __init__(self, *given, waiting: list[Import], **options):
        super().__init__(*given, **options)
        self.fields["imports"].queryset = Import.objects.filter(
            pk__in=[one.pk for one in waiting]
        ).order_by("-deposited_at", "id")

    def clean_due_at(self):
        due = self.cleaned_data["due_at"]
        if due <= timezone.now():
            raise forms.ValidationError("Cette heure est passée\u00a0: en choisir une à venir.")
        return due


class ErratumForm(forms.Form):
    """What was wrong, and where: an indicator, then as precisely as one knows."""

    title = forms.CharField(label="Titre", max_length=150)
    body = forms.CharField(
        label="Ce qui était faux, et ce qui est juste", widget=forms.Textarea(attrs={"rows": 4})
    )
    indicator = forms.ChoiceField(label="Indicateur")
    level = forms.ChoiceField(label="Niveau", required=False)
    territory = forms.CharField(label="Code du territoire", max_length=20, required=False)
    period = forms.CharField(
        label="Période", max_length=20, required=False, help_text="2025, 2025-T3, 2025-12-31…"
    )

    def __init__(self, *given, catalogue: Catalogue, **options):
        super().__init__(*given, **options)
        named = sorted(catalogue.indicators.values(), key=lambda one: one.title)
        self.fields["indicator"].choices = [(one.code, one.title) for one in named]
        self.fields["level"].choices = [("", "Tous"), *((str(one), one.label) for one in Level)]

    def clean_period(self):
        period = self.cleaned_data["period"].strip()
        if period:
            try:
                parse_period(period)
            except ValueError as fault:
                raise forms.ValidationError(str(fault)) from fault
        return period
