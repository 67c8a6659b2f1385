"""`convert` and `vintage`, as a user types them."""

import csv
import json

import pytest

from stats.__main__ import main
from stats.territory.model import Belonging, Level, Territory
from stats.territory.shelf import (
    replaced,
    write_belongings,
    write_postal_codes,
    write_report,
    write_territories,
)

COLUMNS = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP"
)
MOVES = (
    ("32", "2016-01-01", "85165", "L'Oie", "85084", "Essarts en Bocage"),
    ("32", "2016-01-01", "85084", "Les Essarts", "85084", "Essarts en Bocage"),
    ("21", "2024-01-01", "85084", "Essarts en Bocage", "85084", "Essarts-en-Bocage"),
    ("21", "2024-01-01", "85084", "Essarts en Bocage", "85165", "L'Oie"),
    ("50", "2025-01-01", "49069", "Orée d'Anjou", "49126", "Orée d'Anjou"),
)


@pytest.fixture
def movements(tmp_path):
    lines = [
        f"{kind},{day},COM,{before},0,,,{name},COM,{after},0,,,{other}"
        for kind, day, before, name, after, other in MOVES
    ]
    path = tmp_path / "v_mvt_commune_2026.csv"
    path.write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def convert(tmp_path, capsys, movements):
    """Converts a text; gives the exit code, the rows written, and what was said."""

    def run(text: str, start: int, end: int, *options: object, nature: str = "effectif"):
        given, target = tmp_path / "in.csv", tmp_path / "out.csv"
        given.write_text(text, encoding="utf-8")
        years = ["--de", start, "--vers", end, "--mouvements", movements]
        asked = ["convert", given, *years, "--nature", nature, "--sortie", target, *options]
        code = main([str(word) for word in asked])
        said = capsys.readouterr().err.replace("\u00a0", " ")
        with target.open(encoding="utf-8", newline="") if target.exists() else given.open() as file:
            return code, list(csv.reader(file)) if code == 0 else [], said

    return run


def test_counts_are_added(convert):
    code, rows, said = convert("code,valeur\n85084,5000\n85165,1000\n49069,16000\n", 2015, 2023)
    assert code == 0
    assert rows == [
        ["code", "valeur", "methode", "origine", "raison"],
        ["49069", "16000", "exact", "49069", ""],
        ["85084", "6000", "somme", "85084,85165", ""],
    ]
    assert said.endswith("out.csv : 1 exact, 1 somme.\n")


def test_a_secret_takes_the_sum(convert):
    _, rows, _ = convert("code,valeur\n85084,5\n85165,s\n", 2015, 2023)
    assert rows[1] == ["85084", "s", "somme", "85084,85165", "85165 : secret statistique"]


def test_a_secret_hides_what_is_not_available(convert):
    _, rows, _ = convert("code,valeur\n85084,nd\n85165,s\n", 2015, 2023)
    assert rows[1][:3] == ["85084", "s", "somme"]


def test_marks_are_those_of_the_source(convert):
    _, rows, _ = convert(
        "code,valeur\n85084,NC\n85165,1\n", 2015, 2023, "--source", "drees_mensuel"
    )
    assert rows[1] == ["85084", "NC", "somme", "85084,85165", "85084 : non disponible"]


def test_a_commune_that_the_file_lacks_is_named(convert):
    code, rows, _ = convert("code,valeur\n85084,5\n", 2015, 2023)
    reason = "85165 n’est pas dans le fichier"
    assert (code, rows[1]) == (0, ["85084", "", "impossible", "85084,85165", reason])


def test_a_code_out_of_its_time_is_explained(convert):
    code, rows, said = convert("code,valeur\n85084,5\n85165,2\n", 2020, 2023)
    told = (
        "85165 n’est pas une commune au 1er janvier 2020 : est réunie à Essarts en Bocage (85084) "
        "le 1er janvier 2016"
    )
    assert (code, rows[2]) == (0, ["85165", "", "impossible", "85165", told])
    assert f"85165 : {told}." in said


def test_a_split_asks_for_weights(convert, tmp_path):
    text = "code,valeur\n85084,100\n"
    _, rows, _ = convert(text, 2023, 2024)
    assert [row[1:3] for row in rows[1:]] == [["", "impossible"]] * 2
    weights = tmp_path / "poids.csv"
    weights.write_text("code,poids\n85084,3\n85165,1\n")
    _, rows, _ = convert(text, 2023, 2024, "--poids", weights)
    told = "répartie selon les poids donnés"
    assert rows[1:] == [
        ["85084", "75", "repartition", "85084", told],
        ["85165", "25", "repartition", "85084", told],
    ]


def test_a_rate_comes_from_its_operands(convert):
    text = "code,numerateur,denominateur\n85084,10,100\n85165,1,50\n"
    _, rows, _ = convert(text, 2015, 2023, nature="taux")
    assert rows[1][:4] == ["85084", "7.333333333333333", "somme", "85084,85165"]


def test_a_rate_without_operands_is_refused_where_it_would_be_added(convert):
    _, rows, _ = convert("code,valeur\n85084,10\n85165,2\n49069,3\n", 2015, 2023, nature="taux")
    assert rows[1][:3] == ["49069", "3", "exact"]
    assert rows[2] == [
        "85084",
        "",
        "impossible",
        "85084,85165",
        "un taux ne s’additionne pas et ne se moyenne pas : donner le numérateur et le "
        "dénominateur de 85084, 85165",
    ]


def test_a_median_is_refused_but_on_its_own_ground(convert):
    _, rows, _ = convert(
        "code,valeur\n85084,21000\n85165,22000\n49069,23000\n", 2015, 2025, nature="mediane"
    )
    assert [row[:3] for row in rows[1:]] == [
        ["49126", "23000", "exact"],
        ["85084", "21000", "exact"],
        ["85165", "22000", "exact"],
    ]
    _, rows, _ = convert("code,valeur\n85084,1\n85165,2\n", 2015, 2020, nature="mediane")
    assert rows[1] == [
        "85084",
        "",
        "impossible",
        "85084,85165",
        "85084 réunit 2 communes : une médiane ou un quantile ne se recompose pas à partir de "
        "ceux de ses parties",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code,valeur\n85084,abc\n", "ligne 2, 85084 : « abc » n’est ni un nombre, ni une marque"),
        ("code,valeur\n85084,1\n85084,2\n", "ligne 3 : 85084 est déjà donnée plus haut."),
        ("code,valeur\n244400404,1\n", "ligne 2 : « 244400404 » n’est pas un code commune."),
        ("nom,valeur\nNantes,1\n", "colonnes attendues : code, valeur."),
    ],
)
def test_a_faulty_file_is_refused(convert, text, told):
    code, _, said = convert(text, 2015, 2023)
    assert (code, told in said) == (1, True)


def test_an_unknown_file_of_movements_is_refused(convert, movements):
    movements.write_text("a,b\n1,2\n")
    code, _, said = convert("code,valeur\n85084,1\n", 2015, 2023)
    assert code == 1
    assert said.startswith("v_mvt_commune_2026.csv n’est pas le fichier des mouvements")


@pytest.fixture
def store(tmp_path):
    """Two communes of an EPCI of two départements, in the geography of 2025."""
    store = tmp_path / "magasin"
    communes = {"85165": "85", "85084": "85", "49126": "49"}
    places = [Territory(Level.COMMUNE, code, code, vintage=2025) for code in communes]
    places += [Territory(Level.EPCI, "1", "Un", vintage=2025)]
    places += [Territory(Level.EPCI_PART, f"1-{dep}", dep, vintage=2025) for dep in ("49", "85")]
    inside = [
        Belonging(("commune", code), parent)
        for code, dep in communes.items()
        for parent in (("epci", "1"), ("epci_dep", f"1-{dep}"))
    ]
    with replaced(store) as folder:
        write_territories(folder, places)
        write_belongings(folder, inside)
        write_postal_codes(folder, [])
        write_report(folder, {})
    return store


class TestAbove:
    TEXT = "code,numerateur,denominateur\n85084,1,10\n85165,2,20\n49069,3,60\n"
    COUNTS = "code,valeur\n85084,1\n85165,2\n49069,4\n"

    def test_an_epci_whole_and_by_departement(self, convert, store):
        _, rows, _ = convert(self.COUNTS, 2015, 2025, "--niveau", "epci", "--store", store)
        assert rows[1:] == [["1", "7", "somme", "49126,85084,85165", ""]]
        _, rows, _ = convert(self.COUNTS, 2015, 2025, "--niveau", "epci_dep", "--store", store)
        assert [row[:3] for row in rows[1:]] == [["1-49", "4", "exact"], ["1-85", "3", "somme"]]

    def test_a_rate_of_an_epci(self, convert, store):
        options = ("--niveau", "epci", "--store", store)
        _, rows, _ = convert(self.TEXT, 2015, 2025, *options, nature="taux")
        assert rows[1][:3] == ["1", repr(600 / 90), "somme"]

    def test_a_median_of_an_epci_is_refused(self, convert, store):
        options = ("--niveau", "epci", "--store", store)
        _, rows, _ = convert(self.COUNTS, 2015, 2025, *options, nature="mediane")
        assert rows[1][:3] == ["1", "", "impossible"]

    def test_belongings_of_another_year_are_refused(self, convert, store):
        options = ("--niveau", "epci", "--store", store)
        code, _, said = convert(self.COUNTS, 2015, 2024, *options)
        assert code == 1
        assert said.startswith("Les appartenances du magasin sont celles de 2025")

    def test_the_two_options_go_together(self, convert):
        assert convert(self.COUNTS, 2015, 2025, "--niveau", "epci")[0] == 2


class TestVintage:
    def run(self, capsys, *asked: object):
        code = main(["vintage", *map(str, asked)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err.replace("\u00a0", " ")

    def test_the_movements_beside_the_file_are_found(self, capsys, tmp_path, movements):
        path = tmp_path / "table.csv"
        path.write_text("CODGEO;MED\n85084;1\n85165;2\n49069;3\n")
        code, out, said = self.run(capsys, path)
        assert (code, json.loads(out)) == (
            0,
            {
                "millesime": 2024,
                "candidats": [2024],
                "preuves": [
                    "49069 est dans le fichier : prend le code 49126 le 1er janvier 2025",
                    "49126 n’y est pas : prend ce code (49069 avant) le 1er janvier 2025",
                    "85165 est dans le fichier : redevient une commune, rétablie à partir de "
                    "Essarts en Bocage (85084) le 1er janvier 2024",
                ],
            },
        )
        assert said == "Géographie au 1er janvier 2024, d’après v_mvt_commune_2026.csv.\n"

    def test_without_movements_nothing_is_guessed(self, capsys, tmp_path, monkeypatch):
        monkeypatch.delenv("OBS_SOURCES", raising=False)
        monkeypatch.chdir(tmp_path)
        path = tmp_path / "table.csv"
        path.write_text("code,valeur\n85084,1\n")
        code, out, _ = self.run(capsys, path)
        found = json.loads(out)
        assert (code, found["millesime"], found["candidats"]) == (0, None, [])
        assert found["preuves"][0].startswith("Le fichier des mouvements de communes manque")

    def test_communes_that_nothing_touched_fit_every_year(self, capsys, tmp_path, movements):
        path = tmp_path / "table.csv"
        path.write_text("code,valeur\n44109,1\n")
        _, out, _ = self.run(capsys, path)
        assert json.loads(out)["millesime"] is None

    def test_a_file_without_communes_is_refused(self, capsys, tmp_path, movements):
        path = tmp_path / "table.csv"
        path.write_text("nom,valeur\nNantes,1\n")
        code, _, said = self.run(capsys, path)
        assert (code, said) == (
            1,
            "table.csv : aucune colonne ne contient des codes de communes.\n",
        )
