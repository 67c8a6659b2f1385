"""What is typed to import contacts."""

from __future__ import annotations

from django import forms

from observatoire.base.spreadsheets import MOST_BYTES
from observatoire.directory.models import ContactImport
from observatoire.directory.queries.imports import COLUMNS


class DepositForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        max_length=200,
        help_text="CSV ou XLSX, 10\u00a0Mo au plus.",
        error_messages={"empty": "Ce fichier est vide.", "required": "Choisir un fichier."},
    )
    source = forms.CharField(
        label="D’où viennent ces contacts",
        max_length=120,
        help_text="Le registre des accords le gardera. Par exemple\u00a0: inscrits à la "
        "matinale de juillet.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 10\u00a0Mo\u00a0: le couper.")
        return file


class ColumnsForm(forms.Form):
    """One choice per column of the file, guessed beforehand."""

    def __init__(self, *given, imported: ContactImport, **options):
        super().__init__(*given, **options)
        self.width = len(imported.header)
        for number, title in enumerate(imported.header):
            self.fields[f"colonne{number}"] = forms.ChoiceField(
                label=title or f"Colonne {number + 1}",
                choices=[("", "Laisser de côté"), *COLUMNS.items()],
                required=False,
                initial=imported.mapping.get(str(number), ""),
            )

    def mapping(self) -> dict[str, str]:
        return {str(number): self.cleaned_data[f"colonne{number}"] for number in range(self.width)}
