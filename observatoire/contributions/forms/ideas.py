"""What contributors type: an idea, a search among those of others, a word."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from django import forms

from observatoire.base.models import Territory
from observatoire.contributions.forms.fields import FileField, dress
from observatoire.contributions.models import Proposal

FIELDS = [
    "title",
    "summary",
    "nature",
    "body",
    "organisation",
    "territory",
    "is_rural",
    "contact_name",
    "contact_email",
    "named_name",
    "named_email",
    "is_private",
]
PARTS = (
    ("L’idée", ("title", "summary", "nature", "file")),
    ("Qui la porte", ("body", "organisation", "territory", "is_rural")),
    ("Quelqu’un à inviter\u00a0?", ("named_name", "named_email")),
    ("Vous", ("contact_name", "contact_email", "is_private")),
)


class IdeaForm(forms.ModelForm):
    """An idea. `link` is a trap: no one sees it, what fills every field fills it."""

    file = FileField(label="Un document, si vous en avez un", required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    link = forms.CharField(
        label="Ne rien écrire ici",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Proposal
        fields = FIELDS
        widgets = {"summary": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "title": "Par exemple\u00a0: «\u00a0Une épicerie solidaire qui se déplace de bourg en "
            "bourg\u00a0».",
            "summary": "Ce qui a été fait ou étudié, où, depuis quand, et ce que d’autres "
            "pourraient en apprendre. Une idée suffit\u00a0: rien n’a besoin d’être prêt.",
            "organisation": "Celle qui mène l’étude ou l’initiative\u00a0; pas forcément la vôtre.",
            "territory": "Laisser vide pour la région entière, ou au-delà.",
            "named_name": "Vous pouvez proposer quelqu’un d’autre que vous\u00a0; nous le "
            "préviendrons d’où nous tenons son nom.",
            "contact_email": "Pour vous envoyer votre lien de suivi et notre réponse. Format "
            "attendu\u00a0: nom@domaine.fr",
            "is_private": "Seules les personnes qui lisent les propositions la verront.",
        }
        error_messages = {
            "title": {"required": "Dire l’idée en une ligne."},
            "summary": {"required": "Écrire quelques phrases\u00a0: trois suffisent."},
        }

    def __init__(self, *given, places: Sequence[Territory], is_sharing: bool = True, **options):
        super().__init__(*given, **options)
        self.fields["territory"].queryset = Territory.objects.filter(
            pk__in=[place.pk for place in places]
        ).order_by("code")
        self.fields["territory"].empty_label = "Toute la région, ou au-delà"
        self.fields["contact_name"].required = self.fields["contact_email"].required = True
        self.fields["contact_email"].error_messages = {
            "required": "Écrire votre adresse\u00a0: sans elle, nous ne pourrions pas vous "
            "répondre.",
            "invalid": "Écrire l’adresse en entier, par exemple nom@domaine.fr.",
        }
        self.fields["contact_name"].error_messages = {"required": "Écrire votre nom."}
        self.fields["named_email"].error_messages["invalid"] = (
            "Écrire l’adresse en entier, ou laisser vide."
        )
        self.fields["contact_email"].widget.attrs["autocomplete"] = "email"
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        if not is_sharing:
            del self.fields["is_private"]
        if self.instance._state.adding:
            self.fields["form_key"].initial = uuid4
        else:
            del self.fields["form_key"]
        dress(self)

    def clean_contact_email(self):
        return self.cleaned_data["contact_email"].strip().lower()

    def clean_named_email(self):
        return self.cleaned_data["named_email"].strip().lower()

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("link"))

    def told(self) -> dict:
        """What an action takes."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def parts(self) -> list[tuple[str, list]]:
        return [
            (label, [self[name] for name in names if name in self.fields]) for label, names in PARTS
        ]


class IdeasFilter(forms.Form):
    """Every field may be empty; an unknown choice is no choice."""

    q = forms.CharField(label="Mots", required=False, max_length=100)
    nature = forms.ChoiceField(label="Nature", required=False)
    territoire = forms.ChoiceField(label="Département", required=False)

    def __init__(self, *given, places: Sequence[Territory], **options):
        super().__init__(*given, **options)
        self.fields["nature"].choices = [("", "Toutes"), *Proposal.Nature.choices]
        self.fields["territoire"].choices = [
            ("", "Tous"),
            *((place.code, place.name) for place in places),
        ]
        dress(self)

    def asked(self) -> dict[str, str]:
        self.is_valid()
        found = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {"words": found["q"], "nature": found["nature"], "place": found["territoire"]}


class WordForm(forms.Form):
    text = forms.CharField(
        label="Votre message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrire quelque chose, ou ne rien envoyer."},
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        dress(self)
