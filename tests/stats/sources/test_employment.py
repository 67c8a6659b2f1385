"""Insee's localised unemployment, Dares' jobseekers, Insee's populations: older and odd forms."""

from __future__ import annotations

import pytest

from stats.territory.model import Level, Territory
from tests.stats.sources.official import Reading, needed

pytestmark = needed

RATES = "chomage/sl_etc_2025T3.xls"
NATION = "chomage/taux_chomage_sexe_age-insee-trimestriel-1975_2025.xlsx"
SERIES = "chomage/dares_series_CVS_T22025.xlsx"
GROUPINGS = "chomage/defm_par_epci_en_decembre_2016.xlsx"


class TwoGroupings:
    """The groupings of communes a store would know, by name."""

    levels = frozenset({"epci", "france"})
    known = (
        Territory(Level.EPCI, "244400404", "Nantes Métropole"),
        Territory(Level.EPCI, "200071876", "CA Mauges Communauté"),
    )

    def __contains__(self, key: object) -> bool:
        return key in {one.key for one in self.known} | {("france", "FR")}

    def by_level(self, level: str) -> tuple[Territory, ...]:
        return tuple(one for one in self.known if one.level == level)


@pytest.fixture(scope="module")
def rates():
    return Reading("insee_chomage", RATES, NATION)


@pytest.fixture(scope="module")
def series():
    return Reading("dares_stmt", SERIES)


@pytest.fixture(scope="module")
def groupings():
    return Reading("dares_stmt", GROUPINGS, territories=TwoGroupings())


@pytest.fixture(scope="module")
def populations():
    return Reading("insee_population", "population/estim-pop-dep-sexe-aq-1975-2020.xlsx")


def test_unemployment_in_the_region(rates):
    assert rates.region("TX_CHOM", "2025-T3") == [6.0, 6.7, 5.5, 7.5, 5.7]
    assert rates.value("TX_CHOM", "85", "2024-T4") == 5.4
    assert rates.value("TX_CHOM", "01", "1982-T1") == 3.8
    assert rates.value("TX_CHOM", "FR", "2025-T4") == 7.9
    assert rates.value("TX_CHOM_F", "FR", "1975-T1") == 4.6
    assert rates.value("TX_CHOM_15_24", "FR", "2025-T3") == 19.1


def test_the_edition_is_in_the_name_of_the_file(rates):
    (row,) = rates.rows(indicateur="TX_CHOM", territoire="44", periode="2025-T3")
    assert (row["edition"], row["source"]) == (
        "T3 2025",
        "Insee, estimations de taux de chômage localisé, sl_etc_2025T3.xls",
    )


def test_yearly_means_are_not_quarters():
    yearly = Reading("insee_chomage", "chomage/bdm_taux_chomage_annuel_dep_extrait_PDL.csv")
    assert yearly.values(
        ("TX_CHOM", "44", "2015"), ("TX_CHOM", "49", "2025"), ("TX_CHOM", "53", "2022")
    ) == [8.8, 6.7, 5.0]


def test_regions_named_in_columns(series):
    assert series.values(
        ("DEFM_A", "R52", "2020-T1"),
        ("DEFM_A", "R52", "2025-T2"),
        ("DEFM_ABC", "R52", "2025-T2"),
        ("DEFM_A", "FM", "2020-T1"),
        ("DEFM_A", "FR", "2020-T1"),
        ("DEFM_ABC", "FR", "2025-T2"),
        ("DEFM_ABC_M25", "FR", "2025-T2"),
        ("DEFM_ABC_1AN", "FR", "1996-T1"),
    ) == [167740, 141390, 290240, 3338800, 3581900, 5612100, 792800, 1449300]


def test_every_sheet_of_the_series_is_read_or_set_aside(series):
    assert len(series.report.tables) == 5
    assert [one for one in series.report.aside if "Aucune forme" in one[1]] == []
    assert {one.unread for one in series.report.tables} == {()}


def test_groupings_are_found_by_their_names(groupings):
    assert groupings.report.sound is True
    assert groupings.value("DEFM_A_BRUT", "244400404", "2016-12") == 33985
    assert groupings.value("DEFM_ABC_BRUT", "FR", "2016-12") == 5846527
    assert groupings.value("DEFM_ABC_BRUT_1AN", "FR", "2016-12") == 1113313 + 554427 + 918454
    assert groupings.value("DEFM_A_BRUT_M25", "FR", "2016-12") == 285784 + 241357
    (unknown, *_) = groupings.report.unmatched
    assert (unknown.line, unknown.territory) == (4, "Bordeaux Métropole")


def test_names_cannot_be_found_without_territories():
    report = Reading("dares_stmt", GROUPINGS).report
    assert {one.reason for one in report.refused} == {
        "les territoires y sont nommés, sans leur code."
    }


@pytest.mark.parametrize("year", [2018, 2019])
def test_groupings_by_code_whatever_the_case_of_the_header(year):
    reading = Reading(
        "dares_stmt",
        f"chomage/pdl/defm_epci_categorie_{year}_PDL.csv",
        f"chomage/pdl/defm_epci_categorie_abc_{year}_PDL.csv",
    )
    period = f"{year}-12"
    assert reading.report.refused == ()
    parts = [reading.value(f"DEFM_{letter}_BRUT", "244400404", period) for letter in "ABC"]
    assert reading.value("DEFM_ABC_BRUT", "244400404", period) == sum(parts)


def test_months_in_words_and_notes_below():
    """The file is called after Nantes; its title says the region."""
    reading = Reading("dares_stmt", "chomage/Demandeurs_emploi_nantes.csv")
    assert reading.values(
        ("DEFM_ABCDE_BRUT", "R52", "1996-01"), ("DEFM_ABCDE_BRUT", "R52", "2021-10")
    ) == [237230, 352500]
    (row,) = reading.rows(periode="2021-10")
    assert (row["marques"], row["edition"]) == ("arrondi_10", "STMT brute, jusqu’à octobre 2021")
    assert reading.report.ignored == 2


def test_populations_with_their_edition(populations):
    assert populations.report.refused == ()
    assert populations.value("POP_TOT", "44", "2020-01-01", niveau="departement") == 1437137
    assert populations.value("POP_15_69", "44", "2020-01-01") == 977713
    assert populations.value("POP_TOT", "FM", "2020-01-01") == 64897954
    assert populations.value("POP_TOT", "FR", "2020-01-01") == 67063703
    assert populations.value("POP_15_69", "FM", "2020-01-01") == 43829054
    (row,) = populations.rows(
        indicateur="POP_TOT", territoire="85", periode="2018-01-01", niveau="departement"
    )
    assert (row["marques"], row["edition"]) == (
        "provisoire",
        "Estimations de population, début 2020",
    )
    (settled,) = populations.rows(indicateur="POP_TOT", territoire="85", periode="2017-01-01")
    assert settled["marques"] == ""


def test_the_sexes_and_the_ages_add_up(populations):
    for code in ("44", "49", "53", "72", "85"):
        values = {
            indicator: populations.value(indicator, code, "2019-01-01", niveau="departement")
            for indicator in (
                "POP_TOT",
                "POP_FEMMES",
                "POP_HOMMES",
                "POP_M20",
                "POP_20_64",
                "POP_65P",
            )
        }
        assert values["POP_TOT"] == values["POP_FEMMES"] + values["POP_HOMMES"]
        assert values["POP_TOT"] == values["POP_M20"] + values["POP_20_64"] + values["POP_65P"]


def test_a_sum_is_not_made_of_what_is_missing(populations):
    """Before 1999 overseas départements have no class of 95 and over."""
    rows = populations.rows(indicateur="POP_75P", periode="1990-01-01", territoire="971")
    assert rows == []
    assert populations.value("POP_TOT", "971", "1990-01-01") == 351844


def test_legal_populations_are_those_of_a_census():
    reading = Reading("insee_population", "population/pdl/donnees_communes_2026_PDL.csv")
    rows = reading.rows(indicateur="POP_MUNICIPALE", territoire="44109")
    assert [(row["periode"], row["valeur"], row["millesime"], row["edition"]) for row in rows] == [
        ("2023", 327734, 2026, "RP 2023")
    ]
    assert reading.report.accepted == 1228
