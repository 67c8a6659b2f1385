"""What the coordination types: a later closing, the questions of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import forms
from django.utils import timezone

from observatoire.base.french import normalise
from observatoire.surveys.models import Survey
from observatoire.surveys.questionnaire import Condition, Kind, Option, Question
from observatoire.surveys.questionnaire.model import LABELS

NEED_OPTIONS = {Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX}
NEED_ROWS = {Kind.MATRIX, Kind.GRID}
# A total names other questions: it is written in the text of the questionnaire.
ASKED = [kind for kind in Kind if kind is not Kind.TOTAL]


class SurveyFilter(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    etat = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous les états"), *Survey.State.choices]
    )

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = self.cleaned_data
        return {"words": found.get("q", ""), "state": found.get("etat", "")}


class ExtendForm(forms.Form):
    closes_at = forms.DateTimeField(
        label="Nouvelle clôture",
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Heure de Paris.",
        error_messages={"required": "Écrire une date et une heure.", "invalid": "Écrire une date."},
    )

    def clean_closes_at(self):
        value = self.cleaned_data["closes_at"]
        if value <= timezone.now():
            raise forms.ValidationError("Choisir une heure à venir.")
        return value


class StartForm(forms.Form):
    title = forms.CharField(label="Titre du questionnaire", max_length=200)
    introduction = forms.CharField(
        label="Introduction", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class SectionForm(forms.Form):
    title = forms.CharField(label="Titre de la partie", max_length=200)


class TextForm(forms.Form):
    """The questionnaire as a file of the catalogue would hold it, for who knows how."""

    text = forms.CharField(label="Texte (YAML)", widget=forms.Textarea({"rows": 30}))


class QuestionForm(forms.Form):
    """One question. Choices and rows are typed one a line; their codes are made from the words."""

    label = forms.CharField(label="Question", max_length=500)
    kind = forms.ChoiceField(label="Type", choices=[(str(k), LABELS[k]) for k in ASKED])
    section = forms.TypedChoiceField(label="Partie", coerce=int)
    help = forms.CharField(label="Aide", required=False, max_length=500)
    is_required = forms.BooleanField(label="Une réponse est demandée", required=False)
    is_personal = forms.BooleanField(
        label="Demande une donnée personnelle",
        required=False,
        help_text="Nom, adresse, situation d’une personne\u00a0: refusé dans une enquête anonyme.",
    )
    choices = forms.CharField(
        label="Choix, ou colonnes de la grille, un par ligne",
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    rows = forms.CharField(
        label="Lignes de la matrice ou de la grille, une par ligne",
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    high = forms.IntegerField(
        label="Dernier degré de l’échelle", required=False, min_value=2, max_value=20
    )
    is_long = forms.BooleanField(label="Texte sur plusieurs lignes", required=False)
    condition = forms.ChoiceField(label="Posée seulement si", required=False)

    def __init__(self, *given, sections: Sequence[str], before: Sequence[Question], **options):
        super().__init__(*given, **options)
        self.fields["section"].choices = list(enumerate(sections))
        asked = [one for one in before if one.is_counted and one.kind is not Kind.MATRIX]
        self.fields["condition"].choices = [
            ("", "Posée à tous"),
            *[
                (f"{one.code}={box.code}", f"{one.label} → {box.label}")
                for one in asked
                for box in one.choices
            ],
        ]

    def clean(self):
        found = super().clean()
        kind = found.get("kind")
        if kind in NEED_OPTIONS and len(lines_of(found.get("choices", ""))) < 2:
            self.add_error("choices", "Écrire au moins deux choix, un par ligne.")
        if kind == Kind.GRID and not lines_of(found.get("choices", "")):
            self.add_error("choices", "Écrire au moins une colonne.")
        if kind in NEED_ROWS and not lines_of(found.get("rows", "")):
            self.add_error("rows", "Écrire au moins une ligne.")
        return found

    def question(self, code: str, *, old: Question | None) -> Question:
        """The question as typed; codes of choices that keep their words are kept."""
        found, kind = self.cleaned_data, Kind(self.cleaned_data["kind"])
        asked, _, among = found["condition"].partition("=")
        return Question(
            code=code,
            kind=kind,
            label=found["label"],
            help=found["help"],
            is_required=found["is_required"],
            is_personal=found["is_personal"],
            options=coded(found["choices"], old.options if old else ())
            if kind in NEED_OPTIONS
            else (),
            rows=coded(found["rows"], old.rows if old else ()) if kind in NEED_ROWS else (),
            columns=coded(found["choices"], old.columns if old else ())
            if kind is Kind.GRID
            else (),
            has_totals=kind is Kind.GRID and (old is None or old.has_totals),
            low=0 if kind is Kind.RECOMMENDATION else 1,
            high=10 if kind is Kind.RECOMMENDATION else found["high"] or 5,
            is_long=found["is_long"] and kind is Kind.TEXT,
            condition=Condition(asked, (among,)) if asked else None,
        )


def typed(question: Question, section: int) -> dict:
    """What the form shows of a question that exists."""
    condition = question.condition
    return {
        "label": question.label,
        "kind": str(question.kind),
        "section": section,
        "help": question.help,
        "is_required": question.is_required,
        "is_personal": question.is_personal,
        "choices": "\n".join(one.label for one in question.options or question.columns),
        "rows": "\n".join(one.label for one in question.rows),
        "high": question.high,
        "is_long": question.is_long,
        "condition": f"{condition.question}={condition.among[0]}" if condition else "",
    }


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def coded(text: str, known: Sequence[Option]) -> tuple[Option, ...]:
    kept = {one.label: one.code for one in known}
    found: list[Option] = []
    for label in lines_of(text):
        taken = {one.code for one in found} | set(kept.values())
        found.append(Option(kept.get(label) or code_from(label, taken), label))
    return tuple(found)


def code_from(words: str, taken: set[str]) -> str:
    """« Très bien ! » → « tres_bien »; a number when the code is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", normalise(words)).strip("_")[:50].strip("_")
    start = plain if plain[:1].isalpha() else f"c_{plain}".strip("_")
    number, code = 1, start
    while code in taken:
        number += 1
        code = f"{start}_{number}"
    return code
