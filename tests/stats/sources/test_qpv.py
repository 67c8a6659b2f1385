"""Priority districts: four files, hundreds of empty columns, spaces inside numbers."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.stats.sources.naive_csv import number, rows_of
from tests.stats.sources.official import Reading, needed

pytestmark = needed

NAMES = ("DEMO_2017", "REVN_2017", "REVN_2021", "IPRO_2018")


@pytest.fixture(scope="module")
def official():
    return Reading("qpv", *(f"qpv/{name}.csv.gz" for name in NAMES))


def test_ville_ouest_in_saint_nazaire(official):
    assert official.values(
        ("QPV_POP_MUN", "QP044001", "2013"),
        ("CAF_FOYERS", "QP044001", "2017-12-31"),
        ("TX_PAUV60", "QP044001", "2017"),
        ("NIV_VIE_MED", "QP044001", "2017"),
        ("PART_IMPOTS_RD", "QP044001", "2017"),
        ("TX_PAUV60", "QP044001", "2021"),
        ("NIV_VIE_MED", "QP044001", "2021"),
        ("CNAM_C2S", "QP044001", "2021"),
        ("QPV_DEFM_ABC", "QP044001", "2018-12-31"),
        ("QPV_DEFM_A", "QP044001", "2018-12-31"),
    ) == [6735, 2266, 37.9, 13417, -9.0, 38.9, 14120, 2354, 1159, 710]


def test_the_population_is_that_authenticated_for_2013(official):
    """1,296 metropolitan districts, 4,856,046 inhabitants; 199 and 667,970 in Hauts-de-France."""
    rows = official.rows(indicateur="QPV_POP_MUN", periode="2013")
    metropolis = [row["valeur"] for row in rows if not row["territoire"].startswith("QP97")]
    north = [
        row["valeur"]
        for row in rows
        if row["territoire"][2:5] in ("002", "059", "060", "062", "080")
    ]
    assert (len(metropolis), sum(metropolis)) == (1296, 4856046)
    assert (len(north), sum(north)) == (199, 667970)


@pytest.mark.parametrize(
    ("name", "column", "indicator", "period"),
    [
        ("DEMO_2017", "ENF_18_24", "CAF_ENF_18_24", "2017-12-31"),
        ("REVN_2017", "PMIMP", "PART_MEN_IMPOSES", "2017"),
        ("REVN_2021", "DECUC_D1D9", "REV_DECL_RD", "2021"),
        ("REVN_2021", "AAAH", "CAF_AAH", "2021-12-31"),
        ("IPRO_2018", "ABC_RSA", "QPV_DEFM_ABC_RSA", "2018-12-31"),
    ],
)
def test_every_district_has_what_its_file_writes(official, name, column, indicator, period):
    expected = {
        row["CODGEO"]: number(row[column])
        for row in rows_of(f"qpv/{name}.csv.gz")
        if row["CODGEO"] != "Ensemble"
    }
    rows = official.rows(indicateur=indicator, periode=period)
    assert {row["territoire"]: row["valeur"] for row in rows} == expected


def test_a_district_that_the_cnaf_could_not_serve_is_not_a_secret(official):
    rows = official.rows(indicateur="CAF_FOYERS", periode="2021-12-31")
    assert Counter(row["statut"] for row in rows) == {
        "valeur": 1318,
        "non_disponible": 33,
        "secret_primaire": 1,
    }


def test_what_is_left_unread_is_said(official):
    report = official.report
    assert (report.refused, report.unmatched) == ((), ())
    assert (report.rows, report.accepted, report.ignored) == (5390, 5387, 3)
    # 239 to 1,024 columns, most of them without a title: none of those holds anything.
    assert {one.unread for one in report.tables} == {()}
    assert [place for place, _ in report.aside] == ["DEMO_2017.csv.gz"] * 2 + [
        "IPRO_2018.csv.gz"
    ] * 5
    assert report.aside[0][1] == (
        "POP_COM_QP, POP_COM\u00a0: Elles sont de la commune et non du quartier."
    )


def test_the_total_of_all_districts_is_no_territory(official):
    assert {row["niveau"] for row in official.rows(indicateur="QPV_POP_MUN")} == {"qpv"}
    assert official.rows(territoire="Ensemble") == []
