"""What is asked of the audit: who, what, on which object, between which days."""

from __future__ import annotations

from django import forms
from django.db.models import Q

from observatoire.directory.models import AuditLine
from observatoire.directory.presenters.audit import in_words


class AuditFilter(forms.Form):
    q = forms.CharField(label="Personne ou clé", required=False)
    action = forms.ChoiceField(label="Action", required=False)
    objet = forms.ChoiceField(label="Objet", required=False)
    depuis = forms.DateField(
        label="Depuis le", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    jusqu = forms.DateField(
        label="Jusqu’au", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, verbs: list[str], kinds: list[str], **options):
        super().__init__(*args, **options)
        self.fields["action"].choices = [("", "Toutes"), *((one, in_words(one)) for one in verbs)]
        named = [(one, one.replace("_", " ")) for one in kinds]
        self.fields["objet"].choices = [("", "Tous"), *named]

    @property
    def is_filtered(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def found(self):
        """The lines asked for, the latest first; a filter that cannot be read is no filter."""
        lines = AuditLine.objects.select_related("by").order_by("-at", "pk")
        asked = self.cleaned_data if self.is_valid() else {}
        for word in asked.get("q", "").split():
            named = Q(by__email__icontains=word) | Q(by__last_name__icontains=word)
            lines = lines.filter(named | Q(by__first_name__icontains=word) | Q(key=word))
        columns = {
            "verb": asked.get("action"),
            "kind": asked.get("objet"),
            "at__date__gte": asked.get("depuis"),
            "at__date__lte": asked.get("jusqu"),
        }
        return lines.filter(**{name: value for name, value in columns.items() if value})
