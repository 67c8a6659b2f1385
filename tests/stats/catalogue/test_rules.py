"""A rule that makes no sense is refused where it is written, with its remedy."""

from __future__ import annotations

import pytest

from stats.catalogue import load_catalogue
from stats.catalogue.model import Bounds, Equality, Nesting, Severity
from tests.stats.catalogue.conftest import INDICATOR, said

COUNT = (
    INDICATOR.replace("nature: taux", "nature: effectif").replace("en: points", "en: pourcent")
    + "additif: true\n"
)
HEAD = "code: essai\ntitre: Une règle.\ngravite: bloquante\n"
EQUALITY = "egalite: {total: A, parties: [B, C]}\n"


@pytest.fixture
def rules(folder):
    for code in "ABC":
        path = folder / "indicateurs" / f"{code}.yaml"
        path.write_text(COUNT.replace("code: TX_X", f"code: {code}"), encoding="utf-8")
    (folder / "controles").mkdir()
    return folder


def write(folder, text):
    (folder / "controles" / "essai.yaml").write_text(text, encoding="utf-8")


def test_an_equality(rules):
    write(rules, HEAD + 'egalite: {total: A, parties: [B, C], tolerance: 2, depuis: "2010"}\n')
    assert said(rules) == []
    rule = load_catalogue(rules).rules["essai"]
    assert (rule.severity, rule.blocks) == (Severity.BLOCKING, True)
    assert rule.equality == Equality("A", ("B", "C"), 2.0, "2010")


def test_a_nesting(rules):
    kind = "emboitement: {parent: region, enfant: departement, tolerance_pourcent: 0.5}\n"
    write(rules, HEAD.replace("bloquante", "avertissement") + kind)
    assert said(rules) == []
    rule = load_catalogue(rules).rules["essai"]
    assert (rule.blocks, rule.nesting) == (False, Nesting("region", "departement", 0.5))


def test_bounds(rules):
    write(rules, HEAD + 'bornes: {unite: "%", minimum: 0, maximum: 100, sauf: [TX_X]}\n')
    assert said(rules) == []
    assert load_catalogue(rules).rules["essai"].bounds == Bounds("%", 0.0, 100.0, ("TX_X",))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD, "ligne 1 : un contrôle a une seule clé parmi egalite, emboitement ou bornes."),
        (
            HEAD + EQUALITY + 'bornes: {unite: "%", minimum: 0, maximum: 1}\n',
            "ligne 1 : un contrôle a une seule clé parmi egalite, emboitement ou bornes.",
        ),
        (
            HEAD.replace("bloquante", "grave") + EQUALITY,
            "ligne 3 : « gravite » vaut « grave » ; écrire bloquante ou avertissement.",
        ),
        (
            HEAD + "egalite: {total: A, parties: [B, D]}\n",
            "ligne 4 : « parties » vaut « D », absent de catalogue/indicateurs ; créer "
            "catalogue/indicateurs/D.yaml.",
        ),
        (
            HEAD + "egalite: {total: A, parties: [B, TX_X]}\n",
            "ligne 4 : « parties » additionne TX_X, qui ne s’additionne pas (taux) ; le retirer.",
        ),
        (
            HEAD + "egalite: {total: A, parties: [A, B]}\n",
            "ligne 4 : « egalite » compte deux fois un indicateur ; ne l’écrire qu’une fois.",
        ),
        (
            HEAD + 'bornes: {unite: "%", minimum: 100, maximum: 0}\n',
            "ligne 4 : « bornes » a un minimum qui n’est pas sous son maximum ; les échanger.",
        ),
        (
            HEAD + 'bornes: {unite: "%", minimum: zéro, maximum: 1}\n',
            "ligne 4 : « minimum » vaut « zéro » ; écrire un nombre, avec un point décimal.",
        ),
        (
            HEAD + "emboitement: {parent: region, enfant: canton}\n",
            "ligne 4 : « enfant » vaut « canton » ; écrire commune, epci, epci_dep, departement, "
            "region, zone_emploi, bassin_vie, iris, qpv, france_metro ou france.",
        ),
        (
            HEAD.replace("essai", "autre") + EQUALITY,
            "ligne 1 : « code » vaut « autre » mais le fichier s’appelle « essai.yaml » ; donner "
            "le même nom aux deux.",
        ),
    ],
)
def test_a_fault(rules, text, sentence):
    write(rules, text)
    assert said(rules) == [f"catalogue/controles/essai.yaml, {sentence}"]
