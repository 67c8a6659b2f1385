"""What a visitor says of a place."""

from __future__ import annotations

from django import forms

from observatoire.food_aid.models import Remark, Source


class RemarkForm(forms.ModelForm):
    """`site` is for machines: whoever fills it is not read."""

    site = forms.CharField(required=False, label="Laisser vide")

    class Meta:
        model = Remark
        fields = ["kind", "text", "email"]
        help_texts = {"email": "Facultatif\u00a0: pour vous répondre. Effacée un an après."}

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.fields["kind"].widget.attrs["class"] = "fr-select"
        self.fields["text"].widget = forms.Textarea(attrs={"class": "fr-input", "rows": 4})
        self.fields["email"].widget.attrs |= {"class": "fr-input", "autocomplete": "email"}

    def clean(self):
        found = super().clean()
        if found.get("kind") == Remark.Kind.CORRECTION and not found.get("text", "").strip():
            self.add_error("text", "Écrire ce qu’il faut corriger.")
        return found


class FileForm(forms.Form):
    """A file of places, and where it comes from."""

    source = forms.ModelChoiceField(Source.objects.none(), label="Source", required=False)
    name = forms.CharField(label="Ou une source nouvelle", max_length=120, required=False)
    licence = forms.ChoiceField(label="Sa licence", choices=Source.Licence.choices)
    is_food_aid = forms.BooleanField(
        label="Tous ses lieux donnent de l’aide alimentaire", required=False
    )
    file = forms.FileField(
        label="Fichier",
        help_text="Soliguide, data·inclusion, HSDS, OpenStreetMap, MedNum, CSV ou XLSX.",
    )

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.fields["source"].queryset = Source.objects.order_by("name", "pk")

    def clean(self):
        found = super().clean()
        if not found.get("source") and not found.get("name", "").strip():
            self.add_error("name", "Choisir une source, ou en nommer une nouvelle.")
        return found
