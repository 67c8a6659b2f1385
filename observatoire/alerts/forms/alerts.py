"""What one fills in of an alert: to report it, to find it, to judge it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from observatoire.alerts.models import Alert
from observatoire.alerts.models.voice import Sees
from observatoire.alerts.privacy import refused, to_confirm
from observatoire.alerts.queries.register import departements, places
from observatoire.alerts.rules import FILE_ENDINGS, FILE_MEGABYTES
from observatoire.alerts.vocabulary import difficulties, extents, publics
from observatoire.directory.models import Group

INPUT, SELECT = {"class": "fr-input"}, {"class": "fr-select"}
SINCE = (
    ("0", "Ce mois-ci"),
    ("3", "Depuis trois mois environ"),
    ("6", "Depuis six mois environ"),
    ("12", "Depuis un an environ"),
    ("24", "Depuis plus longtemps"),
)
MONTH = 30.44
ORDERS = (
    ("recentes", "Les plus récentes"),
    ("anciennes", "Les plus anciennes"),
    ("reponse", "La réponse la plus pressante"),
    ("voix", "Les plus partagées"),
)
CONFIRM = "J’ai relu\u00a0: ce texte ne permet de reconnaître personne."


def area(rows: int, **more) -> forms.Textarea:
    return forms.Textarea(attrs={**INPUT, "rows": rows, **more})


class WordsForm(forms.Form):
    """Words that must name nobody. The box to tick appears only when there is a doubt."""

    WORDS = "note"

    names_nobody = forms.BooleanField(label=CONFIRM, required=False, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        text = data.get(self.WORDS) or ""
        if sure := refused(text):
            self.add_error(self.WORDS, _said("contient", sure) + " Retirer ces mots.")
        elif doubtful := to_confirm(text):
            self.fields["names_nobody"].widget = forms.CheckboxInput()
            if not data.get("names_nobody"):
                asked = " Récrire, ou cocher la case plus bas."
                self.add_error(self.WORDS, _said("contient peut-être", doubtful) + asked)
        return data


def _said(verb: str, marks) -> str:
    found = ", ".join(f"{one.label} («\u00a0{one.words}\u00a0»)" for one in marks)
    return f"Ce texte {verb} {found}. Une alerte ne nomme aucune personne aidée."


class ReportForm(WordsForm):
    WORDS = "seen"

    public = forms.ChoiceField(
        label="Quel public\u00a0?",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choisir un public."},
    )
    difficulty = forms.ChoiceField(
        label="Quelle difficulté\u00a0?",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choisir une difficulté."},
    )
    territory = forms.ChoiceField(
        label="Où\u00a0?",
        required=False,
        help_text="Pas de commune\u00a0: dans un petit lieu, on reconnaît les gens.",
        widget=forms.Select(attrs=SELECT),
    )
    since = forms.ChoiceField(
        label="Depuis quand\u00a0?", choices=SINCE, widget=forms.Select(attrs=SELECT)
    )
    extent = forms.ChoiceField(label="Combien\u00a0?", widget=forms.Select(attrs=SELECT))
    seen = forms.CharField(
        label="Qu’avez-vous vu\u00a0?",
        max_length=2000,
        help_text="Trois phrases suffisent. Aucun nom, aucune adresse, aucun numéro\u00a0: rien "
        "qui permette de reconnaître une personne aidée.",
        widget=area(6),
        error_messages={"required": "Dire en quelques mots ce qui est observé."},
    )
    file = forms.FileField(
        label="Un document (facultatif)",
        required=False,
        help_text=f"Sans donnée personnelle. {FILE_MEGABYTES}\u00a0Mo au plus\u00a0: "
        f"{', '.join(FILE_ENDINGS)}.",
        widget=forms.FileInput(attrs={"class": "fr-upload"}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    field_order = (
        "public",
        "difficulty",
        "territory",
        "since",
        "extent",
        "seen",
        "names_nobody",
        "file",
        "form_key",
    )

    def __init__(self, *given, **options):
        options.setdefault("initial", {"form_key": uuid4(), "extent": "inconnue"})
        super().__init__(*given, **options)
        self.places = {str(one.pk): one for one in places()}
        labels = [(key, one.name) for key, one in self.places.items()]
        self.fields["public"].choices = [("", "Choisir"), *publics()]
        self.fields["difficulty"].choices = [("", "Choisir"), *difficulties()]
        self.fields["territory"].choices = [("", "Toute la région"), *labels]
        self.fields["extent"].choices = extents()

    def clean_file(self):
        given = self.cleaned_data["file"]
        if not given:
            return None
        if given.name.rpartition(".")[2].lower() not in FILE_ENDINGS:
            raise ValidationError("Ce format n’est pas accepté\u00a0: enregistrer en PDF.")
        if given.size > FILE_MEGABYTES * 1024 * 1024:
            raise ValidationError(f"Ce fichier dépasse {FILE_MEGABYTES}\u00a0Mo\u00a0: l’alléger.")
        return given

    def given(self) -> dict:
        """As the action takes it."""
        data = dict(self.cleaned_data)
        months = int(data["since"])
        data["since"] = (timezone.localdate() - timedelta(days=months * MONTH)).replace(day=1)
        data["territory"] = self.places.get(data["territory"])
        return data


class RegisterForm(forms.Form):
    """What a reader looks for in the register."""

    q = forms.CharField(
        label="Mot", required=False, widget=forms.TextInput(attrs={**INPUT, "type": "search"})
    )
    etat = forms.ChoiceField(label="État", required=False, widget=forms.Select(attrs=SELECT))
    difficulte = forms.ChoiceField(
        label="Difficulté", required=False, widget=forms.Select(attrs=SELECT)
    )
    public = forms.ChoiceField(label="Public", required=False, widget=forms.Select(attrs=SELECT))
    territoire = forms.ChoiceField(
        label="Territoire", required=False, widget=forms.Select(attrs=SELECT)
    )
    tri = forms.ChoiceField(
        label="Ordre", required=False, choices=ORDERS, widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        states = [one for one in Alert.State.choices if one[0] != Alert.State.CLOSED]
        everywhere = [("", "Tous"), ("region", "Toute la région")]
        self.fields["etat"].choices = [("", "Tous"), *states, *Alert.Outcome.choices]
        self.fields["difficulte"].choices = [("", "Toutes"), *difficulties()]
        self.fields["public"].choices = [("", "Tous"), *publics()]
        self.fields["territoire"].choices = [
            *everywhere,
            *((one.code, one.name) for one in departements()),
        ]

    def asked(self) -> dict[str, str]:
        """As `queries.register.Asked` takes it; what makes no sense is everything."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "words": data.get("q", ""),
            "state": data.get("etat", ""),
            "difficulty": data.get("difficulte", ""),
            "public": data.get("public", ""),
            "territory": data.get("territoire", ""),
            "order": data.get("tri", ""),
        }


class VoiceForm(WordsForm):
    sees = forms.ChoiceField(
        label="Le voyez-vous\u00a0?",
        choices=Sees.choices,
        widget=forms.Select(attrs=SELECT),
    )
    note = forms.CharField(
        label="En quelques mots (facultatif)", required=False, max_length=1000, widget=area(3)
    )
    field_order = ("sees", "note", "names_nobody")


class SortForm(forms.Form):
    group = forms.ModelChoiceField(
        label="Groupe qui l’examinera",
        queryset=Group.objects.none(),
        empty_label="Choisir",
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": "Choisir un groupe."},
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["group"].queryset = Group.objects.open().order_by("kind", "name")


class NoteForm(forms.Form):
    """A text that its reader waits for; the action says what it refuses."""

    note = forms.CharField(label="Texte", max_length=2000, required=False, widget=area(4))


class ConcludeForm(NoteForm):
    outcome = forms.ChoiceField(
        label="Conclusion",
        choices=Alert.Outcome.choices,
        widget=forms.Select(attrs=SELECT),
    )
    field_order = ("outcome", "note")

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["note"].label = "Pourquoi"


class WaveForm(forms.Form):
    title = forms.CharField(label="Titre", max_length=120, widget=forms.TextInput(attrs=INPUT))
    opens_on = forms.DateField(
        label="Du", widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label="Au", widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
    )
