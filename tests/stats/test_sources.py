import dataclasses

import pytest

from stats.catalogue.model import Catalogue, Source
from stats.sources import Refusal, Report, Unmatched, read
from stats.statuses import Mark, Status
from tests.stats.examples import indicator

LONG = Source("long", "", "", "", "", "", reading={"marques": {"s": "secret_primaire"}})
CATALOGUE = Catalogue(indicators={"TX_PAUV60": indicator()}, sources={"long": LONG}, dashboards={})
KNOWN = {("departement", "44"), ("departement", "01")}
HEADER = "indicateur,niveau,territoire,periode,valeur"


def long(tmp_path, text, encoding="utf-8", catalogue=CATALOGUE):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read("long", [path], catalogue, KNOWN)


def test_a_plain_table(tmp_path):
    observations, report = long(
        tmp_path,
        f"{HEADER}\nTX_PAUV60,departement,01,2020,10.5\n\nTX_PAUV60,departement,44,2020,9\n",
    )
    assert [(o.territory, o.value, o.unit, o.origin, o.revision) for o in observations] == [
        ("01", 10.5, "%", "long", 0),
        ("44", 9.0, "%", "long", 0),
    ]
    assert report == Report("long", ("table.csv",), rows=2, accepted=2)
    assert report.sound is True


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_french_spreadsheets(tmp_path, encoding, separator):
    rows = [
        [*HEADER.split(","), "source", "marques", "millesime", "revision"],
        ["TX_PAUV60", "departement", "44", "2020", "1 234,5", "Enquête", "provisoire", "2024", "2"],
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    (one,), _ = long(tmp_path, text, encoding)
    assert (one.value, one.source, one.marks, one.vintage, one.revision) == (
        1234.5,
        "Enquête",
        frozenset({Mark.PROVISIONAL}),
        2024,
        2,
    )


def test_what_is_not_a_number_has_a_status_or_a_mark_of_the_source(tmp_path):
    observations, _ = long(
        tmp_path,
        f"{HEADER},statut\nTX_PAUV60,departement,44,2020,s,\n"
        "TX_PAUV60,departement,01,2020,,non_disponible\n",
    )
    assert [(o.status, o.value) for o in observations] == [
        (Status.PRIMARY_SECRET, None),
        (Status.NOT_AVAILABLE, None),
    ]


def test_the_meaning_of_a_mark_belongs_to_the_source(tmp_path):
    silent = dataclasses.replace(CATALOGUE, sources={})
    _, report = long(tmp_path, f"{HEADER}\nTX_PAUV60,departement,44,2020,s\n", catalogue=silent)
    assert [one.reason for one in report.refused] == ["«\u00a0s\u00a0» n’est pas un nombre."]


def test_an_unknown_territory_is_kept_out_and_listed(tmp_path):
    observations, report = long(
        tmp_path, f"{HEADER}\nTX_PAUV60,departement,1,2020,10\nTX_PAUV60,departement,44,2020,9\n"
    )
    assert [o.territory for o in observations] == ["44"]
    assert report.unmatched == (Unmatched("table.csv", 2, "departement", "1"),)
    assert (report.rows, report.accepted, report.sound) == (2, 1, True)
    assert report.as_json()["non_rattachees"] == [
        {"fichier": "table.csv", "ligne": 2, "niveau": "departement", "territoire": "1"}
    ]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("ABSENT,departement,44,2020,1", "indicateur", "« ABSENT » n’est pas au catalogue."),
        ("TX_PAUV60,canton,44,2020,1", "niveau", "« canton » n’est pas un niveau."),
        ("TX_PAUV60,departement,,2020,1", "territoire", "cellule vide."),
        ("TX_PAUV60,departement,44,20,1", "periode", None),
        ("TX_PAUV60,departement,44,2020,", "valeur", "cellule vide."),
        ("TX_PAUV60,departement,44,2020,n.c.", "valeur", "« n.c. » n’est pas un nombre."),
        ("TX_PAUV60,departement,44,2020,1e999", "valeur", "« 1e999 » est trop grand."),
        ("TX_PAUV60,departement,44,2020", "", "4 cellules au lieu de 5."),
    ],
)
def test_a_refused_row_says_where_why_and_what_to_do(tmp_path, row, column, reason):
    observations, report = long(tmp_path, f"{HEADER}\n{row}\n")
    assert observations == []
    (refusal,) = report.refused
    assert (refusal.file, refusal.line, refusal.column) == ("table.csv", 2, column)
    if reason:
        assert refusal.reason.replace("\u00a0", " ") == reason
        assert refusal.remedy.endswith(".")
    assert report.sound is False


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ("statut", "10,inconnu", "statut"),
        ("statut", "10,secret_primaire", "valeur"),
        ("marques", "10,faux", "marques"),
        ("unite", "10,euros", "unite"),
        ("millesime", "10,hier", "millesime"),
    ],
)
def test_optional_columns_are_checked_too(tmp_path, header, row, column):
    _, report = long(tmp_path, f"{HEADER},{header}\nTX_PAUV60,departement,44,2020,{row}\n")
    assert [one.column for one in report.refused] == [column]


def test_the_same_key_twice_is_refused_with_its_first_line(tmp_path):
    _, report = long(tmp_path, HEADER + "\nTX_PAUV60,departement,44,2020,1" * 2)
    assert [(one.line, one.reason) for one in report.refused] == [
        (3, "la même observation est déjà écrite (table.csv, ligne 2).")
    ]


@pytest.mark.parametrize(
    ("text", "column", "reason"),
    [
        (
            "indicateur,niveau,territoire,periode\n",
            "valeur",
            "colonne absente parmi indicateur, niveau, territoire, periode, valeur.",
        ),
        (f"{HEADER},couleur\n", "couleur", "colonne inconnue."),
        ("\0\0", "", "le fichier n’est pas un texte."),
        (
            "<!DOCTYPE html>\n",
            "",
            "c’est une page web, pas un tableau\u00a0: "
            "le producteur a répondu par une page d’erreur.",
        ),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(tmp_path, text, column, reason):
    _, report = long(tmp_path, text)
    assert [(one.line, one.column, one.reason) for one in report.refused] == [(1, column, reason)]


def test_a_refusal_reads_as_a_sentence():
    refusal = Refusal("a.csv", 3, "valeur", "cellule vide.", "Écrire le nombre.")
    assert refusal.sentence == (
        "a.csv, ligne 3, colonne «\u00a0valeur\u00a0»\u00a0: cellule vide. Écrire le nombre."
    )


def test_the_summary_agrees():
    report = Report("long", (), rows=1, accepted=1)
    assert report.summary == ("1 ligne lue\u00a0: 1 acceptée, 0 refusée, 0 sans territoire connu.")


def test_an_unknown_source_is_refused():
    with pytest.raises(ValueError, match="n’est pas lisible"):
        read("ailleurs", [], CATALOGUE)
