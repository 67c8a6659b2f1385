"""What is typed to compose a letter, and to follow what becomes of it."""

from __future__ import annotations

from django import forms

from observatoire.directory.models import ContactList
from observatoire.directory.models.consent import Purpose
from observatoire.newsletter.models import Issue, Line, Witness

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HEAVIEST = 3_000_000


class IssueForm(forms.ModelForm):
    class Meta:
        model = Issue
        fields = ["title", "period", "subject", "preview", "introduction", "list", "closes_on"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4}), "closes_on": DAY}

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        lists = ContactList.objects.filter(purpose=Purpose.LETTER)
        self.fields["list"].queryset = lists.exclude(kind=ContactList.Kind.RELAY)
        self.fields["list"].empty_label = "Les abonnés seulement"
        self.fields["list"].help_text = "Les abonnés s’y ajoutent, une fois chacun."


class LineForm(forms.ModelForm):
    class Meta:
        model = Line
        fields = ["part", "title", "text", "mark", "address", "source", "is_zoom"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "mark": "En petit, au-dessus du titre\u00a0: un thème, une date.",
            "address": "https://… ou /une-page-du-site/",
            "source": "Obligatoire pour une actualité.",
            "is_zoom": "Mise en valeur dans sa partie.",
        }

    def clean_address(self):
        given = self.cleaned_data["address"].strip()
        is_ours = given.startswith("/") and not given.startswith("//")
        if given and not is_ours and not given.startswith(("https://", "http://")):
            raise forms.ValidationError("Écrire une adresse en https, ou une page du site.")
        return given


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label="Ce qui était faux, et ce qui est vrai",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tells = forms.BooleanField(
        label="Préparer un envoi à ceux qui ont reçu la lettre", required=False
    )


class MessageForm(forms.Form):
    """A file, or headers pasted: one of the two."""

    file = forms.FileField(
        label="Le message (.eml, ou .msg d’Outlook)",
        required=False,
        help_text="Seules ses lignes d’en-tête sont gardées, destinataires masqués.",
    )
    headers = forms.CharField(
        label="Ou ses en-têtes, collés",
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    domain = forms.CharField(
        label="Domaine de qui l’a reçu",
        max_length=255,
        help_text="Ce qui suit l’arobase, par exemple service.example.",
    )

    def clean_file(self):
        given = self.cleaned_data["file"]
        if given and given.size > HEAVIEST:
            raise forms.ValidationError("Ce fichier dépasse 3\u00a0Mo\u00a0: coller ses en-têtes.")
        return given

    def clean_domain(self):
        return self.cleaned_data["domain"].strip().lower().rpartition("@")[2]

    def clean(self):
        found = super().clean()
        if not self.errors and not (found.get("file") or found.get("headers", "").strip()):
            raise forms.ValidationError("Déposer un message, ou coller ses en-têtes.")
        return found


class WitnessForm(forms.ModelForm):
    class Meta:
        model = Witness
        fields = ["institution", "email"]
