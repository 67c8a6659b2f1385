"""What is typed on the live page, and by its moderators."""

from __future__ import annotations

from django import forms

from observatoire.events.models import Intervention, Question
from observatoire.events.queries.live import name_of


class SpeakerChoice(forms.ModelChoiceField):
    def label_from_instance(self, one) -> str:
        return name_of(one)


class QuestionForm(forms.Form):
    text = forms.CharField(
        label="Votre question",
        max_length=600,
        widget=forms.Textarea(attrs={"class": "fr-input", "rows": 3}),
        error_messages={
            "required": "Écrire votre question.",
            "max_length": "Raccourcir la question\u00a0: 600 signes au plus.",
        },
    )
    addressed_to = SpeakerChoice(
        label="Pour",
        queryset=Intervention.objects.none(),
        required=False,
        empty_label="Tous les intervenants",
        widget=forms.Select(attrs={"class": "fr-select"}),
    )
    may_publish = forms.BooleanField(
        label="Ma question peut être publiée ensuite avec sa réponse, sans mon nom",
        required=False,
        initial=True,
    )

    def __init__(self, *given, event, **options):
        super().__init__(*given, **options)
        rows = Intervention.objects.filter(session__event=event).exclude(status="decline")
        rows = rows.select_related("institution").order_by("session__order", "order", "id")
        self.fields["addressed_to"].queryset = rows


class RewriteForm(QuestionForm):
    may_publish = None


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(queryset=Question.objects.none())

    def __init__(self, *given, question, **options):
        super().__init__(*given, **options)
        rows = Question.objects.filter(event=question.event, state=Question.State.SHOWN)
        self.fields["into"].queryset = rows.exclude(pk=question.pk).order_by("asked_at")
