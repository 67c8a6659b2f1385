"""What people type of the veille, the imports and the links."""

from __future__ import annotations

from dataclasses import replace

from django import forms

from observatoire.library.citations import tables
from observatoire.library.citations.reference import Reference, partial_date, web_address
from observatoire.library.harvest import address as addresses
from observatoire.library.harvest.limits import Refused
from observatoire.library.models import Finding, Link, Theme, WatchedSource
from observatoire.library.queries.watching import region_places

NOT_AN_ADDRESS = "Écrire une adresse entière, qui commence par http:// ou https://."


class WebField(forms.CharField):
    """An address of the web; no script, no file, no inner name."""

    widget = forms.URLInput

    def clean(self, value):
        text = super().clean(value)
        if text and not web_address(text):
            raise forms.ValidationError(NOT_AN_ADDRESS)
        return text


class QueueFilter(forms.Form):
    """What of the queue is shown."""

    q = forms.CharField(label="Mots du titre", required=False, max_length=100)
    source = forms.ModelChoiceField(
        WatchedSource.objects.none(), label="Source", required=False, empty_label="Toutes"
    )
    theme = forms.ChoiceField(label="Thème", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=Finding.State.choices)

    def __init__(self, data, themes: dict[str, str]):
        super().__init__(data)
        self.fields["theme"].choices = [("", "Tous"), *themes.items()]
        self.fields["source"].queryset = WatchedSource.objects.all()


class LinkFilter(forms.Form):
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "À réparer"), *Link.State.choices]
    )


class FindingForm(forms.Form):
    """A finding corrected before it is accepted."""

    title = forms.CharField(label="Titre", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    producers = forms.CharField(
        label="Producteurs", required=False, help_text="Séparés par des points-virgules."
    )
    authors = forms.CharField(
        label="Auteurs", required=False, help_text="Séparés par des points-virgules."
    )
    date = forms.CharField(
        label="Date de parution", required=False, help_text="2024, 2024-05 ou 31/05/2024."
    )
    address = WebField(label="Adresse de l’étude", required=False, max_length=1000)
    summary = forms.CharField(
        label="Résumé", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label="Thèmes",
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    territories = forms.MultipleChoiceField(
        label="Territoires", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given, proposed=(), **named):
        super().__init__(*given, **named)
        places = dict(region_places())
        places |= {key: key for key in proposed if key not in places}
        self.fields["territories"].choices = list(places.items())

    def clean_date(self):
        text = self.cleaned_data["date"]
        if text and not partial_date(text):
            raise forms.ValidationError("Écrire 2024, 2024-05 ou 31/05/2024.")
        return partial_date(text)

    def reference(self, before: Reference) -> Reference:
        said = self.cleaned_data
        return replace(
            before,
            title=said["title"],
            date=said["date"],
            address=said["address"],
            summary=said["summary"],
            producers=split(said["producers"]),
            authors=split(said["authors"]),
        )


def split(text: str) -> tuple[str, ...]:
    return tuple(part for part in (one.strip() for one in text.split(";")) if part)


class SourceForm(forms.ModelForm):
    """A source that is watched."""

    address = WebField(label="Adresse", required=False, max_length=1000)

    class Meta:
        model = WatchedSource
        fields = (
            "name", "kind", "address", "detail", "producer", "theme", "territory", "every_days",
            "is_active", "agreement", "remark",
        )  # fmt: skip
        help_texts = {
            "detail": "Les mots cherchés (Crossref, HAL), l’ensemble (OAI-PMH) ou le début de "
            "l’adresse des études (liste de liens).",
            "producer": "Celui des études dont la source ne dit pas le producteur.",
            "agreement": "Qui l’a donné, et quand\u00a0: la source est alors lue même si son "
            "robots.txt l’écarte.",
            "theme": "Proposé quand les mots de l’étude n’en disent aucun.",
        }

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.fields["territory"] = forms.ChoiceField(
            label="Territoire", required=False, choices=[("", "Aucun"), *region_places()]
        )
        self.fields["every_days"].min_value = 1

    def clean(self):
        said = super().clean()
        asked = said.get("kind") in (WatchedSource.Kind.CROSSREF, WatchedSource.Kind.HAL)
        if asked and not said.get("detail"):
            self.add_error("detail", "Écrire les mots à chercher.")
        if not asked and not said.get("address") and "address" not in self.errors:
            self.add_error("address", "Écrire l’adresse de la source.")
        if said.get("address"):
            self._check(said["address"])
        return said

    def _check(self, address: str) -> None:
        try:
            addresses.checked(address)
        except Refused as refusal:
            self.add_error("address", str(refusal))


class FileForm(forms.Form):
    file = forms.FileField(label="Fichier")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > 40 * 1024 * 1024:
            raise forms.ValidationError(
                "Ce fichier dépasse 40\u00a0Mo\u00a0: le couper en plusieurs."
            )
        return file


class MappingForm(forms.Form):
    """Which column is what."""

    def __init__(self, *given, sheet: dict, **named):
        super().__init__(*given, **named)
        choices = [("", "Laisser"), *tables.LABELS.items()]
        for index, header in enumerate(sheet["header"]):
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=header or f"Colonne {index + 1}",
                choices=choices,
                required=False,
                initial=sheet["mapping"][index] if index < len(sheet["mapping"]) else "",
            )

    def mapping(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]


class MendForm(forms.Form):
    address = WebField(label="Nouvelle adresse", max_length=1000)
