"""What a speaker answers, without an account."""

from __future__ import annotations

from django import forms

from observatoire.contributions.forms.fields import FileField, dress
from observatoire.contributions.models import Speaker

FIELDS = [
    "full_name",
    "function",
    "organisation",
    "biography",
    "needs",
    "may_record",
    "may_broadcast",
]
MOMENT = {"type": "datetime-local"}
PERMISSION = [("oui", "Oui"), ("non", "Non")]


class SpeakerForm(forms.ModelForm):
    comes = forms.ChoiceField(
        label="Viendrez-vous\u00a0?",
        choices=[("oui", "Oui, je viens"), ("non", "Non, je ne peux pas")],
        widget=forms.RadioSelect,
        error_messages={"required": "Dire oui ou non\u00a0: les deux nous aident."},
    )
    may_record = forms.ChoiceField(
        label="Acceptez-vous d’être enregistré\u00a0?",
        choices=PERMISSION,
        required=False,
        widget=forms.RadioSelect,
    )
    may_broadcast = forms.ChoiceField(
        label="Acceptez-vous que l’enregistrement soit diffusé sur la plateforme\u00a0?",
        help_text="Sans réponse, rien n’est enregistré ni diffusé. Vous pouvez changer d’avis.",
        choices=PERMISSION,
        required=False,
        widget=forms.RadioSelect,
    )
    away_from = forms.DateTimeField(
        label="Je ne peux pas de", required=False, widget=forms.DateTimeInput(attrs=MOMENT)
    )
    away_until = forms.DateTimeField(
        label="à", required=False, widget=forms.DateTimeInput(attrs=MOMENT)
    )

    class Meta:
        model = Speaker
        fields = FIELDS
        labels = {"full_name": "Votre nom, tel qu’il sera écrit"}
        widgets = {
            "biography": forms.Textarea(attrs={"rows": 4}),
            "needs": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "biography": "Deux ou trois phrases, pour le programme.",
            "needs": "Matériel, accès, repas… Lu par l’organisation seule.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        answers = {Speaker.State.CONFIRMED: "oui", Speaker.State.DECLINED: "non"}
        self.initial["comes"] = answers.get(self.instance.state, "")
        away = None if self.instance._state.adding else self.instance.absences.first()
        if away is not None:
            self.initial |= {"away_from": away.starts_at, "away_until": away.ends_at}
        for name in ("away_from", "away_until"):
            self.fields[name].widget.format = "%Y-%m-%dT%H:%M"
        self.order_fields(["comes", *FIELDS, "away_from", "away_until"])
        dress(self)

    def clean(self):
        told = super().clean()
        start, end = told.get("away_from"), told.get("away_until")
        if bool(start) != bool(end):
            self.add_error("away_until", "Donner les deux heures, ou aucune.")
        elif start and end <= start:
            self.add_error("away_until", "La seconde heure doit venir après la première.")
        if told.get("comes") == "oui" and not told.get("full_name"):
            self.add_error("full_name", "Écrire votre nom\u00a0: il sera au programme.")
        return told

    def told(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in FIELDS}

    def absences(self) -> list[tuple]:
        start, end = self.cleaned_data.get("away_from"), self.cleaned_data.get("away_until")
        return [(start, end)] if start and end else []


class SlidesForm(forms.Form):
    file = FileField(
        label="Votre support de présentation",
        error_messages={"required": "Choisir un fichier sur votre ordinateur."},
    )
