"""What is typed to ask for a successor, and for relays."""

from __future__ import annotations

from django import forms


class QuestionForm(forms.Form):
    """The message to an institution, ready and open to correction."""

    to = forms.EmailField(label="À", max_length=254)
    subject = forms.CharField(label="Objet", max_length=150)
    text = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 14}))
