"""Insee, Filosofi: every form and every year, against the official files."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.stats.sources.official import REGION, Reading, needed

pytestmark = needed


@pytest.fixture(scope="module")
def official():
    """base-cc-filosofi-2019_CSV.zip, as Insee publishes it: eleven tables and their meta."""
    return Reading("insee_filosofi", "filosofi/base-cc-filosofi-2019_CSV.zip")


@pytest.fixture(scope="module")
def communes_2021():
    return Reading("insee_filosofi", "filosofi/pdl/cc_filosofi_2021_COM_PDL.csv")


@pytest.fixture(scope="module")
def incomes():
    """Disposable income by département, region and nation: four years of one form."""
    return Reading(
        "insee_filosofi",
        *(
            f"filosofi/FILO{year}_DISP_{zone}.csv"
            for year in (2014, 2015, 2017, 2019)
            for zone in ("DEP", "REG", "METROPOLE")
        ),
    )


def test_the_poverty_rates_of_2019(official):
    assert official.region("TX_PAUV60", "2019") == [10.1, 11.4, 11.3, 13.2, 9.1]
    assert official.values(
        ("TX_PAUV60", "R52", "2019"),
        ("TX_PAUV60", "FM", "2019"),
        ("TX_PAUV60", "244400404", "2019"),
        ("TX_PAUV60", "44109", "2019"),
    ) == [10.7, 14.5, 12.2, 16]


def test_the_medians_of_2019(official):
    assert official.region("NIV_VIE_MED", "2019") == [22910, 21300, 21000, 21210, 21550]
    assert official.values(
        ("NIV_VIE_MED", "R52", "2019"),
        ("NIV_VIE_MED", "FM", "2019"),
        ("NIV_VIE_MED", "244400404", "2019"),
        ("NIV_VIE_MED", "44109", "2019"),
    ) == [21850, 21930, 23750, 22960]


def of_the_region(reading, indicator):
    return [
        row
        for row in reading.rows(indicateur=indicator, niveau="commune")
        if row["territoire"].startswith(REGION)
    ]


def test_most_communes_of_the_region_are_secret_in_2019(official):
    rows = of_the_region(official, "TX_PAUV60")
    assert len(rows) == 1235
    told = Counter(row["statut"] for row in rows)
    assert (told["secret_primaire"], told["valeur"] + told["censure"]) == (934, 301)
    at_floor = [row for row in rows if row["statut"] == "censure"]
    assert {(row["valeur"], row["borne_haute"]) for row in at_floor} == {(None, 5.0)}
    assert min(row["valeur"] for row in rows if row["statut"] == "valeur") == 6.0


def test_a_communal_rate_is_rounded_a_departmental_one_is_not(official):
    (commune,) = official.rows(indicateur="TX_PAUV60", territoire="44109")
    (departement,) = official.rows(indicateur="TX_PAUV60", territoire="44", niveau="departement")
    assert (commune["marques"], departement["marques"]) == ("arrondi_1", "")


def test_what_a_reader_must_know_is_on_each_observation(official):
    (row,) = official.rows(indicateur="TX_PAUV60", territoire="R52")
    assert {name: row[name] for name in ("unite", "source", "origine", "edition", "millesime")} == {
        "unite": "%",
        "source": "Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi 2019, cc_filosofi_2019_REG.csv",
        "origine": "insee_filosofi",
        "edition": "Filosofi 2019",
        "millesime": 2022,
    }


def test_the_zip_is_told_table_by_table(official):
    report = official.report
    read = {one.place.split(", ")[1]: one.levels for one in report.tables}
    assert read == {
        "cc_filosofi_2019_COM.csv": ("commune",),
        "cc_filosofi_2019_DEP.csv": ("departement",),
        "cc_filosofi_2019_EPCI.csv": ("epci",),
        "cc_filosofi_2019_METRO.csv": ("france_metro",),
        "cc_filosofi_2019_REG.csv": ("region",),
        "cc_filosofi_2019_ZE2020.csv": ("zone_emploi",),
    }
    assert len(report.aside) == 5 + 11
    assert {one.unread for one in report.tables} == {()}
    assert report.rows == report.accepted == 36577
    assert report.observations == official.table.num_rows == 987579


def test_the_communes_of_2021(communes_2021):
    rows = communes_2021.rows(indicateur="TX_PAUV60")
    assert Counter(row["statut"] for row in rows) == {
        "valeur": 270,
        "censure": 28,
        "secret_primaire": 932,
        "non_disponible": 2,
    }
    assert communes_2021.values(
        ("TX_PAUV60", "44109", "2021"),
        ("NIV_VIE_MED", "44109", "2021"),
        ("TX_PAUV60", "85165", "2021"),
        ("TX_PAUV60", "85212", "2021"),
    ) == [17, 24170, "non_disponible", "non_disponible"]
    assert {row["millesime"] for row in rows} == {2024}


def test_the_median_is_called_otherwise_in_the_other_form(incomes, official):
    assert incomes.report.refused == ()
    assert incomes.region("NIV_VIE_MED", "2019") == official.region("NIV_VIE_MED", "2019")
    assert incomes.region("NIV_VIE_D1", "2014")[0] == 12138.5
    assert incomes.value("NIV_VIE_D1", "FM", "2014") == 10682.0
    assert incomes.value("NIV_VIE_MED", "FM", "2017") == 21110
    assert incomes.value("RS_S80S20", "FM", "2017") == 4.326
    assert incomes.value("GINI", "01", "2019", niveau="departement") == 0.303


def test_the_variables_of_a_year_are_those_of_its_file(incomes):
    years = {
        code: sorted({row["periode"] for row in incomes.rows(indicateur=code)})
        for code in ("PART_SALAIRES_CHOMAGE_RD", "PART_CHOMAGE_RD")
    }
    assert years == {
        "PART_SALAIRES_CHOMAGE_RD": ["2014"],
        "PART_CHOMAGE_RD": ["2015", "2017", "2019"],
    }


def test_an_empty_cell_of_the_other_form_is_a_secret():
    reading = Reading(
        "insee_filosofi",
        "filosofi/pdl/FILO2014_DISP_COM_PDL.csv",
        "filosofi/pdl/FILO2017_DISP_EPCI_PDL.csv",
    )
    assert reading.report.refused == ()
    assert reading.value("NIV_VIE_MED", "44109", "2014") == 20936
    assert reading.value("NIV_VIE_D1", "44006", "2014") == "secret_primaire"
    assert reading.value("NIV_VIE_MED", "244400404", "2017") == 22710
    # 69 empty columns follow the header of 2017: none of them is a column to be told of.
    assert [one.unread for one in reading.report.tables] == [(), ()]
