"""What the coordination writes about events."""

from __future__ import annotations

from django import forms

from observatoire.directory.models import ContactList, Group, Institution, Person, Topic, User
from observatoire.events.models import Channel, Event, Intervention, Session, ThemeProposal

MOMENT = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class EventForm(forms.ModelForm):
    topics = forms.ModelMultipleChoiceField(
        label="Sujets",
        queryset=Topic.objects.order_by("order", "name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    moderators = forms.ModelMultipleChoiceField(
        label="Modérateurs des questions",
        queryset=User.objects.filter(is_active=True).order_by("email"),
        required=False,
        help_text="En plus de la coordination. Plusieurs choix\u00a0: garder Ctrl appuyé.",
    )
    room_address = forms.URLField(
        label="Adresse de la salle", required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = Event
        fields = [
            *("kind", "title", "theme", "summary", "audience", "topics", "group"),
            *("starts_at", "ends_at", "when_words", "mode", "place_name", "place_address"),
            *("access", "access_plan", "accessibility", "room_kind", "room_address"),
            *("places_on_site", "places_remote", "closes_at", "asks_needs", "moderators"),
        ]
        widgets = {
            "starts_at": _moment(),
            "ends_at": _moment(),
            "closes_at": _moment(),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "place_address": forms.Textarea(attrs={"rows": 2}),
            "access": forms.Textarea(attrs={"rows": 3}),
            "accessibility": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "summary": "Deux ou trois phrases\u00a0: ce que l’on y apprendra. Elles vont sur la "
            "page, dans les invitations et dans les agendas.",
            "when_words": "Quand l’heure n’est pas connue, par exemple\u00a0: «\u00a0juillet "
            "2023, jour non connu\u00a0».",
            "group": "Vide\u00a0: l’événement est public.",
            "room_kind": "L’adresse de la salle n’est montrée qu’aux inscrits.",
            "places_on_site": "Vide\u00a0: sans limite.",
            "places_remote": "Vide\u00a0: sans limite.",
            "closes_at": "Vide\u00a0: jusqu’à la fin de l’événement.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["group"].queryset = Group.objects.open().order_by("name")
        self.fields["room_kind"].choices = Event.Room.choices
        for name in ("starts_at", "ends_at", "closes_at"):
            self.fields[name].input_formats = [MOMENT]

    def clean(self):
        found = super().clean()
        start, end = found.get("starts_at"), found.get("ends_at")
        if end and not start:
            self.add_error("starts_at", "Donner aussi le début.")
        if start and end and end <= start:
            self.add_error("ends_at", "La fin vient après le début.")
        if found.get("room_kind") == Event.Room.ADDRESS and not found.get("room_address"):
            self.add_error("room_address", "Donner l’adresse de la salle.")
        return found


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = ["kind", "title", "summary", "minutes", "starts_at", "room"]
        fields += ["slides", "notice_address"]
        widgets = {"starts_at": _moment(), "summary": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "minutes": "L’heure de chaque séance suit des durées.",
            "starts_at": "Seulement si elle ne suit pas la précédente.",
            "notice_address": "Une page du site, ou celle du producteur.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["starts_at"].input_formats = [MOMENT]

    def clean_notice_address(self) -> str:
        address = self.cleaned_data["notice_address"].strip()
        if address and not address.startswith(("/", "https://", "http://")):
            raise forms.ValidationError("Commencer par / ou par https://.")
        return address


class InterventionForm(forms.ModelForm):
    class Meta:
        model = Intervention
        fields = ["speaker_name", "function", "institution", "institution_name", "person"]
        fields += ["email", "status", "may_record", "may_broadcast"]
        help_texts = {
            "speaker_name": "Vide tant que l’institution n’a nommé personne.",
            "email": "Jamais publiée. Elle sert à lui envoyer le lien de son écran.",
            "person": "Si elle est dans l’annuaire.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["institution"].queryset = Institution.objects.open().order_by("name", "pk")
        people = Person.objects.present().order_by("last_name", "first_name", "pk")
        self.fields["person"].queryset = people
        choices = [("", "pas encore demandé"), ("true", "oui"), ("false", "non")]
        for name in ("may_record", "may_broadcast"):
            self.fields[name].widget.choices = choices

    def clean(self):
        found = super().clean()
        named = ("speaker_name", "institution", "institution_name", "person")
        if not any(found.get(name) for name in named):
            raise forms.ValidationError("Donner un nom, ou au moins une institution.")
        return found


class ChannelForm(forms.ModelForm):
    class Meta:
        model = Channel
        fields = ["name", "list"]
        labels = {"list": "Liste ou relais de l’annuaire"}
        help_texts = {
            "name": "Ce que vous lirez dans «\u00a0d’où viennent les inscrits\u00a0».",
            "list": "Vide\u00a0: un simple lien, à donner où vous voulez.",
        }

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["list"].queryset = ContactList.objects.order_by("name", "pk")


class InvitedForm(forms.Form):
    number = forms.IntegerField(label="Fait suivre à", min_value=0, max_value=1_000_000)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Les inscrits liront cette phrase.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ThemeForm(forms.ModelForm):
    class Meta:
        model = ThemeProposal
        fields = ["year", "kind", "title", "reason", "institution", "state", "source"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["institution"].queryset = Institution.objects.open().order_by("name", "pk")


class EventFilter(forms.Form):
    q = forms.CharField(label="Mots", required=False, max_length=100)
    etape = forms.ChoiceField(label="Étape", required=False)
    sorte = forms.ChoiceField(label="Sorte", required=False)

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["etape"].choices = [("", "Toutes"), *Event.Stage.choices]
        self.fields["sorte"].choices = [("", "Toutes"), *Event.Kind.choices]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {"words": found["q"], "stage": found["etape"], "kind": found["sorte"]}


class RegistrantFilter(forms.Form):
    q = forms.CharField(label="Nom, structure ou adresse", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False)

    def __init__(self, *given, states, **options):
        super().__init__(*given, **options)
        self.fields["etat"].choices = [("", "Tous"), *states]

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {"words": found["q"], "state": found["etat"]}
