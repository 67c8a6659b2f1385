"""A document as a tagged PDF; what is given is data, whatever it holds."""

from __future__ import annotations

import pytest

from observatoire.base.pdf import Bars, Document, Figure, Heading, Table, Text, write_pdf

PARTS = [
    Heading("Une partie"),
    Text("Une phrase."),
    Figure([("Inscrits", "94"), ("Présents", "environ 70")]),
    Table(["Canal", "Inscrits"], [["Liste", "40"]]),
    Bars([("Inscrits", 94, "100\u00a0%"), ("Aucun", 0, "")]),
]


def test_it_is_tagged_and_in_french():
    content = write_pdf(Document("Bilan", PARTS))
    assert content[:5] == b"%PDF-"
    marks = (b"/StructTreeRoot", b"/Lang", b"/Marked true")
    assert [mark for mark in marks if mark not in content] == []


def test_it_says_that_it_is_accessible():
    """Typst checks it as it writes: what it could not follow would stop the writing."""
    content = write_pdf(Document("Bilan", PARTS))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


INJECTED = ["#panic()", "$x$ *a* _b_ `c`", '"]} #read("/etc/hosts")', "// \\"]


@pytest.mark.parametrize("text", INJECTED)
def test_what_is_given_is_never_read_as_typst(text):
    parts = [Heading(text), Text(text), Table([text], [[text]]), Bars([(text, 1, text)])]
    assert write_pdf(Document(text, parts))[:5] == b"%PDF-"
