"""Exports of Insee's catalogue: labels in full, places by name, confidentiality in a column."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from stats.catalogue import load_catalogue
from stats.doubts import Kind, doubts
from stats.store import Store
from tests.stats.sources.conftest import REAL
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
    read["valeur"] += read.pop("censure")  # written, and only a bound: 5 % or less
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


def test_what_the_census_files_give_too_is_doubted_only_where_it_differs(official, tmp_path):
    """Births of 2022 stand in both: the same numbers raise no doubt, another one is told."""
    census = Reading("insee_recensement", "recensement_commune/communes_datasfun_2024.csv.gz")
    store = Store(tmp_path)
    births = pc.equal(census.table["indicateur"].cast("string"), "NAISSANCES")
    given = census.table.filter(births)
    store.publish(given, source="insee_recensement")
    both = {(row["territoire"], row["periode"]) for row in given.to_pylist()} & {
        (row["territoire"], row["periode"]) for row in official.rows(indicateur="NAISSANCES")
    }
    assert len(both) == 27
    catalogue = load_catalogue(REAL)
    rivals = [one for one in doubts(official.table, store, catalogue) if one.kind is Kind.RIVAL]
    assert rivals == []
    (massy,) = official.rows(indicateur="NAISSANCES", territoire=MASSY, periode="2022")
    place = pc.equal(official.table["territoire"].cast("string"), MASSY)
    place = pc.and_(place, pc.equal(official.table["periode"].cast("string"), "2022"))
    column = official.table.schema.get_field_index("valeur")
    one = official.table.filter(
        pc.and_(place, pc.equal(official.table["indicateur"].cast("string"), "NAISSANCES"))
    )
    wrong = one.set_column(column, "valeur", pa.array([massy["valeur"] + 1000.0]))
    (told,) = [one for one in doubts(wrong, store, catalogue) if one.kind is Kind.RIVAL]
    assert (told.found, told.before) == (massy["valeur"] + 1000, massy["valeur"])
