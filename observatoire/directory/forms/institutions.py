"""What is typed about institutions, functions and groups in the administration."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from observatoire.base.models import Territory
from observatoire.directory.models import Function, Group, Institution, Membership, Person, Topic
from observatoire.directory.queries.institutions import territory_choices


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class InstitutionFilter(forms.Form):
    q = forms.CharField(label="Nom ou sigle", required=False, max_length=100)
    type = forms.ChoiceField(label="Type", required=False)
    territoire = forms.ChoiceField(label="Département", required=False)
    fermees = forms.ChoiceField(
        label="État", required=False, choices=[("", "En activité"), ("oui", "Disparues")]
    )

    def __init__(self, *given, places: Sequence[tuple[str, str]], **options):
        super().__init__(*given, **options)
        self.fields["type"].choices = [("", "Tous"), *Institution.Kind.choices]
        self.fields["territoire"].choices = [("", "Tous"), *places]

    def asked(self) -> dict:
        self.is_valid()
        found = self.cleaned_data
        return {
            "words": found.get("q", ""),
            "kind": found.get("type", ""),
            "place": found.get("territoire", ""),
            "closed": found.get("fermees") == "oui",
        }


class InstitutionForm(forms.ModelForm):
    territory = forms.ChoiceField(label="Territoire", required=False)
    website = forms.URLField(label="Site internet", required=False, assume_scheme="https")
    domains = forms.CharField(
        label="Domaines de courrier",
        required=False,
        help_text="Ce qui suit l’arobase, séparé par des espaces. Une personne dont l’adresse "
        "finit ainsi est rattachée à cette institution lors d’un import.",
    )

    class Meta:
        model = Institution
        fields = [
            "name",
            "acronym",
            "kind",
            "territory",
            "parent",
            "website",
            "domains",
            "charter_signed_on",
            "logo",
            "closed_on",
        ]
        widgets = {"charter_signed_on": day_input(), "closed_on": day_input()}
        help_texts = {"closed_on": "Elle quitte l’annuaire public\u00a0; rien n’est effacé."}

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        self.fields["territory"].choices = [("", "Aucun"), *territory_choices()]
        others = Institution.objects.open().exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others.order_by("name", "pk")
        if not self.instance._state.adding:
            names = self.instance.domains.values_list("name", flat=True)
            self.initial["domains"] = " ".join(names)
            self.initial["territory"] = str(self.instance.territory_id or "")

    def clean_territory(self) -> Territory | None:
        key = self.cleaned_data["territory"]
        return Territory.objects.get(pk=key) if key else None

    def clean_domains(self) -> list[str]:
        return self.cleaned_data["domains"].replace(",", " ").split()


class FunctionForm(forms.ModelForm):
    topics = forms.ModelMultipleChoiceField(
        label="Sujets",
        queryset=Topic.objects.order_by("order", "name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Function
        fields = ["title", "topics", "is_public", "closed_on"]
        widgets = {"closed_on": day_input()}

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip()
        same = Function.objects.filter(institution=self.instance.institution, title__iexact=title)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Cette institution a déjà une fonction de cet intitulé.")
        return title


class GroupForm(forms.ModelForm):
    class Meta:
        model = Group
        fields = ["name", "kind", "purpose", "is_public", "closed_on"]
        widgets = {"closed_on": day_input(), "purpose": forms.Textarea(attrs={"rows": 4})}


class SeatForm(forms.Form):
    """A seat of a function, or of one person: one of the two."""

    function = forms.ModelChoiceField(
        label="Fonction",
        queryset=Function.objects.none(),
        required=False,
        help_text="De préférence\u00a0: le siège reste quand la personne change.",
    )
    person = forms.ModelChoiceField(
        label="Ou une personne", queryset=Person.objects.none(), required=False
    )
    role = forms.ChoiceField(label="Rôle", choices=Membership.Role.choices, initial="membre")

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        functions = Function.objects.open().select_related("institution")
        self.fields["function"].queryset = functions.order_by("institution__name", "title", "pk")
        people = Person.objects.present().order_by("last_name", "first_name", "pk")
        self.fields["person"].queryset = people

    def clean(self):
        found = super().clean()
        if bool(found.get("function")) == bool(found.get("person")):
            raise forms.ValidationError(
                "Choisir une fonction ou une personne\u00a0: l’une des deux."
            )
        return found

    def owner(self) -> Function | Person:
        return self.cleaned_data["function"] or self.cleaned_data["person"]
