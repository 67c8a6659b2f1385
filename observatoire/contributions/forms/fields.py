"""What the forms share: the look of the State's design system, and files that nothing runs."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from observatoire.contributions.rules import FILE_ENDINGS, FILE_MEGABYTES

LOOKS = (
    (forms.CheckboxInput, ""),
    (forms.RadioSelect, ""),
    (forms.ClearableFileInput, "fr-upload"),
    (forms.Select, "fr-select"),
    (forms.Widget, "fr-input"),
)


def dress(form: forms.BaseForm) -> None:
    """Give each field its class, and tie it to its hint and to what is refused."""
    for name, field in form.fields.items():
        look = next(css for kind, css in LOOKS if isinstance(field.widget, kind))
        if look and not field.widget.is_hidden:
            field.widget.attrs.setdefault("class", look)
        field.widget.attrs.pop("maxlength", None) if isinstance(
            field.widget, forms.Textarea
        ) else None
        field.error_messages.setdefault("required", "Remplir ce champ.")
        if name in form.errors if form.is_bound else False:
            field.widget.attrs["aria-invalid"] = "true"


class FileField(forms.FileField):
    """A file of a usual kind and of a reasonable size."""

    def __init__(self, **options):
        endings = ", ".join(FILE_ENDINGS)
        options.setdefault(
            "help_text", f"{FILE_MEGABYTES}\u00a0Mo au plus. Formats\u00a0: {endings}."
        )
        super().__init__(widget=forms.FileInput(attrs={"class": "fr-upload"}), **options)

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if value.name.rpartition(".")[2].lower() not in FILE_ENDINGS:
            raise ValidationError(
                "Ce format n’est pas accepté\u00a0: enregistrer en PDF, et recommencer."
            )
        if value.size > FILE_MEGABYTES * 1024 * 1024:
            raise ValidationError(
                f"Ce fichier dépasse {FILE_MEGABYTES}\u00a0Mo\u00a0: l’alléger, ou donner une "
                "adresse où le lire."
            )
