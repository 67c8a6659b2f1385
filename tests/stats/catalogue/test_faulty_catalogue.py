"""Faults that several files make together, and what is done with a faulty catalogue."""

from __future__ import annotations

import pytest

from stats.catalogue import CatalogueError, figure_rows, load_catalogue
from tests.stats.catalogue.conftest import change, said

INDICATOR = "indicateurs/TX_X.yaml"
SOURCE = "sources/insee.yaml"
FIGURES = "chiffres/x.csv"


def test_same_observation_twice(folder):
    path = folder / FIGURES
    row = path.read_text(encoding="utf-8").splitlines()[1]
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    assert said(folder) == [
        "catalogue/chiffres/x.csv, ligne 3 : la même observation est déjà écrite "
        "(catalogue/chiffres/x.csv, ligne 2) ; en retirer une ou monter « revision »."
    ]


def test_same_observation_in_two_files(folder):
    (folder / "chiffres/y.csv").write_bytes((folder / FIGURES).read_bytes())
    assert said(folder) == [
        "catalogue/chiffres/y.csv, ligne 2 : la même observation est déjà écrite "
        "(catalogue/chiffres/x.csv, ligne 2) ; en retirer une ou monter « revision »."
    ]


def test_file_that_is_not_utf8(folder):
    (folder / SOURCE).write_bytes("code: insée\n".encode("latin-1"))
    assert said(folder) == [
        "catalogue/sources/insee.yaml, ligne 1 : le fichier n’est pas en UTF-8 ; l’enregistrer "
        "en UTF-8."
    ]


def test_folder_without_indicators(tmp_path):
    empty = tmp_path / "catalogue"
    empty.mkdir()
    assert said(empty) == [
        f"{empty.name}, ligne 1 : le dossier « indicateurs » manque ; vérifier le chemin du "
        "catalogue."
    ]


def test_load_raises_all_problems(folder):
    change(folder, INDICATOR, "sens: -1", "sens: mauvais")
    change(folder, INDICATOR, "decimales: 1", "decimales: 9")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    found = [(p.path, p.line) for p in refused.value.problems]
    assert found[:2] == [
        ("catalogue/indicateurs/TX_X.yaml", 9),
        ("catalogue/indicateurs/TX_X.yaml", 17),
    ]
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))


def test_faulty_figures_are_not_read(folder):
    change(folder, FIGURES, "2020,10.0,", "2020,dix,")
    with pytest.raises(CatalogueError):
        list(figure_rows(load_catalogue(folder)))


def test_overlay_wins(folder, tmp_path):
    overlay = tmp_path / "var" / "catalogue"
    (overlay / "indicateurs").mkdir(parents=True)
    text = (folder / INDICATOR).read_text(encoding="utf-8")
    text = text.replace("Ménages concernés\nsujet", "Autre titre\nsujet")
    (overlay / INDICATOR).write_text(text, encoding="utf-8")
    (overlay / "indicateurs" / "TX_N.yaml").write_text(
        text.replace("code: TX_X", "code: TX_N"), encoding="utf-8"
    )
    found = load_catalogue(folder, overlay).indicators
    assert {code: item.short_title for code, item in found.items()} == {
        "TX_N": "Autre titre",
        "TX_X": "Autre titre",
    }
    assert found["TX_X"].path == overlay / INDICATOR


def test_one_new_file_is_one_new_indicator(folder):
    text = (folder / INDICATOR).read_text(encoding="utf-8")
    (folder / "indicateurs" / "TX_N.yaml").write_text(
        text.replace("code: TX_X", "code: TX_N"), encoding="utf-8"
    )
    assert list(load_catalogue(folder).indicators) == ["TX_N", "TX_X"]


def test_typed_rows(folder):
    change(folder, FIGURES, "10.0,valeur,,%", "10.0,valeur,revise|arrondi_1,%")
    assert list(figure_rows(load_catalogue(folder))) == [
        {
            "indicateur": "TX_X",
            "niveau": "departement",
            "territoire": "44",
            "periode": "2020",
            "valeur": 10.0,
            "statut": "valeur",
            "marques": frozenset({"revise", "arrondi_1"}),
            "unite": "%",
            "origine": "insee",
            "edition": "E 2020",
            "millesime": 2020,
            "revision": 1,
            "source": "Insee",
            "note": "",
        }
    ]
