"""From files to cells: containers, encodings, separators, lines; nothing is interpreted."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date

import pyarrow as pa
import pytest

from stats.sources.opening import FileFault, open_file
from stats.sources.shaped.places import PlaceError, code_of
from stats.sources.shaped.values import STATUSES, read_values
from stats.statuses import Status
from tests.stats.sources.workbooks import workbook

TEXT = "CODE;NOM;VALEUR\n44;Loire-Atlantique;1 234,5\n49;Maine-et-Loire;\n"


def cells(table):
    return [table.row(row) for row in range(table.size)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_text_whatever_its_encoding_and_separator(tmp_path, encoding, separator):
    path = tmp_path / "table.csv"
    path.write_bytes(f"CODE{separator}DÉPARTEMENT\n44{separator}Loire\n".encode(encoding))
    (table,) = open_file(path)
    assert cells(table) == [["CODE", "DÉPARTEMENT"], ["44", "Loire"]]
    assert (table.file, table.line(1)) == ("table.csv", 2)


def test_titles_above_and_notes_below_keep_their_lines(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("Un titre, seul\n\n" + TEXT + '\n"Une note\nsur deux lignes"\nfin')
    (table,) = open_file(path)
    assert [table.line(row) for row in range(table.size)] == [1, 2, 3, 4, 5, 6, 7, 9]
    assert table.row(3) == ["44", "Loire-Atlantique", "1 234,5"]
    assert [table.width(row) for row in (0, 2)] == [1, 3]


def test_what_is_compressed_is_opened_under_its_own_name(tmp_path):
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress(TEXT.encode()))
    (table,) = open_file(packed)
    assert (table.file, table.name, table.size) == ("table.csv.gz", "table.csv", 3)
    archive = tmp_path / "base.zip"
    with zipfile.ZipFile(archive, "w") as several:
        several.writestr("dossier/un.csv", TEXT)
        several.writestr("dossier/deux.csv", TEXT)
        several.writestr("lisez-moi.pdf", "%PDF")
    tables = list(open_file(archive, lambda name: name == "deux.csv"))
    assert [(one.file, one.name) for one in tables] == [("base.zip, deux.csv", "deux.csv")]


def test_a_workbook_is_opened_sheet_by_sheet(tmp_path):
    path = workbook(
        tmp_path, [["Titre"], [], [None, 44.0, 1.5, True, date(2017, 1, 1)], ["fin", None, "=1+1"]]
    )
    (table,) = open_file(path)
    assert cells(table) == [
        ["Titre", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "44", "1.5", "VRAI", "2017-01-01"],
        ["fin", "", "", "", ""],
    ]
    assert (table.place, table.title) == ("classeur.xlsx, feuille Sheet", "Titre")
    assert (table.formulas, table.uncomputed) == ({(3, 2)}, {(3, 2)})


def test_what_is_opened_is_told_by_its_content_not_by_its_name(tmp_path):
    path = workbook(tmp_path, [["a", "b"]]).rename(tmp_path / "classeur.csv")
    (table,) = open_file(path)
    assert table.row(0) == ["a", "b"]


def test_a_broken_older_workbook_is_refused(tmp_path):
    path = tmp_path / "ancien.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(FileFault, match="ancien classeur"):
        list(open_file(path))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("-0,5", -0.5),
        ("\u22123.25", -3.25),
        ("1\u202f234", 1234.0),
        ("5\u00a0019\u00a0573", 5019573.0),
        ("1 234,5", 1234.5),
        ("1.5E+3", 1500.0),
        (" 7 ", 7.0),
    ],
)
def test_numbers_as_producers_write_them(text, number):
    values = read_values(pa.array([text, text]), {}, {})
    assert values.numbers.tolist() == [number, number]


@pytest.mark.parametrize("text", ["12 34", "1,234.5", "n.c.", "1e999", "12 %", "1 2345"])
def test_what_is_not_a_number_is_not_guessed(text):
    assert read_values(pa.array([text]), {}, {}).statuses.tolist() == [-2]


def test_marks_keep_numbers_away():
    marks = {"s": Status.PRIMARY_SECRET, "0": Status.NOT_AVAILABLE, "": Status.NOT_ASKED}
    values = read_values(pa.array(["s", "", "3"]), marks, {})
    assert [STATUSES[number] for number in values.statuses] == [
        Status.PRIMARY_SECRET,
        Status.NOT_ASKED,
        Status.VALUE,
    ]
    assert values.numbers.tolist()[2] == 3.0


@pytest.mark.parametrize(
    ("level", "written", "zeros", "code"),
    [
        ("departement", "44.0", False, "44"),
        ("departement", "1", True, "01"),
        ("departement", "2A", True, "2A"),
        ("region", "52", False, "R52"),
        ("region", "R52", False, "R52"),
        ("region", "1", True, "R01"),
        ("commune", "1001", True, "01001"),
        ("epci", "244400404.0", False, "244400404"),
        ("france_metro", "1", False, "FM"),
        ("qpv", "QP044001", False, "QP044001"),
        ("iris", "010040101", False, "010040101"),
    ],
)
def test_codes_as_the_contract_writes_them(level, written, zeros, code):
    assert code_of(level, written, zeros=zeros) == code


@pytest.mark.parametrize(
    ("level", "written"),
    [
        ("departement", "1"),
        ("commune", "1001"),
        ("commune", "44"),
        ("epci", "Nantes"),
        ("qpv", "1"),
    ],
)
def test_a_code_that_cannot_be_is_refused(level, written):
    with pytest.raises(PlaceError):
        code_of(level, written)
