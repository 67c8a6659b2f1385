"""`python -m stats protect` and `audit`, as other programs rely on them."""

import csv
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
        ("commune,age,effectif\n", "n’a aucune ligne"),
        ("commune,age,effectif\n44001,,4\n", "le code de « age » manque"),
        ("commune,age,effectif\n44001,jeunes,8,5\n", "4 cases pour 3 colonnes"),
        ("commune,age,effectif,effectif\n44001,jeunes,8,5\n", "« effectif » est là deux fois"),
        ("commune,age,effectif\n44001,jeunes,1_000\n", "« 1_000 » n’est pas un nombre"),
        ("commune,age,effectif\n44001,jeunes,1e300\n", "est trop grand"),
        ('commune,age,effectif\n"44001,jeunes,4\n', "ne se lit pas comme du CSV"),
        (
            "commune,age,sexe,effectif\n44001,jeunes,f,4\n44001,jeunes,h,4\n",
            "déclarer la dimension « sexe »",
        ),
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
        (RULES + "regles: {seuil: 9}\n", "« regles » est là deux fois"),
        (RULES.replace("49001: D49", "49001: D49, 49001: D53"), "« 49001 » est là deux fois"),
        (RULES + "repondants: service\n", "nommer une des dimensions"),
        (RULES + "arrondi: 2.5\n", "écrire un nombre entier"),
        (RULES.replace("seuil: 5", "seuil: 5, dominance: 850"), "de 0 à 100"),
        (RULES.replace("age:", "valeur:"), "ce nom est celui d’une mesure"),
    ],
)
def test_rules_with_a_fault_are_refused(files, capsys, rules, said):
    (files / "regles.yaml").write_text(rules, encoding="utf-8")
    assert protect(files) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")


def test_a_table_as_a_spreadsheet_writes_it(files):
    """BOM, semicolons, decimal commas, quotes, blank lines, a code on two lines."""
    (files / "table.csv").write_text(
        "\ufeffcommune;age;effectif;note\r\n"
        '"44001 ; ""bis""";jeunes;2,5;a\r\n\r\n"44\n001";jeunes; 1\u202f000 ;\r\n;;;\r\n',
        encoding="utf-8",
        newline="",
    )
    assert protect(files) == 0
    with (files / "out.csv").open(encoding="utf-8", newline="") as file:
        told = {(row["commune"], row["age"]): row["valeur"] for row in csv.DictReader(file)}
    assert told == {
        ('44001 ; "bis"', "jeunes"): "",
        ('44001 ; "bis"', "Ensemble"): "",
        ("44\n001", "jeunes"): "",
        ("44\n001", "Ensemble"): "",
        ("R52", "jeunes"): "1002.5",
        ("R52", "Ensemble"): "1002.5",
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"commune,age,effectif\n\xe9,x,3\n", "n’est pas en UTF-8"),
        (None, "n’est pas un fichier qui se lit"),
    ],
)
def test_what_is_no_table_is_refused(files, capsys, content, said):
    (files / "table.csv").unlink()
    if content is None:
        (files / "table.csv").mkdir()
    else:
        (files / "table.csv").write_bytes(content)
    assert protect(files) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")


def test_nothing_is_written_where_the_report_cannot_be(files, capsys):
    assert protect(files, "--rapport", str(files / "absent" / "r.json")) == 1
    assert "dossier introuvable" in capsys.readouterr().err
    assert not (files / "out.csv").exists()


def test_no_rule_at_all_is_said(files, capsys):
    (files / "regles.yaml").write_text(RULES.replace("seuil: 5", ""), encoding="utf-8")
    assert protect(files) == 0
    assert "Aucune règle" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("commune,age,valeur,statut\n", "n’a aucune ligne"),
        ("commune,age,valeur,statut\na,x,4,V\na,x,3,V\n", "est donnée deux fois"),
        ("commune,age,sexe,valeur,statut\na,x,f,4,V\na,x,h,,A\n", "la dimension « sexe »"),
        ("commune,age,valeur,statut\na,x,3,A\n", "une cellule masquée porte sa valeur"),
        ("commune,age,valeur,statut\na,x,3,C\n", "le statut « C » n’existe pas"),
    ],
)
def test_a_published_file_with_a_fault_is_refused(files, capsys, content, said):
    (files / "out.csv").write_text(content, encoding="utf-8")
    assert audit(files) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")


def test_linked_tables_have_some_dimensions_in_common(files):
    """By age, then by sex: the second lacks « age », which the first one published has."""
    (files / "sexes.csv").write_text(
        "commune,sexe,effectif\n44001,f,20\n44001,h,12\n44002,f,10\n44002,h,16\n"
        "49001,f,18\n49001,h,3\n01001,f,4\n01001,h,21\n",
        encoding="utf-8",
    )
    protect(files)
    both = RULES.replace("regles:", "  sexe: {total: Tous}\nregles:")
    (files / "audit.yaml").write_text(both, encoding="utf-8")
    (files / "regles.yaml").write_text(both + "deja_publie: [out.csv]\n", encoding="utf-8")
    assert protect(files, table="sexes.csv", out="sexes-out.csv") == 0
    _, rows = rows_of(files / "sexes-out.csv")
    margins = {(row[0],): row[2:] for row in rows if row[1] == "Tous"}
    ages = {(row[0],): row[2:] for row in rows_of(files / "out.csv")[1] if row[1] == "Ensemble"}
    assert {cell for cell, row in margins.items() if row[0] == ""} >= {
        cell for cell, row in ages.items() if row[0] == ""
    }
    together = [str(files / name) for name in ("out.csv", "sexes-out.csv")]
    truth = ["--verite", str(files / "sexes.csv")]
    assert main(["audit", *together, "--regles", str(files / "audit.yaml"), *truth]) == 0
    # Without the table that has it, a dimension that lacks is a column forgotten.
    assert protect(files, table="sexes.csv", rules="audit.yaml", out="seule.csv") == 1


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


def test_two_contributors_know_each_other_and_none_is_somebody(files):
    (files / "table.csv").write_text(
        "commune,age,effectif,contributeurs,maximum\n"
        "44001,jeunes,100,2,60\n44001,vieux,100,3,60\n"
        "49001,jeunes,7,0,3\n49001,vieux,0,0,0\n",
        encoding="utf-8",
    )
    rules = RULES.replace("seuil: 5", "seuil: 2, p: 10")
    (files / "regles.yaml").write_text(rules, encoding="utf-8")
    protect(files)
    told = {(row[0], row[1]): row[3] for row in rows_of(files / "out.csv")[1]}
    # The second of two is what the first one left: nothing is beside them.
    assert told["44001", "jeunes"] == "B"
    # What nobody is said to have given came from somebody; what is zero came from nobody.
    assert told["49001", "jeunes"] == "A"
    assert told["49001", "vieux"] == "V"


def test_a_rule_without_its_column_is_not_silent(files, capsys):
    (files / "regles.yaml").write_text(
        RULES.replace("seuil: 5", "seuil: 5, dominance: 85"), encoding="utf-8"
    )
    assert protect(files) == 0
    assert "Aucune colonne « maximum »" in capsys.readouterr().err.replace("\u00a0", " ")
