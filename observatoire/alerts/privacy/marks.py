"""Two strengths: what is surely about a person is refused; what may be is read again.

A text is never searched for names by a list of first names: « Rose », « Pierre » and « Marine »
are words too. What names people in a social report is a title before a name, or a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
MONTHS = (
    "janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|"
    "décembre|decembre"
)
# Titles that also name institutions: « Madame la préfète », « M. le directeur » name a function.
FUNCTION = r"(?!l[ae]\b|les\b|l['’])"

SURE = (
    ("une adresse électronique", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    (
        "un numéro de téléphone",
        r"(?<!\d)(?:\+33|0033|0)[\s.\u00a0\u202f-]?[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}(?!\d)",
    ),
    (
        "un numéro de sécurité sociale",
        r"(?<!\d)[12][\s\u00a0]?\d{2}[\s\u00a0]?(?:0[1-9]|1[0-2]|[2-9]\d)[\s\u00a0]?(?:\d{2}|2[AB])"
        r"[\s\u00a0]?\d{3}[\s\u00a0]?\d{3}(?:[\s\u00a0]?\d{2})?(?!\d)",
    ),
    (
        "un numéro d’allocataire",
        r"(?i:allocataires?|dossier|matricule)\s*(?i:n[o°º]?\.?|numéro)?\s*:?\s*\d{5,}[A-Z]?",
    ),
    (
        "une date de naissance",
        rf"(?i:\bnée?s?\s+le\s+(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}(?:er)?\s+(?:{MONTHS})))",
    ),
)
DOUBTFUL = (
    (
        "un nom de personne",
        rf"\b(?:M\.|MM\.|Mme\.?|Mmes|Mlle|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle)[\s\u00a0]+{FUNCTION}"
        rf"(?:{CAPITAL}|[A-Z]\.)",
    ),
    (
        "une adresse de domicile",
        r"(?i:(?<!\d)\d{1,4}\s*(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|allée|impasse|chemin|place|"
        r"square|route)\s+\w)",
    ),
    (
        "un âge précis avec une situation singulière",
        r"(?i:\b(?:âgée?|agée?)\s+de\s+\d{1,3}\s+ans\b)",
    ),
)


@dataclass(frozen=True)
class Mark:
    """`label` is said; `words` are shown back to who wrote them, and kept nowhere."""

    label: str
    words: str
    is_sure: bool


def marks_in(text: str) -> list[Mark]:
    """In the order of the text; what is sure wins over what may be at the same place."""
    found: list[tuple[int, int, Mark]] = []
    for kinds, is_sure in ((SURE, True), (DOUBTFUL, False)):
        for label, pattern in kinds:
            for match in re.finditer(pattern, text):
                if not any(a < match.end() and match.start() < b for a, b, _ in found):
                    mark = Mark(label, match.group().strip(), is_sure)
                    found.append((match.start(), match.end(), mark))
    return [mark for _, _, mark in sorted(found, key=lambda one: one[0])]


def refused(text: str) -> list[Mark]:
    return [one for one in marks_in(text) if one.is_sure]


def to_confirm(text: str) -> list[Mark]:
    return [one for one in marks_in(text) if not one.is_sure]
