"""What the coordination types about a day on site."""

from __future__ import annotations

from django import forms

from observatoire.contributions.forms.fields import dress
from observatoire.contributions.models import Speaker
from observatoire.events.models import Conference, Session


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ["title", "kind", "minutes", "starts_at", "room", "summary", "notice_address"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "starts_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
        }
        help_texts = {
            "starts_at": "À ne donner que pour une séance qui ne suit pas la précédente, comme "
            "deux ateliers à la fois.",
        }

    def __init__(self, *given, rooms=(), **options):
        super().__init__(*given, **options)
        self.fields["minutes"].min_value = 1
        if rooms:
            known = [(room, room) for room in rooms]
            here = self.instance.room
            known += [(here, here)] if here and here not in rooms else []
            self.fields["room"] = forms.ChoiceField(
                label="Salle", required=False, choices=[("", "Pas encore choisie"), *known]
            )
        dress(self)


class GuestForm(forms.ModelForm):
    """Someone thought of. A name may come later than a structure."""

    session = forms.ModelChoiceField(
        label="Parle dans", queryset=Session.objects.none(), required=False
    )

    class Meta:
        model = Speaker
        fields = ["full_name", "function", "organisation", "email"]
        error_messages = {"email": {"invalid": "Écrire l’adresse en entier, ou laisser vide."}}

    def __init__(self, *given, event, **options):
        super().__init__(*given, **options)
        self.fields["session"].queryset = event.sessions.order_by("order", "id")
        self.fields["session"].empty_label = "À placer plus tard"
        dress(self)

    def clean(self):
        told = super().clean()
        if not told.get("full_name") and not told.get("organisation"):
            self.add_error("full_name", "Donner un nom, ou au moins une structure.")
        return told


class ConferenceForm(forms.ModelForm):
    class Meta:
        model = Conference
        fields = ["rooms", "catering", "serves_meal", "synthesis"]
        widgets = {
            "rooms": forms.Textarea(attrs={"rows": 3}),
            "catering": forms.Textarea(attrs={"rows": 3}),
            "synthesis": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        dress(self)


class PhotographForm(forms.Form):
    image = forms.ImageField(
        label="Photographie",
        widget=forms.FileInput(attrs={"class": "fr-upload"}),
        error_messages={
            "required": "Choisir une image.",
            "invalid_image": "Ce fichier n’est pas une image\u00a0: choisir un JPEG ou un PNG.",
        },
    )
    description = forms.CharField(
        label="Ce que l’on y voit",
        max_length=200,
        help_text="Lu à qui ne voit pas l’image. N’y nommer personne sans son accord.",
        error_messages={"required": "Décrire l’image en une phrase."},
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        dress(self)
