"""A calculation that makes no sense is refused where it is written, with its remedy."""

from __future__ import annotations

import pytest

from stats.catalogue import load_catalogue
from stats.catalogue.model import Calculation, Operand, Operation, Shift, Which
from tests.stats.catalogue.conftest import INDICATOR, said

RATE = INDICATOR
COUNT = (
    INDICATOR.replace("nature: taux", "nature: effectif")
    .replace('unite: "%"', "unite: personnes")
    .replace("en: points", "en: pourcent")
)
SUMMED = COUNT + "additif: true\n"
LINE = RATE.count("\n") + 1  # where `calcul` stands
COUNTED_LINE = SUMMED.count("\n") + 1


def written(folder, code, text, calculation=""):
    path = folder / "indicateurs" / f"{code}.yaml"
    path.write_text(text.replace("code: TX_X", f"code: {code}") + calculation, encoding="utf-8")


@pytest.fixture
def counts(folder):
    """TX_X, a rate; A and B, counts that add up; M, a count that does not; T, another rate."""
    for code, text in {"A": SUMMED, "B": SUMMED, "M": COUNT, "T": RATE}.items():
        written(folder, code, text)
    return folder


def quotient(*operands, more=""):
    return f"calcul:\n  operation: quotient\n{more}  operandes: [{', '.join(operands)}]\n"


def test_what_is_written_is_what_is_held(counts):
    operands = "{indicateur: A}", "{indicateur: B, decalage: lendemain, revision: premiere}"
    written(counts, "TX_X", RATE, quotient(*operands, more="  facteur: 100\n  periodes: [jour]\n"))
    assert said(counts) == []
    assert load_catalogue(counts).indicators["TX_X"].calculation == Calculation(
        Operation.QUOTIENT,
        (Operand("A"), Operand("B", Shift.DAY_AFTER, Which.FIRST)),
        factor=100.0,
        rhythms=("jour",),
    )


def test_a_revision_may_be_a_number_and_an_edition_a_name(counts):
    operands = "{indicateur: A, revision: 2}", '{indicateur: B, edition: "Début 2020"}'
    written(counts, "TX_X", RATE, quotient(*operands))
    assert load_catalogue(counts).indicators["TX_X"].calculation.operands == (
        Operand("A", revision=2),
        Operand("B", edition="Début 2020"),
    )


@pytest.mark.parametrize(
    ("calculation", "sentence"),
    [
        (
            quotient("{indicateur: A}"),
            f"ligne {LINE} : « calcul » a 1 opérande(s) ; quotient en demande deux.",
        ),
        (
            "calcul: {operation: produit, operandes: [{indicateur: A}, {indicateur: B}]}\n",
            f"ligne {LINE} : « operation » vaut « produit » ; écrire quotient, somme ou "
            "difference.",
        ),
        (
            quotient(
                "{indicateur: A, decalage: lendemain}", "{indicateur: B, decalage: lendemain}"
            ),
            f"ligne {LINE} : « calcul » décale tous ses opérandes ; en laisser un sans "
            "« decalage » : il donne la période du résultat.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: B, revision: 0}"),
            f"ligne {LINE + 2} : « revision » vaut « 0 » ; écrire courante, premiere ou un entier "
            "à partir de 1.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: B}", more="  facteur: 0\n"),
            f"ligne {LINE + 2} : « facteur » vaut « 0 » ; écrire un nombre plus grand que zéro.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: C}"),
            f"ligne {LINE + 2} : « indicateur » vaut « C », absent de catalogue/indicateurs ; "
            "créer catalogue/indicateurs/C.yaml.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: T}"),
            f"ligne {LINE} : « calcul » fait un taux avec T, qui ne s’additionne pas (taux) ; n’y "
            "mettre que des effectifs, ou écrire nature : rapport.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: TX_X}"),
            f"ligne {LINE} : « calcul » tourne en rond (TX_X → TX_X) ; partir d’un indicateur "
            "publié.",
        ),
    ],
)
def test_a_rate(counts, calculation, sentence):
    written(counts, "TX_X", RATE, calculation)
    assert f"catalogue/indicateurs/TX_X.yaml, {sentence}" == said(counts)[0]


@pytest.mark.parametrize(
    ("calculation", "sentence"),
    [
        (
            "calcul: {operation: somme, operandes: [{indicateur: A}, {indicateur: M}]}\n",
            "« calcul » additionne M, qui ne s’additionne pas (effectif) ; n’y mettre que des "
            "indicateurs « additif: true ».",
        ),
        (
            "calcul: {operation: difference, operandes: [{indicateur: A}, {indicateur: M}]}\n",
            "« calcul » soustrait M, qui ne s’additionne pas (effectif) ; n’y mettre que des "
            "indicateurs « additif: true ».",
        ),
        (
            "calcul: {operation: somme, operandes: [{indicateur: A}]}\n",
            "« calcul » a un seul opérande ; somme en demande au moins deux.",
        ),
        (
            "calcul:\n  operation: somme\n  facteur: 2\n"
            "  operandes: [{indicateur: A}, {indicateur: B}]\n",
            "« calcul » a un « facteur », qui ne sert qu’au quotient ; le retirer.",
        ),
        (
            quotient("{indicateur: A}", "{indicateur: B}"),
            "« calcul » divise pour donner un effectif ; écrire nature : taux ou rapport.",
        ),
    ],
)
def test_a_count(counts, calculation, sentence):
    written(counts, "S", SUMMED, calculation)
    assert said(counts) == [f"catalogue/indicateurs/S.yaml, ligne {COUNTED_LINE} : {sentence}"]


def test_rates_are_never_summed(counts):
    sum_of_rates = "calcul: {operation: somme, operandes: [{indicateur: T}, {indicateur: T}]}\n"
    written(counts, "TX_X", RATE, sum_of_rates)
    refused = (
        f"catalogue/indicateurs/TX_X.yaml, ligne {LINE} : « calcul » additionne T, qui ne "
        "s’additionne pas (taux) ; n’y mettre que des indicateurs « additif: true »."
    )
    assert said(counts)[:2] == [refused, refused]


def test_two_rates_may_give_a_change(counts):
    change = RATE.replace("nature: taux", "nature: evolution")
    before = "{indicateur: T, decalage: periode_precedente}"
    calculation = f"calcul: {{operation: difference, operandes: [{{indicateur: T}}, {before}]}}\n"
    written(counts, "E", change, calculation)
    assert said(counts) == []


def test_a_sum_is_in_one_unit(counts):
    euros = SUMMED.replace("unite: personnes", 'unite: "€"')
    written(
        counts,
        "S",
        euros,
        quotient("{indicateur: A}", "{indicateur: B}").replace("quotient", "somme"),
    )
    assert said(counts) == [
        f"catalogue/indicateurs/S.yaml, ligne {COUNTED_LINE} : « calcul » prend {code} en "
        "« personnes » pour un résultat en « € » ; n’y mettre qu’une unité."
        for code in "AB"
    ]


def test_a_longer_way_round_is_seen(counts):
    written(
        counts,
        "A",
        SUMMED,
        "calcul: {operation: somme, operandes: [{indicateur: B}, {indicateur: S}]}\n",
    )
    written(
        counts,
        "S",
        SUMMED,
        "calcul: {operation: somme, operandes: [{indicateur: A}, {indicateur: B}]}\n",
    )
    assert said(counts) == [
        f"catalogue/indicateurs/{code}.yaml, ligne {COUNTED_LINE} : « calcul » tourne en rond "
        f"({code} → {other} → {code}) ; partir d’un indicateur publié."
        for code, other in ("AS", "SA")
    ]
