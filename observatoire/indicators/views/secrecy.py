"""What statistical secrecy is, for everyone, on a worked example."""

from __future__ import annotations

from django.shortcuts import render

from observatoire.indicators.presenters import secrecy as presenter
from observatoire.indicators.queries.engine import engine


def explained(request):
    context = {
        "columns": presenter.EXAMPLE_COLUMNS,
        "raw": presenter.example(masks="rien"),
        "naive": presenter.example(masks="primaire"),
        "protected": presenter.example(masks="tout"),
        "reasons": presenter.reasons(),
        "rules": presenter.declared_rules(engine().catalogue),
    }
    return render(request, "indicators/secret.html", context)
