"""What reviewers type: marks, an answer, what an idea becomes."""

from __future__ import annotations

from django import forms

from observatoire.contributions.actions.answers import FINAL
from observatoire.contributions.forms.fields import dress
from observatoire.contributions.models import BEST, Call, Proposal, Review

WORDS = (
    "0\u00a0– pas du tout",
    "1\u00a0– peu",
    "2\u00a0– assez",
    "3\u00a0– bien",
    "4\u00a0– tout à fait",
)


class ReviewForm(forms.Form):
    """One choice by criterion; a criterion left without a mark is not counted."""

    remark = forms.CharField(
        label="Note pour les autres relecteurs",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_apart = forms.BooleanField(
        label="Je suis partie prenante de cette initiative, et ne note pas", required=False
    )

    def __init__(self, *given, call: Call, review: Review | None, **options):
        super().__init__(*given, **options)
        self.criteria = list(call.criteria.all())
        given_marks = dict(review.marks.values_list("criterion_id", "value")) if review else {}
        choices = [("", "Sans avis"), *((str(n), WORDS[n]) for n in range(BEST + 1))]
        for one in self.criteria:
            weight = f" (compte {one.weight}\u00a0fois)" if one.weight > 1 else ""
            self.fields[f"c{one.pk}"] = forms.ChoiceField(
                label=f"{one.label}{weight}",
                choices=choices,
                required=False,
                initial=str(given_marks.get(one.pk, "")),
            )
        if review is not None:
            self.initial |= {"remark": review.remark, "is_apart": review.is_apart}
        self.order_fields([*(f"c{one.pk}" for one in self.criteria), "remark", "is_apart"])
        dress(self)

    def marks(self) -> dict[int, int]:
        told = {one.pk: self.cleaned_data[f"c{one.pk}"] for one in self.criteria}
        return {key: int(value) for key, value in told.items() if value}


class AnswerForm(forms.Form):
    status = forms.ChoiceField(
        label="Suite donnée",
        choices=[(one.value, one.label) for one in FINAL],
        error_messages={"required": "Choisir la suite."},
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label="Ce que lira l’auteur",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une raison, et ce que l’idée peut devenir ailleurs.",
        error_messages={"required": "Écrire une phrase\u00a0: elle est lue par son auteur."},
    )
    with_others = forms.BooleanField(
        label="Répondre la même chose aux propositions réunies à celle-ci", required=False
    )

    def __init__(self, *given, proposal: Proposal, has_others: bool, **options):
        super().__init__(*given, **options)
        if proposal.is_answered:
            self.initial |= {"status": proposal.status, "text": proposal.answer}
        if not has_others:
            del self.fields["with_others"]
        dress(self)


class InnerWordForm(forms.Form):
    text = forms.CharField(
        label="Message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrire quelque chose, ou ne rien envoyer."},
    )
    to_author = forms.BooleanField(label="L’envoyer à l’auteur de la proposition", required=False)

    def __init__(self, *given, **options):
        super().__init__(*given, **options)
        dress(self)
