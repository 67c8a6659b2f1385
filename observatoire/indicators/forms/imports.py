"""What is typed in the administration for the figures: a deposit, the filter of the history."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from observatoire.indicators.models import Import
from observatoire.indicators.queries.imports import SourceChoice, known_source

MEGABYTE = 1024 * 1024
MOST_FILES = 20
UNKNOWN = "Un fichier n’est pas reconnu à son nom\u00a0: choisir sa source dans la liste."
SEVERAL = "Ces fichiers viennent de plusieurs sources\u00a0: un dépôt pour chacune."


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or several files; the value is a list."""

    widget = ManyFiles

    def clean(self, data, initial=None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError("Choisir au moins un fichier.")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                f"{len(given)} fichiers\u00a0: en déposer {MOST_FILES} au plus à la fois."
            )
        return [super(ManyFilesField, self).clean(file, initial) for file in given]


class DepositForm(forms.Form):
    """Files of one source; whether they replace all that the source has published."""

    source = forms.ChoiceField(
        label="Source",
        required=False,
        help_text="Laisser la plateforme la reconnaître au nom des fichiers, ou la choisir.",
    )
    files = ManyFilesField(
        label="Fichiers",
        max_length=200,
        error_messages={
            "empty": "Un des fichiers est vide.",
            "max_length": "Le nom d’un fichier dépasse 200 signes\u00a0: le raccourcir.",
        },
    )
    replaces = forms.BooleanField(
        label="Ce dépôt remplace tout ce que cette source a publié",
        required=False,
        help_text="Sans cette case, les chiffres s’ajoutent\u00a0: une valeur différente devient "
        "une révision et l’ancienne reste lisible. Avec elle, ce que le dépôt ne contient pas "
        "n’est plus montré.",
    )

    def __init__(self, *given, sources: Sequence[SourceChoice], **options):
        super().__init__(*given, **options)
        choices = [(one.code, one.title) for one in sources]
        self.fields["source"].choices = [("", "Reconnaître au nom des fichiers"), *choices]
        self.fields["files"].help_text = (
            f"Tels que le producteur les publie\u00a0: CSV, classeur, archive zip. "
            f"{settings.DEPOSIT_MEGABYTES}\u00a0Mo au plus en tout."
        )
        self.titles = {one.code: one.title for one in sources}

    def clean(self) -> dict:
        given = super().clean()
        if not given.get("source") and "source" not in self.errors and given.get("files"):
            found = {known_source(file.name) for file in given["files"]}
            if len(found) > 1 or "" in found:
                self.add_error("source", UNKNOWN if "" in found else SEVERAL)
            else:
                given["source"] = found.pop()
        return given

    def clean_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["files"]
        size = sum(file.size for file in files)
        if size > settings.DEPOSIT_MEGABYTES * MEGABYTE:
            raise forms.ValidationError(
                f"{size // MEGABYTE}\u00a0Mo\u00a0: le dépôt dépasse {settings.DEPOSIT_MEGABYTES}"
                "\u00a0Mo. Le couper en plusieurs dépôts, ou n’en garder que les tableaux utiles."
            )
        return files


class HistoryFilter(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False)
    source = forms.ChoiceField(label="Source", required=False)

    def __init__(self, *given, sources: Sequence[tuple[str, str]], **options):
        super().__init__(*given, **options)
        states = [(value, label.capitalize()) for value, label in Import.State.choices]
        self.fields["etat"].choices = [("", "Tous les états"), *states]
        self.fields["source"].choices = [("", "Toutes les sources"), *sources]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in ("q", "etat", "source")}
        return {"words": found["q"], "state": found["etat"], "source": found["source"]}
