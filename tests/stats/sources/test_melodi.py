"""Exports of Insee's catalogue: labels in full, places by name, confidentiality in a column."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.stats.sources.naive_csv import number, rows_of
from tests.stats.sources.official import Reading, needed

pytestmark = needed

NAMES = (
    "LOGEMENT_TENSION",
    "POP_DIPLOMES",
    "POP_FILOSOFI_AGE",
    "POP_FILOSOFI_MENAGE_MONO",
    "POP_MENAGES",
    "POP_NAISSANCES",
    "POP_RECENSEMENT",
)
MASSY, PARIS_SACLAY = "91377", "200056232"


def file(name):
    return f"melodi_export_essonne/{name}.csv"


@pytest.fixture(scope="module")
def official():
    return Reading("insee_melodi", *map(file, NAMES))


def naive(name, place, **wanted):
    """{period: number} of the rows of a place whose cells hold what is wanted."""
    return {
        row["Période"]: number(row["Valeur"])
        for row in rows_of(file(name))
        if row["Géographie"] == place
        and all(row[key.replace("_", " ")] == value for key, value in wanted.items())
    }


def test_massy_and_the_grouping_it_belongs_to(official):
    assert official.values(
        ("TX_PAUV60", MASSY, "2021"),
        ("NIV_VIE_MED", MASSY, "2021"),
        ("NB_MENAGES", MASSY, "2022"),
        ("NB_MEN_MONOPAR", MASSY, "2022"),
        ("POP_MEN_MONOPAR", MASSY, "2022"),
        ("NIV_VIE_MED", PARIS_SACLAY, "2021"),
        ("POP_MUNICIPALE", PARIS_SACLAY, "2011"),
        ("TX_PAUV60", PARIS_SACLAY, "2021"),
    ) == [16, 24560, 23213.051261, 2501.133833, 6777.030297, 27650, 293784, 11.3]


@pytest.mark.parametrize(
    ("name", "indicator", "wanted"),
    [
        ("POP_RECENSEMENT", "POP_RP_80P", {"Sexe": "Total", "Âge": "80 ans ou plus"}),
        ("POP_RECENSEMENT", "POP_MUNICIPALE", {"Sexe": "Total", "Âge": "Total"}),
        (
            "POP_DIPLOMES",
            "DIPL_CAP_BEP",
            {"Sexe": "Total", "Diplôme": "CAP, BEP ou diplôme de niveau équivalent"},
        ),
        (
            "LOGEMENT_TENSION",
            "LOG_SUROCC_ACC",
            {"Indice_de_peuplement": "Suroccupation accentuée"},
        ),
        ("POP_NAISSANCES", "NAISSANCES", {}),
    ],
)
def test_what_the_files_write_of_massy(official, name, indicator, wanted):
    rows = official.rows(indicateur=indicator, territoire=MASSY)
    assert {row["periode"]: row["valeur"] for row in rows} == naive(name, "Massy", **wanted)


def test_a_confidential_cell_is_a_secret(official):
    written = Counter(
        row["Statut de confidentialité"]
        for row in rows_of(file("POP_FILOSOFI_AGE"))
        if row["Mesures filosofi"].startswith("Taux")
        or row["Tranche d'âge du référent fiscal"] == "Total"
    )
    read = Counter(
        row["statut"]
        for code in (
            *("TX_PAUV60", "NIV_VIE_MED", "TX_PAUV60_M30", "TX_PAUV60_30_39", "TX_PAUV60_40_49"),
            *("TX_PAUV60_50_59", "TX_PAUV60_60_74", "TX_PAUV60_75P"),
        )
        for row in official.rows(indicateur=code)
    )
    assert read == {
        "valeur": written["Diffusable"],
        "secret_primaire": written["Confidentiel (secret statistique)"],
    }


def test_only_a_communal_rate_is_rounded(official):
    marks = {
        (code, row["niveau"]): row["marques"]
        for code in ("TX_PAUV60", "NIV_VIE_MED")
        for row in official.rows(indicateur=code)
    }
    assert marks == {
        ("TX_PAUV60", "commune"): "arrondi_1",
        ("TX_PAUV60", "epci"): "",
        ("NIV_VIE_MED", "commune"): "",
        ("NIV_VIE_MED", "epci"): "",
    }


def test_every_row_is_read_or_left_with_its_reason(official):
    report = official.report
    assert (report.refused, report.unmatched) == ((), ())
    assert {one.unread for one in report.tables} == {()}
    assert report.rows == sum(len(rows_of(file(name))) for name in NAMES) == 8726
    left = [reason.partition(" ")[0] for _, reason in report.aside]
    assert report.ignored == sum(map(int, left)) == 8726 - report.accepted
    # The two files of Filosofi give the same total: it is kept once for its 28 places.
    assert report.observations == report.accepted - 2 * 28 == 3164
