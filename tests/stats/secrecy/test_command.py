"""`python -m stats protect` and `audit`, as other programs rely on them."""

import json

import pytest

from stats.__main__ import main

TABLE = """commune,age,effectif
44001,jeunes,2
44001,vieux,30
44002,jeunes,12
44002,vieux,14
49001,jeunes,11
49001,vieux,10
01001,jeunes,0
01001,vieux,25
"""
RULES = """dimensions:
  commune:
    total: R52
    hierarchies:
      - {44001: D44, 44002: D44, 49001: D49, 01001: D01}
  age: {total: Ensemble}
regles: {seuil: 5}
"""


@pytest.fixture
def files(tmp_path):
    table, rules = tmp_path / "table.csv", tmp_path / "regles.yaml"
    table.write_text(TABLE, encoding="utf-8")
    rules.write_text(RULES, encoding="utf-8")
    return tmp_path


def protect(folder, *more, table="table.csv", rules="regles.yaml", out="out.csv"):
    found = ["protect", str(folder / table), "--regles", str(folder / rules)]
    return main([*found, "--sortie", str(folder / out), *more])


def audit(folder, *more, rules="regles.yaml", out="out.csv"):
    return main(["audit", str(folder / out), "--regles", str(folder / rules), *more])


def rows_of(path):
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    return header.split(","), [line.split(",") for line in lines]


def test_every_cell_and_margin_has_a_status_and_a_value_only_where_published(files):
    assert protect(files) == 0
    header, rows = rows_of(files / "out.csv")
    assert header == ["commune", "age", "valeur", "statut"]
    assert len(rows) == (4 + 3 + 1) * (2 + 1)
    assert {row[3] for row in rows} == {"V", "A", "D"}
    assert [row for row in rows if (row[3] == "V") != (row[2] != "")] == []
    told = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    # A margin that no row gave is summed; a code keeps its zeros; zero is no secret.
    assert told["01001", "jeunes"] == ("0", "V")
    assert told["44001", "jeunes"] == ("", "A")
    assert told["R52", "Ensemble"] == ("104", "V")


def test_what_protect_wrote_passes_the_audit(files, capsys):
    protect(files)
    assert audit(files) == 0
    assert audit(files, "--verite", str(files / "table.csv")) == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith("aucune ne se retrouve.")


def test_a_naive_table_is_refused_with_what_leaks(files, capsys):
    protect(files)
    _, rows = rows_of(files / "out.csv")
    lines = ["commune,age,valeur,statut"]
    true = {("44001", "vieux"): "30", ("44001", "Ensemble"): "32", ("44002", "jeunes"): "12"}
    true |= {("44002", "vieux"): "14", ("44002", "Ensemble"): "26", ("D44", "jeunes"): "14"}
    true |= {("D44", "vieux"): "44", ("D44", "Ensemble"): "58"}
    for commune, age, value, status in rows:
        given = value or true.get((commune, age), "")
        lines.append(f"{commune},{age},{given},{'V' if given else status}")
    (files / "naive.csv").write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()
    assert audit(files, out="naive.csv") == 1
    assert "44001 × jeunes" in capsys.readouterr().err


def test_the_reports_are_json(files):
    protect(files, "--rapport", str(files / "protection.json"))
    found = json.loads((files / "protection.json").read_text(encoding="utf-8"))
    assert (found["cellules"], found["primaires"], found["methode"]) == (
        24,
        {"A": 1, "B": 0},
        "optimale",
    )
    assert len(found["masquees"]) == 1 + found["secondaires"]
    audit(files, "--rapport", str(files / "audit.json"))
    told = json.loads((files / "audit.json").read_text(encoding="utf-8"))
    assert (told["fuites"], told["complet"]) == ([], True)
    secret = [one for one in told["cellules"] if one["statut"] == "A"]
    assert [(one["cellule"]["commune"], one["borne_basse"]) for one in secret] == [("44001", 0)]
    assert all(one["exact"] for one in told["cellules"])


def test_what_is_published_already_constrains(files):
    protect(files)
    again = RULES + "deja_publie: [out.csv]\n"
    (files / "encore.yaml").write_text(again, encoding="utf-8")
    assert protect(files, rules="encore.yaml", out="encore.csv") == 0
    assert (files / "encore.csv").read_text() == (files / "out.csv").read_text()
    (files / "perdu.yaml").write_text(RULES + "deja_publie: [table.csv]\n", encoding="utf-8")
    assert protect(files, rules="perdu.yaml", out="perdu.csv") == 1
    assert not (files / "perdu.csv").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("commune,age,effectif\n44001,jeunes,beaucoup\n", "« beaucoup » n’est pas un nombre"),
        ("commune,age,effectif\n44001,jeunes,-1\n", "« -1 » n’est pas un nombre"),
        ("commune,age,effectif\n44001,jeunes,\n", "l’effectif manque"),
        ("commune,effectif\n44001,4\n", "il manque la colonne age"),
        ("commune,age,effectif\n44001,jeunes,4\n44001,jeunes,4\n", "est donnée deux fois"),
        ("commune,age,effectif\n44001,jeunes,4\n44001,Ensemble,9\n", "ses parties font 4"),
        ("", "est vide"),
    ],
)
def test_a_table_with_a_fault_is_refused(files, capsys, table, said):
    (files / "table.csv").write_text(table, encoding="utf-8")
    assert protect(files) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")
    assert not (files / "out.csv").exists()


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("regles: {seuil: 5}\n", "dimensions"),
        ("dimensions: {commune: {total: T}}\nseuil: 5\n", "« seuil » n’est pas bonne"),
        ("dimensions: {commune: {total: T}}\nregles: {seuil: cinq}\n", "écrire un nombre"),
        ("dimensions: {commune: {totaux: T}}\n", "« totaux » n’est pas bonne"),
        (RULES.replace("49001: D49", "D44: D49, D49: D44"), "est sa propre partie"),
        ("dimensions: [\n", "ne se lit pas comme du YAML"),
    ],
)
def test_rules_with_a_fault_are_refused(files, capsys, rules, said):
    (files / "regles.yaml").write_text(rules, encoding="utf-8")
    assert protect(files) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")


def test_a_missing_file_is_said(files, capsys):
    assert protect(files, table="absente.csv") == 1
    assert "Fichier introuvable" in capsys.readouterr().err


def test_a_missing_option_is_a_wrong_use(files):
    with pytest.raises(SystemExit) as stopped:
        main(["protect", str(files / "table.csv")])
    assert stopped.value.code == 2


def test_dominance_and_p(files):
    (files / "table.csv").write_text(
        "commune,age,effectif,contributeurs,maximum\n"
        "44001,jeunes,100,9,86\n44001,vieux,100,9,85\n"
        "49001,jeunes,100,2,40\n49001,vieux,100,9,40\n",
        encoding="utf-8",
    )
    dominance = RULES.replace("seuil: 5", "seuil: 3, dominance: 85")
    (files / "regles.yaml").write_text(dominance, encoding="utf-8")
    protect(files)
    _, rows = rows_of(files / "out.csv")
    told = {(row[0], row[1]): row[3] for row in rows}
    assert told["44001", "jeunes"] == "B"
    assert told["49001", "jeunes"] == "A"
    assert audit(files, "--verite", str(files / "table.csv")) == 0


def test_a_rule_without_its_column_is_not_silent(files, capsys):
    (files / "regles.yaml").write_text(
        RULES.replace("seuil: 5", "seuil: 5, dominance: 85"), encoding="utf-8"
    )
    assert protect(files) == 0
    assert "Aucune colonne « maximum »" in capsys.readouterr().err.replace("\u00a0", " ")
