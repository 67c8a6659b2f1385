"""A document as a tagged PDF: titles, tables and pictures that a screen reader reads.

What is given is data: it is handed to Typst as JSON and never read as its language. The drawing of
bars has its text beside it, so nothing is said by a picture alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Figure:
    """Large numbers side by side: (label, value)."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Bars:
    """(label, number, words): one bar each, as long as its number."""

    rows: Sequence[tuple[str, float, str]]


@dataclass(frozen=True)
class Document:
    title: str
    parts: Sequence[Heading | Text | Figure | Table | Bars] = field(default=())


LOOK = Path(__file__).parent / "templates" / "base" / "pdf" / "document.typ"


def write_pdf(document: Document) -> bytes:
    """The bytes of the document; the day it was made stands at the foot of its pages."""
    day = date_format(timezone.localdate(), "j F Y")
    given = {
        "title": document.title,
        "author": settings.PLATFORM_NAME,
        "footer": f"{settings.PLATFORM_PLACE}, édité le {day}",
        "parts": [{"kind": type(part).__name__} | asdict(part) for part in document.parts],
    }
    # PDF/UA-1: Typst refuses to write what a screen reader could not follow.
    return compile_pdf(LOOK, given, standards=("ua-1",))


def compile_pdf(look: Path, given: dict, *, standards: Sequence[str] = ()) -> bytes:
    """A drawing of the house, filled with data; a feature may have a drawing of its own."""
    inputs = {"given": json.dumps(given, ensure_ascii=False)}
    return typst.compile(
        look.read_bytes(),
        format="pdf",
        sys_inputs=inputs,
        ignore_system_fonts=True,
        pdf_standards=list(standards),
    )
