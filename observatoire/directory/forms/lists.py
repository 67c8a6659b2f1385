"""What is typed about lists in the administration."""

from __future__ import annotations

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from observatoire.directory.models import (
    ContactList,
    Function,
    Group,
    Institution,
    Person,
    RelayMessage,
    Topic,
)
from observatoire.directory.queries.institutions import departements


class ListForm(forms.ModelForm):
    lead = ""

    class Meta:
        model = ContactList
        fields = ["name", "purpose"]
        help_texts = {"purpose": "Pourquoi l’on écrit\u00a0: qui s’y oppose est laissé."}


class StaticForm(ListForm):
    lead = "Une liste faite à la main\u00a0: des personnes, des fonctions, des boîtes."


class FilterForm(ListForm):
    """What is asked is kept, not who was found: the list follows the directory."""

    lead = "Un filtre enregistré\u00a0: la liste suit l’annuaire. Sans critère, elle prend tout."
    kinds = forms.MultipleChoiceField(
        label="Types d’institution",
        choices=Institution.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territories = forms.MultipleChoiceField(
        label="Départements", required=False, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.ModelMultipleChoiceField(
        label="Sujets",
        queryset=Topic.objects.order_by("order", "name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        label="Groupes",
        queryset=Group.objects.open().order_by("kind", "name", "pk"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    function = forms.CharField(
        label="Mot de la fonction",
        required=False,
        max_length=80,
        help_text="Ex.\u00a0: référent",
    )

    class Meta(ListForm.Meta):
        pass

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["territories"].choices = departements()
        for name, value in (self.instance.criteria or {}).items():
            self.initial[name] = value

    def save(self, commit=True):
        found = self.cleaned_data
        criteria = {
            "kinds": found["kinds"],
            "territories": found["territories"],
            "topics": [topic.pk for topic in found["topics"]],
            "groups": [str(group.pk) for group in found["groups"]],
            "function": found["function"],
        }
        self.instance.criteria = {name: value for name, value in criteria.items() if value}
        return super().save(commit)


class RelayForm(ListForm):
    lead = "Un partenaire fait suivre à son réseau\u00a0: on n’en connaît que le nombre."

    class Meta(ListForm.Meta):
        fields = ["name", "relay", "announced_size", "purpose"]

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["relay"].queryset = Institution.objects.open().order_by("name", "pk")
        self.fields["relay"].required = True


class EntryForm(forms.Form):
    """Several at once, of the three sorts."""

    functions = forms.ModelMultipleChoiceField(
        label="Fonctions", queryset=Function.objects.none(), required=False
    )
    people = forms.ModelMultipleChoiceField(
        label="Personnes", queryset=Person.objects.none(), required=False
    )
    institutions = forms.ModelMultipleChoiceField(
        label="Boîtes communes d’institutions", queryset=Institution.objects.none(), required=False
    )

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        functions = Function.objects.open().select_related("institution")
        self.fields["functions"].queryset = functions.order_by("institution__name", "title", "pk")
        people = Person.objects.present().order_by("last_name", "first_name", "pk")
        self.fields["people"].queryset = people
        with_mailbox = Institution.objects.filter(addresses__isnull=False).distinct()
        self.fields["institutions"].queryset = with_mailbox.order_by("name", "pk")
        for field in self.fields.values():
            field.widget.attrs["size"] = 8
            field.help_text = "Plusieurs choix\u00a0: garder Ctrl appuyé."

    def clean(self):
        found = super().clean()
        if not any(found.get(name) for name in self.fields):
            raise forms.ValidationError("Choisir au moins une fonction, une personne ou une boîte.")
        return found

    def owners(self) -> list:
        found = self.cleaned_data
        return [*found["functions"], *found["people"], *found["institutions"]]


class RelayMessageForm(forms.ModelForm):
    class Meta:
        model = RelayMessage
        fields = ["subject", "text", "target"]
        help_texts = {
            "target": "Une page du site, par exemple /agenda/. Le message portera un lien à lui.",
            "text": "Le lien est ajouté à la fin.",
        }

    def clean_target(self) -> str:
        target = self.cleaned_data["target"].strip()
        if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, None):
            raise forms.ValidationError("Donner une page du site, qui commence par /.")
        return target


class DeclareForm(forms.Form):
    number = forms.IntegerField(label="Fait suivre à", min_value=0, max_value=1_000_000)
