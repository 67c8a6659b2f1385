"""A document as a Word file, read again by the library that Word's readers are checked with."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.oxml.ns import qn

from observatoire.base.docx import write_docx
from observatoire.base.pdf import Bars, Document, Figure, Heading, Table, Text

PARTS = [
    Heading("Une partie"),
    Text("Une\x00 phrase\x0b & <b>du</b> texte."),
    Figure([("Inscrits", "94")]),
    Table(["Canal", "Inscrits"], [["Liste", "40"]]),
    Bars([("Inscrits", 94, "100\u00a0%")]),
]


def read():
    return docx.Document(BytesIO(write_docx(Document("Bilan", PARTS))))


def test_titles_are_titles_and_text_is_text():
    paper = read()
    assert [(one.style.name, one.text) for one in paper.paragraphs] == [
        ("Heading 1", "Bilan"),
        ("Heading 2", "Une partie"),
        ("Normal", "Une phrase & <b>du</b> texte."),
    ]
    assert paper.core_properties.title == "Bilan"


def test_tables_say_which_row_is_their_head():
    tables = read().tables
    rows = [[cell.text for row in one.rows for cell in row.cells] for one in tables]
    assert rows == [
        ["Repère", "Valeur", "Inscrits", "94"],
        ["Canal", "Inscrits", "Liste", "40"],
        ["Libellé", "Nombre", "Part", "Inscrits", "94", "100\u00a0%"],
    ]
    heads = [len(one._tbl.findall(f".//{qn('w:tblHeader')}")) for one in tables]
    assert heads == [1, 1, 1]


def test_it_speaks_french():
    language = read().styles["Normal"].element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "fr-FR"
