"""`python -m stats`, as a user types it: exit codes, what goes to stdout, what goes to stderr."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stats.__main__ import CATALOGUE, main, parser
from stats.catalogue import load_catalogue
from stats.sources import readable
from stats.store import Store

HOME = Path(__file__).resolve().parents[2]
HEADER = "indicateur,niveau,territoire,periode,valeur"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        f"{HEADER}\nTX_PAUV60,departement,44,2020,10\nTX_PAUV60,departement,85,2020,8.9\n"
    )
    return path


@pytest.fixture
def store(tmp_path):
    return tmp_path / "magasin"


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err.replace("\u00a0", " ")


def test_read_query_undo(capsys, store, table):
    code, out, err = run(capsys, "read", "long", table, "--store", store)
    (imported,) = Store(store).imports()
    assert (code, out) == (0, f"{imported.id}\n")
    assert err == (
        "Les territoires ne sont pas construits : leurs codes ne sont pas vérifiés.\n"
        "2 lignes lues : 2 acceptées, 0 refusée, 0 sans territoire connu.\n"
    )
    assert imported.files[0].name == "table.csv"
    again = run(capsys, "read", "long", table, "--store", store)
    assert again[:2] == (0, f"{imported.id}\n")
    code, out, err = run(
        capsys, "query", "--store", store, "--indicateur", "TX_PAUV60", "--territoire", "85"
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == ["TX_PAUV60,85,,departement,2020,8.9,valeur,,%,,,1"]
    code, out, err = run(capsys, "undo", imported.id, "--store", store)
    assert (code, out) == (0, "")
    assert err == f"L’import {imported.id} (2 observations) est annulé.\n"
    code, out, err = run(capsys, "query", "--store", store, "--indicateur", "TX_PAUV60")
    assert (code, err) == (0, "Aucune observation ne répond à la question.\n")
    assert len(out.splitlines()) == 1


def test_a_refused_file_publishes_nothing(capsys, store, table, tmp_path):
    table.write_text(table.read_text() + "TX_PAUV60,departement,53,2020,texte\n")
    report = tmp_path / "rapport.json"
    code, out, err = run(capsys, "read", "long", table, "--store", store, "--rapport", report)
    assert (code, out) == (1, "")
    assert err.splitlines()[1:] == [
        "3 lignes lues : 2 acceptées, 1 refusée, 0 sans territoire connu.",
        (
            "table.csv, ligne 4, colonne « valeur » : « texte » n’est pas un nombre. "
            "Écrire des chiffres, avec un point ou une virgule pour les décimales."
        ),
        "Rien n’a été publié.",
    ]
    assert json.loads(report.read_text())["refusees"][0]["ligne"] == 4
    assert Store(store).imports() == []


def test_a_dry_run_publishes_nothing(capsys, store, table):
    code, out, _ = run(capsys, "read", "long", table, "--store", store, "--dry-run")
    assert (code, json.loads(out)["acceptees"]) == (0, 2)
    assert store.exists() is False


@pytest.fixture
def doubtful(capsys, store, table, tmp_path):
    """53 after 10: it jumps. Read once what came before."""
    run(capsys, "read", "long", table, "--store", store)
    path = tmp_path / "suite.csv"
    path.write_text(
        "indicateur,niveau,territoire,periode,valeur\nTX_PAUV60,departement,44,2021,53\n"
    )
    return path


class TestWaivers:
    def test_a_doubt_is_told_and_does_not_stop(self, capsys, store, doubtful):
        code, _, err = run(capsys, "read", "long", doubtful, "--store", store)
        assert (code, err.count("À vérifier.")) == (0, 1)

    def test_careful_waits_for_a_word(self, capsys, store, doubtful):
        code, out, err = run(capsys, "read", "long", doubtful, "--store", store, "--prudent")
        assert (code, out) == (1, "")
        assert err.splitlines()[-2:] == [
            "À lever : saut:TX_PAUV60 (1), par --lever saut:TX_PAUV60=RAISON.",
            "Rien n’a été publié.",
        ]
        assert len(Store(store).imports()) == 1

    def test_the_word_is_kept_with_the_import(self, capsys, store, doubtful):
        word = "saut:TX_PAUV60=Nouvelle méthode de l’Insee"
        asked = ["read", "long", doubtful, "--store", store, "--prudent", "--lever", word]
        code, _, _ = run(capsys, *asked)
        assert code == 0
        assert (
            Store(store)
            .imports()[-1]
            .label.endswith("Doute levé, saut:TX_PAUV60 : Nouvelle méthode de l’Insee.")
        )

    @pytest.mark.parametrize(
        ("word", "said"),
        [
            ("saut:TX_PAUV60=ok", "dire en quelques mots"),
            ("zero_douteux:TX_PAUV60=Une raison", "Aucun doute « zero_douteux:TX_PAUV60 »"),
        ],
    )
    def test_what_cannot_be_waived(self, capsys, store, doubtful, word, said):
        code, _, err = run(capsys, "read", "long", doubtful, "--store", store, "--lever", word)
        assert (code, said in err.replace("\u00a0", " ")) == (2, True)
        assert len(Store(store).imports()) == 1


def test_the_figures_of_the_catalogue_are_published_whole(capsys, store):
    code, out, _ = run(capsys, "read", "chiffres", "--store", store)
    (imported,) = Store(store).imports()
    assert (code, out) == (0, f"{imported.id}\n")
    found = Store(store).observations(indicator="TX_PAUV60", level="departement", period="2020")
    assert {one.territory: one.value for one in found} == {
        "44": 10.0,
        "49": 11.1,
        "53": 11.0,
        "72": 12.9,
        "85": 8.9,
    }


def test_query_into_a_file(capsys, store, table, tmp_path):
    run(capsys, "read", "long", table, "--store", store)
    target = tmp_path / "sortie.json"
    question = ["query", "--store", store, "--indicateur", "TX_PAUV60", "--periode", "2020"]
    code, out, err = run(capsys, *question, "--format", "json", "--sortie", target)
    assert (code, out) == (0, "")
    assert err == f"2 observations écrites dans {target}.\n"
    assert [row["valeur"] for row in json.loads(target.read_text())] == [10.0, 8.9]


def test_the_catalogue_is_checked(capsys, tmp_path):
    assert run(capsys, "catalogue", "--check") == (0, "", "Le catalogue est en ordre.\n")
    (tmp_path / "indicateurs").mkdir()
    (tmp_path / "indicateurs" / "FAUX.yaml").write_text("code: FAUX\n")
    code, out, err = run(capsys, "catalogue", "--check", "--catalogue", tmp_path)
    assert (code, out) == (1, "")
    assert "FAUX.yaml, ligne 1 : " in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["read", "ailleurs", "a.csv", "--store", "x"],
            "« ailleurs » n’est pas lisible : "
            f"{', '.join([*readable(load_catalogue(CATALOGUE)), 'calculs'])}.",
        ),
        (["read", "long", "--store", "x"], "Donner au moins un fichier à lire."),
        (
            ["read", "chiffres", "a", "--store", "x"],
            "chiffres lit le catalogue et ne prend aucun fichier.",
        ),
        (["undo", "abc", "--store", "/nulle/part"], "Le magasin « /nulle/part » n’existe pas."),
        (
            ["catalogue", "--check", "--catalogue", "/nulle/part"],
            "Le catalogue « /nulle/part » n’existe pas.",
        ),
    ],
)
def test_a_wrong_use_exits_2_with_a_sentence(capsys, arguments, sentence):
    assert run(capsys, *arguments) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "python -m stats : il manque : COMMANDE."),
        (["query", "--store", "x"], "python -m stats query : il manque : --indicateur."),
        (["undo", "a", "--store", "x", "--fort"], "python -m stats : argument inconnu : --fort."),
        (["query", "--store"], "python -m stats query : --store attend une valeur."),
    ],
)
def test_argparse_speaks_french(capsys, arguments, sentence):
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    assert capsys.readouterr().err.replace("\u00a0", " ").splitlines()[0] == sentence


def test_a_missing_file_and_an_unknown_import_are_refused(capsys, store, table):
    code, _, err = run(capsys, "read", "long", "/nulle/part.csv", "--store", store)
    assert (code, err.splitlines()[-1]) == (1, "Fichier introuvable : /nulle/part.csv")
    run(capsys, "read", "long", table, "--store", store)
    assert run(capsys, "undo", "abc", "--store", store) == (
        1,
        "",
        "Aucun import « abc » dans ce magasin.\n",
    )


def test_help_lists_the_commands():
    text = parser().format_help()
    assert text.startswith("Utilisation\u00a0: python -m stats")
    listed = [line.split()[0] for line in text.split("COMMANDE\n")[1].splitlines()]
    assert [word for word in listed if word in main_commands()] == main_commands()


def main_commands():
    return ["territoires", "catalogue", "read", "undo", "query"]


def test_the_engine_runs_without_django(store, table):
    """In a process of its own: what goes to stdout is the identifier alone."""
    program = (
        "import sys; from stats.__main__ import main; code = main(sys.argv[1:]); "
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'wagtail')]; "
        "raise SystemExit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "read", "long", str(table), "--store", str(store)],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{Store(store).imports()[0].id}\n"


def test_an_unknown_indicator_is_refused_a_waiting_one_is_empty(capsys, store, table):
    run(capsys, "read", "long", table, "--store", store)
    code, out, err = run(capsys, "query", "--store", store, "--indicateur", "TX_PAUVRE")
    assert (code, out) == (1, "")
    assert err == ("Aucun indicateur « TX_PAUVRE », ni dans le magasin ni dans le catalogue.\n")
    code, out, err = run(capsys, "query", "--store", store, "--indicateur", "CCAPEX_SIT")
    assert (code, out.count("\n")) == (0, 1)
    assert err == "Aucune observation ne répond à la question.\n"
