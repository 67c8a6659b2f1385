"""DREES: minima sociaux by département, monthly benefits, social aid in two editions."""

from __future__ import annotations

import pytest

from tests.stats.sources.official import Reading, needed

pytestmark = needed

MINIMA = "minima_sociaux/minima_sociaux_donnees_departementales_par_dispositif.xlsx"
MONTHLY = "minima_sociaux/donnees_mensuelles_prestations_solidarite.xlsx"
SERIES = "aide_sociale/beneficiaires_aide_sociale_series_longues_1996_{}.xlsx"
YEAR_2020 = "aide_sociale/beneficiaires_aide_sociale_departementale_2020.xlsx"


@pytest.fixture(scope="module")
def minima():
    return Reading("drees_minima_sociaux", MINIMA)


@pytest.fixture(scope="module")
def monthly():
    return Reading("drees_mensuel", MONTHLY)


@pytest.fixture(scope="module")
def social_aid():
    """Both editions of the long series; the later is given first, which must not matter."""
    return Reading("drees_aide_sociale", SERIES.format(2020), SERIES.format(2018))


@pytest.fixture(scope="module")
def year_2020():
    return Reading("drees_aide_sociale", YEAR_2020)


@pytest.mark.parametrize(
    ("indicator", "values", "nation"),
    [
        ("RSA_FOYERS", [29997, 15742, 3889, 11864, 7351], 1707800),
        ("RSA_POP_COUV", [57458, 32818, 8055, 25669, 13781], 3412400),
        ("AAH_ALLOC", [22909, 11724, 4579, 8841, 10417], 1178100),
        ("MV_ALLOC", [8220, 4661, 1720, 3857, 3732], 537780),
        ("ASS_ALLOC", [4170, 3240, 850, 2500, 2630], 319900),
        ("MINSOC_ALLOC", [69400, 36900, 11800, 28500, 25500], 3949300),
    ],
)
def test_minima_sociaux_at_the_end_of_2019(minima, indicator, values, nation):
    assert minima.region(indicator, "2019-12-31") == values
    assert minima.value(indicator, "FM", "2019-12-31") == nation


def test_the_two_rates_of_rsa_and_their_denominators(minima):
    """Domain: 57 458 / 1 437 137 and 29 997 / 977 713, both to the last digit."""
    covered = minima.value("TX_RSA_POP_COUV", "44", "2019-12-31")
    recipients = minima.value("TX_RSA_ALLOC", "44", "2019-12-31")
    assert (round(covered, 4), round(recipients, 4)) == (3.9981, 3.0681)
    assert covered == pytest.approx(57458 / 1437137 * 100, abs=1e-12)
    assert recipients == pytest.approx(29997 / 977713 * 100, abs=1e-12)


def test_a_year_written_twice_is_two_series(minima):
    """« 2016 » and « 2016 (2) »: the former counting, then the one that goes on."""
    rows = minima.rows(indicateur="RSA_FOYERS", territoire="44", periode="2016-12-31")
    told = [(row["revision"], row["valeur"], row["marques"]) for row in rows]
    assert told == [(1, 28816, ""), (2, 29114, "rupture")]


def test_what_is_not_a_number_in_minima_sociaux(minima):
    assert minima.values(
        ("RSA_FOYERS", "971", "2009-12-31"),
        ("API_ALLOC", "85", "2009-12-31"),
        ("AIATA_ALLOC", "85", "2007-12-31"),
    ) == ["non_concerne", "non_disponible", "non_disponible"]


def test_a_part_allocated_by_the_producer_keeps_its_decimals(minima):
    assert minima.value("ASS_ALLOC", "01", "2008-12-31") == pytest.approx(1510.25773678137)


def test_corsica_has_the_codes_of_today(minima):
    assert minima.value("AAH_ALLOC", "2A", "1995-12-31") == 2709
    assert minima.value("AAH_ALLOC", "2B", "1995-12-31") == 2958


def test_all_the_tables_of_minima_sociaux_are_read(minima):
    report = minima.report
    assert sorted({one.place.split(" ")[-1] for one in report.tables}, key=int) == [
        str(number) for number in range(1, 20)
    ]
    assert [place.split("feuille ")[1] for place, _ in report.aside] == ["Sommaire"]
    assert (report.rows, report.accepted, report.ignored) == (1990, 1850, 140)


def test_the_months_of_the_crisis(monthly):
    assert monthly.region("PPA_FOYERS", "2019-12") == [97600, 60280, 20210, 39270, 45160]
    assert monthly.value("PPA_FOYERS", "44", "2018-12", niveau="departement") == 66500
    assert monthly.value("GJ_STOCK", "44", "2017-12", niveau="departement") == 990
    assert monthly.value("AAH_ALLOC_CAF", "44", "2017-12", niveau="departement") == 20960


def test_provisional_and_rounded(monthly):
    (departement,) = monthly.rows(
        indicateur="RSA_FOYERS", territoire="44", niveau="departement", periode="2020-10"
    )
    (nation,) = monthly.rows(indicateur="RSA_FOYERS", territoire="FR", periode="2020-10")
    assert (departement["valeur"], departement["marques"]) == (33200, "arrondi_10|provisoire")
    assert (nation["valeur"], nation["marques"]) == (2069300, "provisoire")
    assert nation["note"] == "arrondi à la centaine"
    assert {departement["edition"], nation["edition"]} == {
        "Données mensuelles, jusqu’à octobre 2020"
    }


def test_nc_means_not_communicated_here(monthly):
    assert monthly.value("ASS_ALLOC", "FR", "2020-10") == "non_disponible"


def test_the_edition_of_2018_is_kept_under_that_of_2020(social_aid):
    """Two départements were revised, for 2003, between the two editions."""
    assert social_aid.report.refused == ()
    rows = social_aid.rows(indicateur="ASE_ACCUEILLIS", niveau="departement", periode="2003-12-31")
    revised = {row["territoire"] for row in rows if row["revision"] == 2}
    told = [
        (row["territoire"], row["revision"], row["valeur"], row["edition"])
        for row in rows
        if row["territoire"] in revised
    ]
    former, later = "Aide sociale, séries 1996-2018", "Aide sociale, séries 1996-2020"
    assert told == [
        ("2B", 1, 217, former),
        ("2B", 2, 212, later),
        ("45", 1, 1191, former),
        ("45", 2, 1197, later),
    ]


def test_what_an_edition_repeats_is_cited_from_the_later(social_aid):
    (row,) = social_aid.rows(
        indicateur="ASE_ACCUEILLIS", niveau="departement", territoire="44", periode="2017-12-31"
    )
    assert (row["valeur"], row["edition"]) == (2789, "Aide sociale, séries 1996-2020")


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ("ASE_ACCUEILLIS", [3094, 2782, 1019, 1651, 1455]),
        ("ASE_CONFIES", [2814, 2593, 982, 1564, 1319]),
        ("ASE_PLACEMENTS_DIRECTS", [280, 189, 37, 87, 136]),
        ("ASE_AEMO", [2378, 1519, 730, 1296, 792]),
        ("ASE_AED", [833, 546, 435, 397, 700]),
    ],
)
def test_children_in_care_at_the_end_of_2020(year_2020, indicator, values):
    assert year_2020.region(indicator, "2020-12-31") == values


def test_children_in_care_add_up(year_2020):
    period = "2020-12-31"
    for total, parts in (
        ("ASE_ACCUEILLIS", ("ASE_CONFIES", "ASE_PLACEMENTS_DIRECTS")),
        ("ASE_ACTIONS_EDUC", ("ASE_AED", "ASE_AEMO")),
    ):
        columns = [year_2020.region(part, period) for part in parts]
        assert year_2020.region(total, period) == [sum(one) for one in zip(*columns, strict=True)]


def test_both_workbooks_agree_on_2020(social_aid, year_2020):
    for indicator in ("ASE_ACCUEILLIS", "APA_BENEF", "PCH_ALLOC"):
        assert social_aid.region(indicator, "2020-12-31") == year_2020.region(
            indicator, "2020-12-31"
        )


def test_the_region_is_not_taken_for_a_departement(social_aid, year_2020):
    """In the second table of each sheet 44 is Grand Est, and 52 is Pays de la Loire."""
    assert year_2020.value("ASE_ACCUEILLIS", "R52", "2020-12-31") == 10001
    assert year_2020.value("ASE_ACCUEILLIS", "R44", "2020-12-31") == 17647
    assert year_2020.value("ACTP_M60", "R52", "2020-12-31") == sum(
        year_2020.region("ACTP_M60", "2020-12-31")
    )
    assert social_aid.value("APA_BENEF", "R52", "2020-12-31") == 70241


def test_a_total_estimated_by_the_producer_says_so(year_2020):
    (nation,) = year_2020.rows(indicateur="ASE_ACCUEILLIS", territoire="FR")
    assert (nation["valeur"], nation["marques"]) == (199530, "estime")
    assert {
        row["marques"] for row in year_2020.rows(indicateur="ASE_ACCUEILLIS", territoire="85")
    } == {""}


def test_no_answer_is_not_zero(year_2020):
    assert year_2020.value("ASE_HD_TOTAL", "95", "2020-12-31") == "non_reponse"
    assert year_2020.value("ASE_HD_TOTAL", "85", "2020-12-31") == 105


def test_every_sheet_of_social_aid_is_read_or_set_aside(social_aid, year_2020):
    for reading in (social_aid, year_2020):
        undescribed = [one for one in reading.report.aside if "Aucune forme" in one[1]]
        assert undescribed == []
    assert len({one.place for one in social_aid.report.tables}) == 45 + 43
    assert len({one.place for one in year_2020.report.tables}) == 18
