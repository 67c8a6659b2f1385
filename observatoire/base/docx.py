"""A document as a Word file: the parts of its PDF, in the styles that a screen reader goes by."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from observatoire.base.pdf import Bars, Document, Figure, Heading, Table, Text

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLUE, QUIET = RGBColor(0x00, 0x00, 0x91), RGBColor(0x66, 0x66, 0x66)


def write_docx(document: Document) -> bytes:
    """The bytes of the document: titles are titles, tables repeat their first row."""
    paper = docx.Document()
    _dress(paper, document.title)
    paper.add_heading(_clean(document.title), level=1)
    for part in document.parts:
        _write(paper, part)
    written = BytesIO()
    paper.save(written)
    return written.getvalue()


def _dress(paper: Paper, title: str) -> None:
    about, now = paper.core_properties, timezone.now()
    about.title, about.author, about.language = title[:250], settings.PLATFORM_NAME, "fr-FR"
    about.comments, about.last_modified_by = "", settings.PLATFORM_NAME
    about.created = about.modified = now.replace(tzinfo=None)
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    day = date_format(timezone.localdate(), "j F Y")
    run = footer.add_run(f"{settings.PLATFORM_PLACE}, édité le {day}")
    run.font.size, run.font.color.rgb = Pt(8), QUIET
    _speak_french(paper)
    for level, size in ((1, 22), (2, 13)):
        style = paper.styles[f"Heading {level}"]
        style.font.size, style.font.color.rgb = Pt(size), BLUE


def _speak_french(paper: Paper) -> None:
    """Every run is French unless it says otherwise: what reads aloud picks its voice by it."""
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    properties.append(language)
    paper.styles["Normal"].font.size = Pt(10.5)


def _write(paper: Paper, part) -> None:
    match part:
        case Heading(text):
            paper.add_heading(_clean(text), level=2)
        case Text(text):
            paper.add_paragraph(_clean(text))
        case Figure(pairs):
            _table(paper, ("Repère", "Valeur"), pairs)
        case Table(header, rows):
            _table(paper, header, rows)
        case Bars(rows):
            told = [(label, str(number), words) for label, number, words in rows]
            _table(paper, ("Libellé", "Nombre", "Part"), told)


def _table(paper: Paper, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(_clean(text)).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(str(text))


def _clean(text: str) -> str:
    """XML has no word for control characters: they would refuse the whole document."""
    return "".join(sign for sign in text if sign in "\n\t" or sign >= " ")
