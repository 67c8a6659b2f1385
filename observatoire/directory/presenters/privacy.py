"""The texts in force with what people answered, and the register as lines of a file."""

from __future__ import annotations

from collections.abc import Iterable

from observatoire.directory.models import ConsentLine, Purpose
from observatoire.directory.queries.consent import legal_texts, people_by_decision
from observatoire.directory.queries.processing import Processing, controller, processors

REGISTER_HEADER = [
    "Traitement",
    "Finalité",
    "Base légale",
    "Personnes",
    "Données",
    "Durée",
    "Responsable",
    "Sous-traitants",
    "Destinataires",
]


def present_texts() -> list[dict]:
    labels = dict(ConsentLine.Decision.choices)
    return [
        {
            "purpose": purpose,
            "label": Purpose(purpose).label,
            "text": text,
            "answers": [
                (labels[decision], count)
                for decision, count in sorted(people_by_decision(purpose).items())
            ],
        }
        for purpose, text in sorted(legal_texts().items(), key=lambda one: _rank(one[0]))
    ]


def _rank(purpose: str) -> int:
    return Purpose.values.index(purpose)


def register_rows(lines: Iterable[Processing]) -> list[list[str]]:
    return [
        [
            one.title,
            one.why,
            one.basis,
            one.people,
            one.data,
            one.kept,
            controller(),
            ", ".join(processors()),
            one.recipients,
        ]
        for one in lines
    ]
