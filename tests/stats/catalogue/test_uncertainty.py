"""An interval is declared, or there is none; and never where it would lie."""

import pytest

from tests.stats.catalogue.conftest import change, said

INDICATOR, SOURCE = "indicateurs/TX_X.yaml", "sources/insee.yaml"
WILSON = "intervalle: {methode: wilson, numerateur: TX_X, denominateur: TX_X}\n"


def declare(folder, text, randomness="exhaustif"):
    change(folder, INDICATOR, "alea: exhaustif\n", f"alea: {randomness}\n{text}")


def remedies(folder):
    return [sentence.split(" : ", 2)[-1] for sentence in said(folder)]


def test_a_proportion_of_a_count(folder):
    declare(folder, WILSON)
    assert said(folder) == []


def test_the_margin_of_a_survey(folder):
    declare(folder, "intervalle: {methode: erreur, marge: 0.3, dite_dans: Une note.}\n", "enquete")
    assert said(folder) == []


def test_a_source_that_excludes_it(folder):
    declare(folder, WILSON)
    change(folder, SOURCE, "rythme: annuelle\n", "rythme: annuelle\nsans_intervalle: Un sondage.\n")
    assert remedies(folder) == [
        "« intervalle » est « wilson » pour une source qui l’exclut (Un sondage.) ; retirer la "
        "clé, ou donner la marge du producteur."
    ]


@pytest.mark.parametrize(
    ("text", "randomness", "remedy"),
    [
        (
            "intervalle: {methode: poisson}\n",
            "poisson",
            "« intervalle » est poisson ; le réserver à un effectif dont alea est poisson.",
        ),
        (
            "intervalle: {methode: wilson}\n",
            "exhaustif",
            "« intervalle » est wilson ; dire numerateur et denominateur.",
        ),
        (
            "intervalle: {methode: erreur, marge: 1, dite_dans: Une note.}\n",
            "exhaustif",
            "« intervalle » est erreur ; le réserver à une enquête, une estimation, un modèle.",
        ),
        (
            "intervalle: {methode: erreur}\n",
            "enquete",
            "« intervalle » est erreur ; dire marge (à 95 %) et dite_dans.",
        ),
        (
            "intervalle: {methode: wilson, numerateur: TX_X, denominateur: TX_Y}\n",
            "exhaustif",
            "« intervalle » vaut « TX_Y », absent de catalogue/indicateurs ; écrire « TX_X ».",
        ),
    ],
)
def test_where_it_would_lie(folder, text, randomness, remedy):
    declare(folder, text, randomness)
    assert remedies(folder) == [remedy]


def test_the_real_sources_that_exclude_it(catalogue):
    excluding = {code for code, source in catalogue.sources.items() if source.no_interval}
    assert excluding == {
        "insee_chomage",
        "insee_emploi",
        "insee_erfs",
        "insee_filosofi",
        "insee_recensement",
    }
    declared = {
        code: str(one.interval.method) for code, one in catalogue.indicators.items() if one.interval
    }
    assert declared == {
        "DALO_RECOURS": "poisson",
        "EXP_CFP_INTERVENTIONS": "poisson",
        "SUREND_DOSSIERS": "poisson",
    }
