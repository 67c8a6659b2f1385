"""What the coordination types about a call."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from observatoire.base.registry import Ref, registry
from observatoire.contributions.actions.calls import CRITERIA
from observatoire.contributions.models import Call
from observatoire.directory.models import User

LINE = re.compile(r"^(?P<label>.+?)\s*(?:\|\s*(?P<weight>[1-5]))?$")
MOMENT = {"type": "datetime-local"}


class CallForm(forms.ModelForm):
    """Hours are those of Paris, to the minute."""

    criteria = forms.CharField(
        label="Critères de lecture",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne\u00a0; «\u00a0| 2\u00a0» après un critère le fait compter deux "
        "fois (de 1 à 5). Chaque relecteur note chacun de 0 à 4.",
    )

    serves = forms.ChoiceField(
        label="Sert à préparer",
        required=False,
        help_text="Sa page montre alors l’appel\u00a0; une idée retenue peut y "
        "devenir une séance, ou un thème.",
    )

    class Meta:
        model = Call
        fields = [
            "title",
            "purpose",
            "serves",
            "introduction",
            "expected",
            "opens_at",
            "closes_at",
            "answer_days",
            "shares_ideas",
            "criteria",
            "reviewers",
        ]
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "expected": forms.Textarea(attrs={"rows": 4}),
            "opens_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
            "closes_at": forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
            "reviewers": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "closes_at": "À l’heure dite, à la seconde près\u00a0: ce qui arrive après est refusé.",
            "reviewers": "Ils lisent tout ce que l’appel reçoit, noms et adresses compris.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["reviewers"].queryset = User.objects.filter(is_active=True).order_by("email")
        self.fields["reviewers"].label_from_instance = lambda one: one.get_full_name()
        self.fields["serves"].choices = [("", "Rien de précis"), *_served(self.instance.owner)]
        if self.instance.owner is not None:
            self.initial["serves"] = _key_of(self.instance.owner)
        kept = [(one.label, one.weight) for one in self._kept()] or CRITERIA
        self.initial["criteria"] = "\n".join(f"{label} | {weight}" for label, weight in kept)

    def _kept(self):
        return [] if self.instance._state.adding else self.instance.criteria.all()

    def clean_serves(self) -> Ref | None:
        kind, _, key = self.cleaned_data["serves"].partition(":")
        return Ref(kind, key) if kind else None

    def clean_criteria(self) -> list[tuple[str, int]]:
        found: dict[str, int] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["criteria"].splitlines())):
            read = LINE.match(line)
            label = read["label"].strip()
            if len(label) > 120 or "|" in label:
                raise ValidationError(
                    f"Ligne «\u00a0{line[:60]}\u00a0»\u00a0: écrire un critère court, puis «\u00a0|"
                    "\u00a0» et un poids de 1 à 5."
                )
            found[label] = int(read["weight"] or 1)
        return list(found.items())

    def clean(self):
        told = super().clean()
        opens, closes = told.get("opens_at"), told.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "La fermeture doit venir après l’ouverture.")
        return told


def _key_of(ref: Ref) -> str:
    return f"{ref.kind}:{ref.key}"


def _served(present: Ref | None) -> list[tuple[str, str]]:
    """What is being prepared, as each feature tells it; and what this call serves already."""
    cards = [card for _, give in sorted(registry.callers.items()) for card in give()]
    if present is not None and present not in [card.ref for card in cards]:
        cards += filter(None, [registry.resolve(present)])
    return [(_key_of(card.ref), f"{card.kind}\u00a0: {card.title}") for card in cards]
