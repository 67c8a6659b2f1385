"""A file that is not what it should be: a sentence that says where and what to do, nothing kept."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
import zipfile

import pytest

from stats.__main__ import main
from stats.sources import read
from stats.store import Store
from tests.stats.sources.naive_csv import rows_of
from tests.stats.sources.official import needed
from tests.stats.sources.workbooks import HEADER, MEGABYTE, bomb, filosofi, workbook

NANTES = ["44109", "164000", "310000", "24170", "60", "17"]
ANGERS = ["49007", "72000", "150000", "20980", "50", "20"]
KNOWN = {("commune", "44109"), ("commune", "49007")}
LONG = "indicateur,niveau,territoire,periode,valeur\n"


def sentences(source, path, catalogue, territories=None):
    """What is refused, with plain spaces; nothing is given to publish."""
    table, report = read(source, [path], catalogue, territories)
    assert (len(table), report.sound) == (0, False)
    return [one.sentence.replace("\u00a0", " ") for one in report.refused]


def test_what_the_faults_are_made_of_is_sound(tmp_path, catalogue):
    table, report = read("insee_filosofi", [filosofi(tmp_path, [NANTES, ANGERS])], catalogue, KNOWN)
    assert (report.sound, report.accepted, table.num_rows) == (True, 2, 2 * 27)


def test_a_truncated_zip(tmp_path, catalogue):
    whole = tmp_path / "entier.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(filosofi(tmp_path, [NANTES]), "cc_filosofi_2021_COM.csv")
    path = tmp_path / "base.zip"
    path.write_bytes(whole.read_bytes()[:-40])
    assert sentences("insee_filosofi", path, catalogue) == [
        "base.zip, ligne 1 : le fichier compressé est incomplet ou abîmé. "
        "Le télécharger de nouveau, en entier."
    ]


def test_a_truncated_gz(tmp_path, catalogue):
    path = tmp_path / "cc_filosofi_2021_COM.csv.gz"
    path.write_bytes(gzip.compress(filosofi(tmp_path, [NANTES]).read_bytes())[:-20])
    (told,) = sentences("insee_filosofi", path, catalogue)
    assert told.endswith("Le télécharger de nouveau, en entier.")


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-16", "le fichier n’est pas un texte. L’enregistrer en CSV UTF-8."),
        ("utf-32", "le fichier n’est pas un texte. L’enregistrer en CSV UTF-8."),
    ],
)
def test_a_text_of_wide_characters(tmp_path, catalogue, encoding, told):
    path = filosofi(tmp_path, [NANTES])
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert sentences("insee_filosofi", path, catalogue) == [
        f"cc_filosofi_2021_COM.csv, ligne 1 : {told}"
    ]


def test_an_encoding_of_elsewhere(tmp_path, catalogue):
    """0x81 is a letter on no Windows code page of ours."""
    path = filosofi(tmp_path, [NANTES, ANGERS])
    path.write_bytes(path.read_bytes().replace(b"49007", b"49\x81\xe907"))
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 3 : l’encodage n’est ni UTF-8 ni Windows. "
        "L’enregistrer en CSV UTF-8."
    ]


def test_accents_written_twice(tmp_path, catalogue):
    path = tmp_path / "FILO2019_DISP_DEP.csv"
    text = "CODGEO;LIBGEO\n53;Département"
    path.write_text(text.encode().decode("cp1252"), encoding="utf-8")
    assert sentences("insee_filosofi", path, catalogue) == [
        "FILO2019_DISP_DEP.csv, ligne 2 : les accents sont abîmés (« DÃ©partement ») : le fichier "
        "a été enregistré deux fois dans deux encodages. Reprendre le fichier du producteur, sans "
        "l’ouvrir dans un tableur."
    ]


def test_an_older_encoding_is_read(tmp_path, catalogue):
    path = tmp_path / "table.csv"
    path.write_bytes((LONG + "TX_PAUV60,departement,44,2020,10,\n").encode("cp1252"))
    path.write_bytes(
        "indicateur;niveau;territoire;periode;valeur;note\n"
        "TX_PAUV60;departement;44;2020;10,1;révisé\n".encode("cp1252")
    )
    (one,), _ = read("long", [path], catalogue)
    assert (one.value, one.note) == (10.1, "révisé")


@pytest.mark.parametrize(
    ("missing", "told"),
    [("TP6021", ", colonne « TP6021 » : la colonne est absente."), ("CODGEO", "CODGEO")],
)
def test_a_missing_column(tmp_path, catalogue, missing, told):
    header = [name for name in HEADER if name != missing]
    path = filosofi(tmp_path, [NANTES], header)
    (sentence,) = sentences("insee_filosofi", path, catalogue)
    assert sentence.startswith("cc_filosofi_2021_COM.csv, ligne 1")
    assert sentence.count(told) == 1
    assert sentence.endswith(
        "Reprendre le fichier du producteur ; s’il a changé de forme, l’écrire dans la source."
    )


def test_an_unknown_territory_is_listed_and_the_rest_is_read(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES, ["44999", "1"]])
    table, report = read("insee_filosofi", [path], catalogue, KNOWN)
    assert [(one.line, one.level, one.territory) for one in report.unmatched] == [
        (3, "commune", "44999")
    ]
    assert (report.sound, report.rows, report.accepted, table.num_rows) == (True, 2, 1, 27)


def test_a_text_in_a_number(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES, [*ANGERS[:3], "environ 21 000"]])
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 3, colonne « MED21 » : « environ 21 000 » n’est ni un "
        "nombre ni une marque connue de cette source. Corriger la cellule, ou dire dans "
        "« marques » ce que ce signe veut dire."
    ]


def test_a_territory_written_twice(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES, ANGERS, NANTES])
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 4, colonne « CODGEO » : « 44109 » (commune) est déjà "
        "donné à la ligne 2. N’en garder qu’une."
    ]


def test_lost_leading_zeros(tmp_path, catalogue):
    path = filosofi(tmp_path, [["1001", "346"], NANTES])
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 2, colonne « CODGEO » : « 1001 » a perdu son zéro de "
        "gauche : un tableur l’a pris pour un nombre. Écrire « 01001 » : reprendre le fichier "
        "d’origine, ou importer la colonne en texte avant d’enregistrer."
    ]


def test_a_row_cut_short(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES, ANGERS])
    path.write_bytes(path.read_bytes()[:-30])
    (told,) = sentences("insee_filosofi", path, catalogue)
    assert told.startswith("cc_filosofi_2021_COM.csv, ligne 3 : 14 cellules au lieu de 28.")


def test_a_name_that_says_another_year(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES]).rename(tmp_path / "cc_filosofi_2020_COM.csv")
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2020_COM.csv, ligne 1, colonne « NBMENFISC21 » : la colonne est de 2021, le "
        "nom du fichier dit 2020. Rendre au fichier le nom que le producteur lui a donné."
    ]


def test_a_file_of_an_unknown_name(tmp_path, catalogue):
    path = filosofi(tmp_path, [NANTES]).rename(tmp_path / "export (3).csv")
    (told,) = sentences("insee_filosofi", path, catalogue)
    assert told.startswith(
        "export (3).csv, ligne 1 : ce nom n’est celui d’aucun fichier connu de la source. "
        "Lui rendre le nom du producteur (cc_filosofi_{aaaa}_{zone}*.csv, "
    )


def test_an_empty_file(tmp_path, catalogue):
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    path.write_bytes(b"\n\n")
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 1 : le fichier est vide. Le télécharger de nouveau."
    ]


def test_a_page_of_error_named_csv(tmp_path, catalogue):
    path = tmp_path / "cc_filosofi_2021_COM.csv"
    path.write_text("<!DOCTYPE html>\n<html><title>503</title></html>", encoding="utf-8")
    assert sentences("insee_filosofi", path, catalogue) == [
        "cc_filosofi_2021_COM.csv, ligne 1 : c’est une page web, pas un tableau : le producteur a "
        "répondu par une page d’erreur. Ouvrir l’adresse dans un navigateur et télécharger le "
        "fichier lui-même."
    ]


def test_a_workbook_that_unfolds_without_end(tmp_path, catalogue):
    """A megabyte that would be four hundred: refused without being unfolded."""
    path = bomb(tmp_path / "minima_sociaux_donnees_departementales.xlsx")
    assert path.stat().st_size < 2 * MEGABYTE
    tracemalloc.start()
    begun = time.perf_counter()
    told = sentences("drees_minima_sociaux", path, catalogue)
    took, (_, most) = time.perf_counter() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == [
        "minima_sociaux_donnees_departementales.xlsx, ligne 1 : une fois déplié, le fichier "
        "dépasse 300 Mo. Vérifier qu’il vient bien du producteur ; sinon, n’en garder que les "
        "tableaux utiles."
    ]
    assert (took < 2, most < 100 * MEGABYTE) == (True, True)


def test_a_workbook_that_lies_about_its_size(tmp_path, catalogue):
    """Its directory announces a thousand bytes: no more are read."""
    path = bomb(tmp_path / "minima_sociaux_donnees_departementales.xlsx", 30 * MEGABYTE)
    size = (30 * MEGABYTE).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    (told,) = sentences("drees_minima_sociaux", path, catalogue)
    assert told.startswith("minima_sociaux_donnees_departementales.xlsx, ligne 1 : le classeur ne")


def test_formulas_in_a_workbook(tmp_path, catalogue):
    rows = [["Code", "Libellé", "T3_2025"], ["44", "LOIRE-ATLANTIQUE", "=3+3"], ["49", "M", 6.7]]
    path = workbook(tmp_path, [["en %"], [], *rows], "sl_etc_2025T3.xlsx")
    path = path.rename(tmp_path / "sl_etc_2025T3.xls")
    # Named like Insee's file, it is still recognised as what it is; its sheet is not named so.
    _, report = read("insee_chomage", [path], catalogue)
    assert [place for place, _ in report.aside] == ["sl_etc_2025T3.xls, feuille Sheet"]
    path = workbook(
        tmp_path,
        [["indicateur", "niveau", "territoire", "periode", "valeur"]]
        + [["TX_CHOM", "departement", "44", "2025-T3", "=3+3"]],
        "table.xlsx",
    )
    assert sentences("long", path, catalogue) == [
        "table.xlsx, feuille Sheet, ligne 2 : une cellule contient une formule. Dans le tableur, "
        "copier puis coller les valeurs seules, et enregistrer."
    ]


def test_a_formula_without_result_where_results_are_read(tmp_path, catalogue):
    """The producer's own formulas have a result beside them; ours, written here, have none."""
    title = "Tableau 4 Répartition des allocataires de l'ADA par département"
    rows = [[title], [], [None, "N° Dep", "Libelle Dep", 2018], [None, "44", "L-A", "=1+1"]]
    path = workbook(tmp_path, rows, "minima_sociaux_donnees_departementales.xlsx")
    assert sentences("drees_minima_sociaux", path, catalogue) == [
        "minima_sociaux_donnees_departementales.xlsx, feuille Sheet, ligne 4, colonne « 2018 » : "
        "la cellule D4 contient une formule. Dans le tableur, copier puis coller les valeurs "
        "seules, et enregistrer."
    ]


def test_a_call_of_note_nobody_explains(tmp_path, catalogue):
    title = "Tableau 4 Répartition des allocataires de l'ADA par département"
    rows = [[title], [], [None, "N° Dep", "Libelle Dep", "2020 (7)"], [None, "44", "L-A", 12]]
    path = workbook(tmp_path, rows, "minima_sociaux_donnees_departementales.xlsx")
    assert sentences("drees_minima_sociaux", path, catalogue) == [
        "minima_sociaux_donnees_departementales.xlsx, feuille Sheet, ligne 3, colonne "
        "« 2020 (7) » : la colonne porte un renvoi « (7) » que la source n’explique pas. Lire la "
        "note sous le tableau, et dire dans « renvois » ce qu’elle signifie."
    ]


def test_values_without_a_territory(tmp_path, catalogue):
    title = "Tableau 4 Répartition des allocataires de l'ADA par département"
    rows = [[title], [None, "N° Dep", "Libelle Dep", 2018], [None, None, "Ailleurs", 12]]
    path = workbook(tmp_path, rows, "minima_sociaux_donnees_departementales.xlsx")
    assert sentences("drees_minima_sociaux", path, catalogue) == [
        "minima_sociaux_donnees_departementales.xlsx, feuille Sheet, ligne 3, colonne « N° Dep » : "
        "la ligne a des valeurs mais aucun code de territoire. Écrire le code, ou nommer cette "
        "ligne dans « noms » ou « lignes_ignorees »."
    ]


def test_a_sheet_without_bounds(tmp_path, catalogue):
    """A cell at the far end of a line, as many times as a sheet has lines."""
    path = tmp_path / "large.csv"
    path.write_text("a" + ";" * 16000 + "\n" + "b\n" * 3000, encoding="utf-8")
    assert sentences("long", path, catalogue) == [
        "large.csv, ligne 1 : un tableau compte 3001 lignes et 16001 colonnes. N’en garder que la "
        "partie utile, ou l’enregistrer en CSV."
    ]


def test_all_or_nothing_in_the_store(tmp_path, capsys):
    """One bad file among two: exit 1, the report says the line, the store is as before."""
    store, report = tmp_path / "magasin", tmp_path / "rapport.json"
    good = tmp_path / "un" / "cc_filosofi_2021_COM.csv"
    good.parent.mkdir()
    filosofi(good.parent, [NANTES])
    assert main(["read", "insee_filosofi", str(good), "--store", str(store)]) == 0
    identifier = capsys.readouterr().out.strip()
    before = Store(store).fingerprint
    bad = filosofi(tmp_path, [ANGERS, ["49007", "abc"]])
    asked = ["read", "insee_filosofi", str(good), str(bad), "--store", str(store)]
    assert main([*asked, "--rapport", str(report)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines()[-1] == "Rien n’a été publié."
    assert {one["ligne"] for one in json.loads(report.read_text())["refusees"]} == {3}
    assert (Store(store).fingerprint, [one.id for one in Store(store).imports()]) == (
        before,
        [identifier],
    )
    # The same file again changes nothing; undone, the store is as it was.
    assert main(["read", "insee_filosofi", str(good), "--store", str(store)]) == 0
    assert (capsys.readouterr().out.strip(), Store(store).fingerprint) == (identifier, before)
    assert main(["undo", identifier, "--store", str(store)]) == 0
    assert Store(store).observations() == []


@needed
def test_the_lost_zeros_of_a_real_file(tmp_path, catalogue):
    """Every commune of the nine first départements, as a spreadsheet left its code."""
    codes = [row["COM"] for row in rows_of("cog/streamlit_EPCI.csv.gz")]
    cut = [code for code in codes if len(code) == 4]
    told = sentences("insee_filosofi", filosofi(tmp_path, [[code] for code in codes]), catalogue)
    assert (len(codes), len(cut), len(told)) == (34965, 3144, 3144)
    assert told[0] == (
        "cc_filosofi_2021_COM.csv, ligne 2, colonne « CODGEO » : « 1001 » a perdu son zéro de "
        "gauche : un tableur l’a pris pour un nombre. Écrire « 01001 » : reprendre le fichier "
        "d’origine, ou importer la colonne en texte avant d’enregistrer."
    )
