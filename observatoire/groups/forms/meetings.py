"""A meeting as one fills it: day and hours apart, in the time of Paris."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone

from observatoire.groups.models import AgendaItem, Meeting, Presence, Theme

INPUT = {"class": "fr-input"}
DAY = forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d")
HOUR = {**INPUT, "type": "time"}


class SpanForm(forms.Form):
    """A day and two hours; all three, or none where the day is yet to be found."""

    day = forms.DateField(label="Jour", required=False, widget=DAY)
    start = forms.TimeField(
        label="Début", required=False, widget=forms.TimeInput(attrs=HOUR, format="%H:%M")
    )
    end = forms.TimeField(
        label="Fin", required=False, widget=forms.TimeInput(attrs=HOUR, format="%H:%M")
    )

    def clean(self):
        data = super().clean()
        given = [data.get(name) for name in ("day", "start", "end")]
        if any(given) and not all(given):
            raise forms.ValidationError("Donner le jour, l’heure de début et l’heure de fin.")
        if all(given) and data["end"] <= data["start"]:
            self.add_error("end", "L’heure de fin doit suivre l’heure de début.")
        return data

    def span(self) -> tuple[datetime, datetime] | None:
        data = self.cleaned_data
        if not data.get("day"):
            return None
        zone = timezone.get_current_timezone()
        return tuple(
            datetime.combine(data["day"], data[name]).replace(tzinfo=zone)
            for name in ("start", "end")
        )


class MeetingForm(SpanForm, forms.ModelForm):
    room_address = forms.URLField(
        label="Adresse de la visioconférence",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs=INPUT),
    )

    class Meta:
        model = Meeting
        fields = ("title", "mode", "place", "access", "room_address")
        widgets = {
            "title": forms.TextInput(attrs=INPUT),
            "mode": forms.Select(attrs={"class": "fr-select"}),
            "place": forms.TextInput(attrs=INPUT),
            "access": forms.Textarea(attrs={**INPUT, "rows": 2}),
        }

    field_order = ("title", "day", "start", "end", "mode", "place", "access", "room_address")

    def __init__(self, *given, **options):
        meeting = options.get("instance")
        if meeting is not None and meeting.starts_at is not None:
            start, end = (timezone.localtime(one) for one in (meeting.starts_at, meeting.ends_at))
            known = {"day": start.date(), "start": start.time(), "end": end.time()}
            options["initial"] = known | options.get("initial", {})
        super().__init__(*given, **options)
        self.fields["title"].help_text = "Facultatif\u00a0: sinon, « Réunion »."
        self.fields["day"].help_text = "Laisser vide pour proposer plusieurs dates aux membres."

    def meeting(self) -> Meeting:
        """The meeting as filled in, not saved."""
        meeting = self.save(commit=False)
        meeting.starts_at, meeting.ends_at = self.span() or (None, None)
        return meeting


class ItemForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ("part", "title", "note", "minutes")
        widgets = {
            "part": forms.Select(attrs={"class": "fr-select"}),
            "title": forms.TextInput(attrs=INPUT),
            "note": forms.Textarea(attrs={**INPUT, "rows": 2}),
            "minutes": forms.NumberInput(attrs={**INPUT, "min": 1, "max": 480}),
        }
        error_messages = {"title": {"required": "Écrire le point à l’ordre du jour."}}


class PresencesForm(forms.Form):
    """One choice per institution of the group."""

    def __init__(self, *given, institutions, states: dict, **options):
        super().__init__(*given, **options)
        choices = [("", "absent"), *Presence.State.choices]
        for one in institutions:
            self.fields[str(one.pk)] = forms.ChoiceField(
                label=one.name,
                choices=choices,
                required=False,
                initial=states.get(one.pk, ""),
                widget=forms.Select(attrs={"class": "fr-select"}),
            )


class ThemeForm(forms.ModelForm):
    class Meta:
        model = Theme
        fields = ("title", "note")
        widgets = {
            "title": forms.TextInput(attrs=INPUT),
            "note": forms.Textarea(attrs={**INPUT, "rows": 2}),
        }
        error_messages = {"title": {"required": "Écrire le thème que vous proposez."}}
