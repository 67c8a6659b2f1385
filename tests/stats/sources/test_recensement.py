"""Census extracts by commune: years in the names of the columns, communes said several times."""

from __future__ import annotations

import pytest

from tests.stats.sources.naive_csv import rows_of
from tests.stats.sources.official import Reading, needed

pytestmark = needed

FILE = "recensement_commune/communes_datasfun_2024.csv.gz"
COLUMNS = {
    "population_2015": ("POP_MUNICIPALE", "2015"),
    "population_2021": ("POP_MUNICIPALE", "2021"),
    "menages_2021": ("NB_MENAGES", "2021"),
    "naissances_2022": ("NAISSANCES", "2022"),
    "deces_2022": ("DECES", "2022"),
    "pop_15_64_totale_2021": ("POP_15_64", "2021"),
    "pop_15_64_chomage_2021": ("CHOMEURS_15_64", "2021"),
    "pop_15_64_active_2021": ("ACTIFS_15_64", "2021"),
}


@pytest.fixture(scope="module")
def official():
    return Reading("insee_recensement", FILE)


def test_abbaretz_and_saint_nazaire(official):
    assert [official.value(code, "44001", year) for code, year in COLUMNS.values()] == [
        2042, 2043, 851, 25, 11, 1256, 70, 1003,
    ]  # fmt: skip
    assert [official.value(code, "44184", year) for code, year in COLUMNS.values()] == [
        69784, 72057, 36614, 721, 889, 42903, 4572, 31331,
    ]  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_every_commune_has_what_the_file_writes(official, column):
    expected = {
        row["insee_com"]: float(row[column])
        for row in rows_of(FILE, ",")
        if row["commune_type"] == "COM"
    }
    indicator, period = COLUMNS[column]
    rows = official.rows(indicateur=indicator, periode=period)
    assert {row["territoire"]: row["valeur"] for row in rows} == expected
    assert len(rows) == len(expected) == 34931


def test_a_commune_of_several_postal_codes_is_kept_once(official):
    assert official.value("POP_MUNICIPALE", "01050", "2021") == 386


def test_delegated_communes_and_arrondissements_are_left_with_a_reason(official):
    assert [reason for _, reason in official.report.aside] == [
        "793 lignes\u00a0: Une commune déléguée porte le code de la commune nouvelle, et y est "
        "comptée.",
        "46 lignes\u00a0: Les arrondissements municipaux ne sont pas un niveau de la plateforme.",
        "superficie_km2\u00a0: La superficie vient du référentiel des territoires.",
    ]
    assert official.report.refused == ()
    assert official.report.accepted + official.report.ignored == official.report.rows == 36208
    (one,) = official.report.tables
    assert one.unread == ()
