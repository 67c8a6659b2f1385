"""The real catalogue, read once, and a small sound catalogue that each test may break."""

from __future__ import annotations

from pathlib import Path

import pytest

from stats.catalogue import check_catalogue, figure_rows, load_catalogue

REAL = Path(__file__).parents[3] / "catalogue"

INDICATOR = """\
code: TX_X
titre: Part des ménages concernés
titre_court: Ménages concernés
sujet: la part des ménages concernés
pluriel: false
theme: precarite
nature: taux
unite: "%"
decimales: 1
definition: Part des ménages concernés.
numerateur: Ménages concernés
denominateur: ""
source: insee
producteur: Insee
rythme: annuelle
niveaux: [departement, region]
sens: -1
alea: exhaustif
cycle: publie
disponibilite: ouverte
variation_minimale: {valeur: 0.5, en: points}
mises_en_garde:
  - Une phrase.
  - Une autre phrase.
pourquoi: Une raison.
ce_quil_ne_dit_pas: Un silence.
panorama_insee: false
"""
SOURCE = """\
code: insee
titre: Enquête
producteur: Insee
licence: Licence Ouverte
adresse: ""
rythme: annuelle
"""
DASHBOARD = """\
code: demo
titre: Tableau
chapo: Un tableau.
sections:
  - theme: precarite
    indicateurs:
      - TX_X
"""
HEADER = (
    "indicateur,niveau,territoire,periode,valeur,statut,marques,unite,origine,edition,millesime,"
    "revision,source,note\n"
)
ROW = "TX_X,departement,44,2020,10.0,valeur,,%,insee,E 2020,2020,1,Insee,\n"


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue(REAL)


@pytest.fixture(scope="session")
def rows(catalogue):
    return list(figure_rows(catalogue))


@pytest.fixture
def folder(tmp_path):
    """A sound catalogue of one indicator, one source, one dashboard and one figure."""
    root = tmp_path / "catalogue"
    for name in ("indicateurs", "sources", "tableaux", "chiffres"):
        (root / name).mkdir(parents=True)
    (root / "indicateurs" / "TX_X.yaml").write_text(INDICATOR, encoding="utf-8")
    (root / "sources" / "insee.yaml").write_text(SOURCE, encoding="utf-8")
    (root / "tableaux" / "demo.yaml").write_text(DASHBOARD, encoding="utf-8")
    (root / "chiffres" / "x.csv").write_text(HEADER + ROW, encoding="utf-8")
    return root


def said(folder):
    """The problems with ordinary spaces: the narrow ones would make the tables unreadable."""
    return [str(problem).replace("\u00a0", " ") for problem in check_catalogue(folder)]


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
