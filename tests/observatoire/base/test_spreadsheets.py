"""Tables read from what people deposit, and written so that no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from observatoire.base.spreadsheets import (
    MOST_UNFOLDED,
    Table,
    Unreadable,
    harmless,
    read_table,
    write_csv,
    write_xlsx,
)

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    "|calc",
    "%0A=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "   =1",
    "\u00a0=1",
    '=HYPERLINK("http://example.org")',
    "+33 2 40 00 00 00",
]


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_csv_cell_is_a_formula(payload):
    text = write_csv([payload], [[payload]]).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert [cell[0] for cell in cells] == ["'", "'"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_xlsx_cell_is_a_formula(payload):
    book = load_workbook(io.BytesIO(write_xlsx([payload], [[payload]], title="Essai")))
    assert [cell.data_type for row in book.active.iter_rows() for cell in row] == ["s", "s"]


def test_a_number_of_telephone_stays_readable():
    assert harmless("+33 2 40 00 00 00") == "'+33 2 40 00 00 00"
    assert harmless("02 40 00 00 00") == "02 40 00 00 00"


WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20
).filter(lambda text: not text.startswith("'"))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows):
    wanted = Table(("Prénom", "Nom"), tuple(rows))
    assert read_table(write_csv(["Prénom", "Nom"], rows), name="a.csv") == wanted
    assert read_table(write_xlsx(["Prénom", "Nom"], rows, title="A"), name="a.xlsx") == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_usual_encodings_and_separators(encoding, separator):
    text = f"Prénom{separator}Nom\r\nZoé{separator}Fictive\r\n\r\n"
    found = read_table(text.encode(encoding), name="a.csv")
    assert found == Table(("Prénom", "Nom"), (("Zoé", "Fictive"),))


def test_lines_of_unequal_lengths_are_filled():
    found = read_table(b"a;b;c\n1\n1;2;3\n", name="a.csv")
    assert found.rows == (("1", "", ""), ("1", "2", "3"))


def test_numbers_and_dates_of_a_workbook_are_text():
    found = read_table(workbook(["Téléphone", "Code"], [240000000.0, 53]), name="a.xlsx")
    assert found.rows == (("240000000", "53"),)


@pytest.mark.parametrize(
    ("content", "name", "start"),
    [
        (b"", "a.csv", "Ce fichier n’a pas de contacts"),
        (b"Nom\n", "a.csv", "Ce fichier n’a pas de contacts"),
        (b"PK\x03\x04 brise", "a.xlsx", "Ce fichier ne s’ouvre pas"),
        (b"\xd0\xcf\x11\xe0", "a.xls", "Enregistrer ce classeur"),
        (b"a" * (10 * 1024 * 1024 + 1), "a.csv", "Ce fichier dépasse 10\u00a0Mo"),
        (b"a\n" + b"1\n" * 20_001, "a.csv", "Ce fichier dépasse 20000 lignes"),
        (b";" * 61 + b"\n1\n", "a.csv", "Ce fichier dépasse 20000 lignes"),
    ],
)
def test_what_cannot_be_read_says_why(content, name, start):
    with pytest.raises(Unreadable) as refusal:
        read_table(content, name=name)
    assert str(refusal.value).startswith(start)


def test_a_workbook_that_swells_is_refused_unopened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (MOST_UNFOLDED + 1))
    with pytest.raises(Unreadable, match="trop grand"):
        read_table(file.getvalue(), name="a.xlsx")
