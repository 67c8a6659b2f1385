"""Parts are added up into wholes only where adding has a sense, and never twice."""

from __future__ import annotations

import shutil

import pytest

from stats.catalogue.loading import read_catalogue
from stats.sources import read
from tests.stats.sources.conftest import REAL

HEADER = "CODGEO;LIBGEO;DEPCOM;LIBCOM;EPCI;REG;NOTE;"
COLUMNS = (
    "A;PERCOU;AI;AM;ACSSENF;ACAVENF;AC3ENF;ENF;ENF_2;ENF_3_5;ENF_6_10;ENF_11_14;ENF_15_17;"
    "ENF_18_24;A_ETUD;A_NETUD_24;AAL;AAPL;AAAH;APPA;ARSAS"
)


def iris(code, households, rsa, note=0):
    cells = [str(households), *[""] * 19, str(rsa)]
    return f"{code};x;{code[:5]};x;200000000;52;{note};{';'.join(cells)}"


@pytest.fixture
def readings(tmp_path, catalogue):
    def reading(*rows):
        path = tmp_path / "data_CAF_2018_IRIS.csv"
        path.write_text("\n".join([HEADER + COLUMNS, *rows]) + "\n", encoding="utf-8")
        return read("cnaf_iris", [path], catalogue)

    return reading


def communes(table, indicator):
    names = ["territoire", "valeur", "statut", "borne_basse", "borne_haute"]
    return [
        tuple(row[name] for name in names)
        for row in table.to_pylist()
        if (row["indicateur"], row["niveau"]) == (indicator, "commune")
    ]


def test_a_hidden_part_leaves_bounds_and_no_sum(readings):
    table, report = readings(
        iris("440010101", "1\u202f200", 80),
        iris("440010102", 300, ""),
        iris("440020101", 150, 40),
        iris("440020102", 250, 10),
    )
    assert report.refused == ()
    assert communes(table, "CAF_FOYERS") == [
        ("44001", 1500, "valeur", None, None),
        ("44002", 400, "valeur", None, None),
    ]
    assert communes(table, "CAF_RSA_SOCLE") == [
        ("44001", None, "incomplet", 80, 380),
        ("44002", 50, "valeur", None, None),
    ]


def test_a_part_without_ceiling_leaves_no_upper_bound(readings):
    table, _ = readings(iris("440010101", 1200, 80), iris("440010102", "", "", note=3))
    assert communes(table, "CAF_RSA_SOCLE") == [("44001", None, "incomplet", 80, None)]


def test_the_same_part_twice_is_refused(readings):
    table, report = readings(iris("440010101", 1200, 80), iris("440010101", 1200, 80))
    assert [(one.line, one.column) for one in report.refused] == [(3, "CODGEO")]
    assert table.num_rows == 0


def test_an_unknown_note_is_refused(readings):
    _, report = readings(iris("440010101", 1200, 80, note=9))
    assert [(one.line, one.column, one.reason) for one in report.refused] == [
        (2, "NOTE", "le statut «\u00a09\u00a0» n’est pas connu de cette source.")
    ]


def test_what_cannot_be_added_is_refused_by_the_catalogue(tmp_path):
    folder = tmp_path / "catalogue"
    shutil.copytree(REAL, folder)
    path = folder / "indicateurs" / "CAF_ISOLES.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("additif: true", "additif: false"), encoding="utf-8")
    source = (folder / "sources" / "cnaf_iris.yaml").read_text(encoding="utf-8").splitlines()
    line = next(rank for rank, text in enumerate(source, start=1) if "CAF_ISOLES" in text)
    _, problems = read_catalogue(folder, None)
    assert [str(one) for one in problems] == [
        f"catalogue/sources/cnaf_iris.yaml, ligne {line}\u00a0: «\u00a0CAF_ISOLES\u00a0» ne "
        "s’additionne pas\u00a0; le lire dans une forme sans «\u00a0regroupe\u00a0»."
    ]
