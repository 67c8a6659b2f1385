"""Minutes written elsewhere: their text is kept whole, objects are proposed and never invented."""

from __future__ import annotations

import re
from dataclasses import dataclass

from observatoire.groups.writing.lines import read_line

# Where a sentence of old minutes usually holds more than words; the reason is shown.
SIGNS = (
    ("appel", re.compile(r"\bappel à contribution\b|n[’']hésite[zr] pas", re.IGNORECASE)),
    (
        "date",
        re.compile(r"\bprochain(?:e)?\b[^.]*\b\d{1,2}(?:er)? [a-zéû]+ \d{4}\b", re.IGNORECASE),
    ),
    ("indicateur", re.compile(r"\bindicateurs?\b[^.]*\b(?:propos|reten)", re.IGNORECASE)),
    (
        "piste",
        re.compile(
            r"\b(?:se renseigne|données|indicateur)\b[^.]*\b(?:au niveau régional|régional)",
            re.IGNORECASE,
        ),
    ),
    (
        "action",
        re.compile(
            r"\b(?:sera|seront|devra|devront|faudra|se renseigne|prévoir de)\b", re.IGNORECASE
        ),
    ),
    (
        "decision",
        re.compile(r"\b(?:est retenue?|a été décidé|ont été retenus|validée?s?)\b", re.IGNORECASE),
    ),
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«])")


@dataclass(frozen=True)
class Proposal:
    """A sentence of the document that may be an object; a person says yes or no."""

    kind: str
    text: str
    why: str


def read_old(text: str) -> list[Proposal]:
    """The objects that a text may hold, in its order, each with the words that suggest it."""
    found = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        marked = read_line(paragraph)
        if marked is not None and marked.kind != "titre":
            found.append(Proposal(marked.kind, marked.text, "la ligne l’annonce"))
            continue
        for sentence in SENTENCE.split(paragraph.strip().lstrip("-•*# ")):
            found.extend(_proposed(sentence))
    return found


def _proposed(sentence: str) -> list[Proposal]:
    for kind, sign in SIGNS:
        if given := sign.search(sentence):
            words = " ".join(given.group(0).split())
            return [Proposal(kind, sentence.strip(), f"« {words[:80]} »")]
    return []
