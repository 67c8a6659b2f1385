"""What someone reads of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from observatoire.directory.models import Basis
from observatoire.directory.queries.consent import Standing

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
                [(name, value) for name, value in row.items() if value not in ("", None)]
                for row in part["rows"]
            ]
        }
        for part in parts
    ]
