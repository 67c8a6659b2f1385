"""A certificate of attendance: one page, as a tagged PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from observatoire.base.pdf import Document, Heading, Text, write_pdf
from observatoire.base.templatetags.base_tags import day_in_words, hour_in_words


@dataclass(frozen=True)
class Certificate:
    name: str
    structure: str
    did: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str


def certificate_pdf(one: Certificate) -> bytes:
    return write_pdf(Document("Attestation de présence", parts_of(one)))


def parts_of(one: Certificate) -> list[Heading | Text]:
    told = [
        Text("Nous attestons que"),
        Heading(one.name),
        Text(one.structure),
        Text(one.did),
        Heading(one.title),
        Text(_when_and_where(one)),
    ]
    return [part for part in told if part.text]


def _when_and_where(one: Certificate) -> str:
    if one.starts_at is None:
        return one.place
    words = f"le {day_in_words(one.starts_at)}, de {hour_in_words(one.starts_at)}"
    if one.ends_at:
        words += f" à {hour_in_words(one.ends_at)}"
    return f"{words}, {one.place}." if one.place else f"{words}."
