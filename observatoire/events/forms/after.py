"""What is typed once the event is over."""

from __future__ import annotations

from django import forms

from observatoire.base.models import Document
from observatoire.directory.models import User
from observatoire.events.actions.refusal import Refused
from observatoire.events.actions.replay import check_captions, read_chapters
from observatoire.events.models import Event, Waiver


class AttendanceForm(forms.Form):
    file = forms.FileField(
        label="Fichier de présences",
        help_text=(
            "BigBlueButton (JSON ou CSV), Teams, Zoom, ou tout tableau CSV dont la première ligne "
            "nomme les colonnes."
        ),
        error_messages={"required": "Choisir un fichier.", "empty": "Ce fichier est vide."},
    )


class WaiverForm(forms.Form):
    subject = forms.ChoiceField(label="Ce que l’on abandonne", choices=Waiver.Subject.choices)
    reason = forms.CharField(
        label="Raison",
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="Elle reste avec l’événement.",
        error_messages={"required": "Écrire pourquoi, en une phrase."},
    )


class JoinForm(forms.Form):
    to = forms.ModelChoiceField(
        label="Envoyer avec l’enquête de",
        queryset=Event.objects.none(),
        required=False,
        empty_label="Seule, à son heure",
    )

    def __init__(self, *given, event: Event, **options):
        super().__init__(*given, **options)
        rows = Event.objects.exclude(pk=event.pk).filter(cancelled_at=None)
        rows = rows.exclude(followup__survey_sent_at__isnull=False)
        self.fields["to"].queryset = rows.order_by("-around", "title", "id")


class AnswerForm(forms.Form):
    owner = forms.ModelChoiceField(
        label="À qui de répondre",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne encore",
    )
    answer = forms.CharField(
        label="Réponse écrite", required=False, widget=forms.Textarea({"rows": 5}), max_length=4000
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("email")


class ReplayForm(forms.ModelForm):
    """The recording, and what lets everyone follow it."""

    chapters = forms.CharField(
        label="Chapitres",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="Un par ligne\u00a0: 00:12:30 La première étude",
    )
    captions_reason = forms.CharField(
        label="Sans sous-titres ou sans transcription, pourquoi",
        required=False,
        max_length=300,
        help_text="Vide dès qu’ils sont là. Un public sourd ne suit pas sans eux.",
    )

    replay_address = forms.URLField(
        label="Adresse du replay", required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Event
        fields = ("replay_address", "replay_file", "replay_captions", "replay_transcript")
        widgets = {"replay_transcript": forms.Textarea({"rows": 8})}

    field_order = (
        "replay_address",
        "replay_file",
        "chapters",
        "replay_captions",
        "replay_transcript",
        "captions_reason",
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        documents = Document.objects.order_by("title", "pk")
        for name in ("replay_file", "replay_captions"):
            self.fields[name].queryset = documents
        event = self.instance
        self.initial["chapters"] = "\n".join(line_of(one) for one in event.replay_chapters)
        followup = getattr(event, "followup", None)
        self.initial["captions_reason"] = followup.captions_reason if followup else ""

    def clean_chapters(self):
        try:
            return read_chapters(self.cleaned_data["chapters"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_replay_captions(self):
        document = self.cleaned_data["replay_captions"]
        if document is not None:
            try:
                with document.file.open("rb") as file:
                    check_captions(file.read(2_000_000))
            except (Refused, OSError) as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return document


def line_of(chapter: dict) -> str:
    """« 00:12:30 La première étude »."""
    seconds = chapter["seconds"]
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02} {chapter['title']}"
