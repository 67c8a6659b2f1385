"""What someone reads of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from observatoire.directory.models import Basis
from observatoire.directory.queries.consent import Standing

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+\d\d:\d\d")
GROUNDS = {
    Basis.PUBLIC_TASK: "Au titre de vos fonctions\u00a0: vous pouvez vous y opposer.",
    Basis.CONSENT: "Seulement si vous l’acceptez\u00a0: vous pouvez changer d’avis.",
}


def present_standings(held: Sequence[Standing]) -> list[dict]:
    return [
        {
            "purpose": one.purpose,
            "label": one.label,
            "may": one.may,
            "ground": GROUNDS[Basis(one.basis)],
            "text": one.text.text,
            "version": one.text.version,
            "since": one.at,
            "state": one.sentence,
        }
        for one in held
    ]


def present_parts(parts: Sequence[dict]) -> list[dict]:
    """Each row as pairs of a word and a value, without those that are empty."""
    return [
        part
        | {
            "rows": [
                [(name, in_words(value)) for name, value in row.items() if value not in ("", None)]
                for row in part["rows"]
            ]
        }
        for part in parts
    ]


def in_words(value):
    """A moment as one says it; the export keeps it whole."""
    if isinstance(value, str) and MOMENT.fullmatch(value):
        moment = timezone.localtime(datetime.fromisoformat(value))
        return date_format(moment, "j F Y, H:i")
    return value
