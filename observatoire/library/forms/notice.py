"""A notice, as the coordination writes it."""

from __future__ import annotations

from django import forms

from observatoire.directory.models import Group
from observatoire.library.actions.notices import Links, producer_of
from observatoire.library.forms.fields import (
    AddressField,
    IndicatorsField,
    KeywordsField,
    LinesField,
    OtherAddressesField,
    PartialDateField,
    PlacesField,
    StudyFileField,
    near_places,
)
from observatoire.library.models import Notice, Theme

MANY = forms.CheckboxSelectMultiple


class NoticeForm(forms.ModelForm):
    date = PartialDateField(
        label="Date de parution",
        required=False,
        help_text="15/03/2024, ou 03/2024, ou 2024\u00a0: ce qui est connu, rien de plus.",
    )
    producer_names = LinesField(
        label="Producteurs",
        required=False,
        help_text="Un par ligne. Le nom ou le sigle d’une institution de l’annuaire y mène.",
    )
    chosen_themes = forms.ModelMultipleChoiceField(
        label="Thèmes", queryset=Theme.objects.all(), widget=MANY, required=False
    )
    near = forms.MultipleChoiceField(label="Territoires", widget=MANY, required=False)
    places = PlacesField(
        label="Autres territoires",
        required=False,
        help_text="Un par ligne\u00a0: le nom d’une commune ou d’une intercommunalité.",
    )
    words = KeywordsField(label="Mots-clés", required=False, help_text="Séparés par des virgules.")
    source_address = AddressField(label="Adresse chez le producteur", required=False)
    others = OtherAddressesField(
        label="Autres adresses de la même étude",
        required=False,
        help_text="Une par ligne\u00a0: l’adresse, une espace, ce que c’est (Presse, Relais…).",
    )
    indicators = IndicatorsField(
        label="Indicateurs cités",
        required=False,
        help_text="Un par ligne\u00a0: le code, une espace, la période (TX_PAUV60 2021).",
    )
    new_file = StudyFileField(label="Fichier", required=False)

    class Meta:
        model = Notice
        fields = (
            *("title", "kind", "authors", "collection", "number", "pages", "summary"),
            *("covers_from", "covers_to", "language", "licence", "doi", "isbn", "issn"),
            *("visibility", "group", "is_featured", "in_letter", "origin_text"),
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    ORDER = (
        *("title", "kind", "producer_names", "authors", "date", "collection", "number", "pages"),
        *("summary", "chosen_themes", "near", "places", "covers_from", "covers_to", "words"),
        *("source_address", "others", "new_file", "language", "licence", "doi", "isbn", "issn"),
        *("indicators", "visibility", "group", "is_featured", "in_letter", "origin_text"),
    )

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.fields["near"].choices = near_places()
        self.fields["group"].queryset = Group.objects.open().order_by("name")
        self.order_fields(self.ORDER)
        if self.instance.pk and not self.instance._state.adding:
            self._fill(self.instance)

    def _fill(self, notice: Notice) -> None:
        near = {key for key, _ in self.fields["near"].choices}
        self.initial |= {
            "date": PartialDateField.written(notice.published_on, notice.precision),
            "producer_names": "\n".join(one.name for one in notice.producers.all()),
            "chosen_themes": [one.pk for one in notice.themes.all()],
            "near": [key for key in notice.territories if key in near],
            "places": "\n".join(key for key in notice.territories if key not in near),
            "words": ", ".join(notice.keywords),
            "source_address": notice.source_address,
            "others": "\n".join(
                f"{one.address} {one.label}".strip() for one in notice.manifestations.all()
            ),
            "indicators": "\n".join(
                f"{one.key} {one.period}".strip()
                for one in notice.refs.all()
                if one.kind == "indicateur"
            ),
        }

    def clean(self):
        given = super().clean()
        if given.get("visibility") == Notice.Visibility.GROUP and not given.get("group"):
            self.add_error("group", "Choisir le groupe qui peut lire cette notice.")
        if given.get("visibility") != Notice.Visibility.GROUP:
            given["group"] = None
            self.instance.group = None
        first, last = given.get("covers_from"), given.get("covers_to")
        if first and last and first > last:
            self.add_error("covers_to", "La dernière année vient après la première.")
        return given

    def written(self) -> Notice:
        """The notice, not saved yet; what stands around it is in `links`."""
        notice = self.save(commit=False)
        given = self.cleaned_data
        notice.published_on, notice.precision = given["date"]
        notice.territories = list(dict.fromkeys([*given["near"], *given["places"]]))
        notice.keywords = given["words"]
        notice.source_address = given["source_address"]
        return notice

    def links(self) -> Links:
        given = self.cleaned_data
        return Links(
            producers=[producer_of(name) for name in given["producer_names"]],
            themes=given["chosen_themes"],
            manifestations=given["others"],
            refs=given["indicators"],
        )


class NoticeFilter(forms.Form):
    q = forms.CharField(label="Mots du titre", required=False)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), *Notice.Status.choices]
    )
    theme = forms.ModelChoiceField(
        label="Thème",
        required=False,
        queryset=Theme.objects.all(),
        to_field_name="slug",
        empty_label="Tous",
    )
    origine = forms.ChoiceField(
        label="Origine", required=False, choices=[("", "Toutes"), *Notice.Origin.choices]
    )

    def asked(self) -> dict:
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given.get(name) or "" for name in ("q", "etat", "theme", "origine")}
