"""What a partner says of a study: as little as a notice needs."""

from __future__ import annotations

from django import forms

from observatoire.directory.models import Group
from observatoire.library.actions.notices import Links, producer_of
from observatoire.library.forms.fields import (
    AddressField,
    KeywordsField,
    LinesField,
    PartialDateField,
    PlacesField,
    StudyFileField,
    near_places,
)
from observatoire.library.models import Deposit, Notice, Theme

MANY = forms.CheckboxSelectMultiple


class BeginForm(forms.Form):
    file = StudyFileField(
        label="Le fichier de l’étude",
        help_text="Un PDF de préférence\u00a0: son titre, ses auteurs et son texte seront lus.",
    )


class DepositForm(forms.Form):
    ownership = forms.ChoiceField(
        label="Cette étude est",
        choices=Deposit.Ownership.choices,
        widget=forms.RadioSelect,
        initial=Deposit.Ownership.OWN,
        help_text="D’un travail signalé, seule l’adresse est gardée\u00a0: son fichier n’est pas "
        "à nous.",
    )
    title = forms.CharField(label="Titre", max_length=400)
    producer_names = LinesField(label="Producteurs", help_text="Un par ligne.")
    authors = forms.CharField(
        label="Auteurs",
        required=False,
        max_length=500,
        help_text="Séparés par des points-virgules, tels que l’étude les nomme.",
    )
    kind = forms.ChoiceField(label="Nature", choices=Notice.Kind.choices)
    date = PartialDateField(
        label="Date de parution", required=False, help_text="15/03/2024, ou 03/2024, ou 2024."
    )
    summary = forms.CharField(
        label="Résumé",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Deux ou trois lignes\u00a0: ce que l’étude apprend, et sur qui.",
    )
    chosen_themes = forms.ModelMultipleChoiceField(
        label="Thèmes", queryset=Theme.objects.all(), widget=MANY
    )
    near = forms.MultipleChoiceField(label="Territoires", widget=MANY, required=False)
    places = PlacesField(
        label="Autres territoires",
        required=False,
        help_text="Un par ligne\u00a0: une commune ou une intercommunalité de la région.",
    )
    words = KeywordsField(label="Mots-clés", required=False, help_text="Séparés par des virgules.")
    source_address = AddressField(label="Adresse où la lire", required=False, help_text="https://…")
    new_file = StudyFileField(label="Fichier", required=False)
    visibility = forms.ChoiceField(label="Qui peut la lire", choices=Notice.Visibility.choices)
    group = forms.ModelChoiceField(
        label="Groupe",
        queryset=Group.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label="Aucun",
        help_text="Pour ce qui n’est pas public\u00a0: lui seul la lira, et la lettre n’en dira "
        "rien.",
    )
    remark = forms.CharField(
        label="Un mot à la coordination",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *given, groups=(), **named):
        super().__init__(*given, **named)
        self.fields["near"].choices = near_places()
        found = Group.objects.open().filter(slug__in=groups).order_by("name")
        self.fields["group"].queryset = found
        if not groups:
            del self.fields["group"]
            kinds = [one for one in Notice.Visibility.choices if one[0] != "groupe"]
            self.fields["visibility"].choices = kinds

    def clean(self):
        given = super().clean()
        if given.get("visibility") == Notice.Visibility.GROUP and not given.get("group"):
            self.add_error("group", "Choisir le groupe qui peut lire cette étude.")
        return given

    def fill(self, notice: Notice) -> Notice:
        """What was said, laid in a notice that is not saved yet."""
        given = self.cleaned_data
        for name in ("title", "authors", "kind", "summary", "visibility", "source_address"):
            setattr(notice, name, given[name])
        notice.published_on, notice.precision = given["date"]
        notice.territories = list(dict.fromkeys([*given["near"], *given["places"]]))
        notice.keywords = given["words"]
        is_kept = notice.visibility == Notice.Visibility.GROUP
        notice.group = given.get("group") if is_kept else None
        return notice

    def links(self) -> Links:
        given = self.cleaned_data
        return Links(
            producers=[producer_of(name) for name in given["producer_names"]],
            themes=given["chosen_themes"],
        )


def proposed(notice: Notice, year: int | None = None) -> dict:
    """What is known of a deposit already: read in its file, or said before."""
    near = {key for key, _ in near_places()}
    return {
        "title": notice.title,
        "authors": notice.authors,
        "kind": notice.kind,
        "producer_names": "\n".join(one.name for one in notice.producers.all()),
        "date": PartialDateField.written(notice.published_on, notice.precision)
        or (str(year) if year else ""),
        "summary": notice.summary,
        "chosen_themes": [one.pk for one in notice.themes.all()],
        "near": [key for key in notice.territories if key in near],
        "places": "\n".join(key for key in notice.territories if key not in near),
        "words": ", ".join(notice.keywords),
        "source_address": notice.source_address,
        "visibility": notice.visibility,
        "group": notice.group.slug if notice.group else "",
    }


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="Ce que vous répondez",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne qui a déposé le lira. Nécessaire pour un refus.",
    )


class AlertForm(forms.Form):
    name = forms.CharField(label="Nom de la recherche", max_length=200)
    rhythm = forms.ChoiceField(label="Être averti", choices=[])
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Un message de confirmation y sera envoyé. Format attendu\u00a0: nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *given, is_known: bool, rhythms, **named):
        super().__init__(*given, **named)
        self.fields["rhythm"].choices = rhythms
        if is_known:
            del self.fields["email"]
