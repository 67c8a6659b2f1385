"""What one says of a passage: its nature, who owes it, for when, where it stands."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from observatoire.directory.models import Institution
from observatoire.groups.models import Passage


class FollowForm(forms.Form):
    state = forms.ChoiceField(label="État", choices=Passage.State.choices)
    note = forms.CharField(label="Où en est-on", required=False, max_length=400)


class PassageForm(forms.ModelForm):
    class Meta:
        model = Passage
        fields = ("kind", "owner", "due", "visibility")
        widgets = {
            "kind": forms.Select(attrs={"class": "fr-select"}),
            "owner": forms.Select(attrs={"class": "fr-select"}),
            "due": forms.DateInput(attrs={"class": "fr-input", "type": "date"}, format="%Y-%m-%d"),
            "visibility": forms.Select(attrs={"class": "fr-select"}),
        }
        labels = {"owner": "Qui"}

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["owner"].queryset = Institution.objects.open().order_by("name", "pk")
        self.fields["owner"].empty_label = "Personne en particulier"


def form_for() -> Callable[[Passage], PassageForm]:
    """What makes the form of each passage of a page, the institutions being read once."""
    # Asked for its length, as `list` does, the field would count the institutions first.
    owners = [choice for choice in PassageForm().fields["owner"].choices]

    def made(passage: Passage) -> PassageForm:
        form = PassageForm(instance=passage, auto_id=f"{passage.pk}-%s")
        form.fields["owner"].choices = owners
        return form

    return made


class AmendmentForm(forms.Form):
    text = forms.CharField(
        label="Texte proposé",
        widget=forms.Textarea(attrs={"class": "fr-input", "rows": 4}),
        error_messages={"required": "Écrire le texte que vous proposez."},
    )
    reason = forms.CharField(
        label="Pourquoi (facultatif)",
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"class": "fr-input"}),
    )
