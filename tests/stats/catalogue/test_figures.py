"""The published figures: none lost, and those that were checked by hand."""

from __future__ import annotations

from collections import Counter

import pytest

DEPARTMENTS = ("44", "49", "53", "72", "85")


@pytest.fixture(scope="module")
def current(rows):
    """The value of the highest revision of each observation."""
    found: dict[tuple[str, str, str], dict] = {}
    for row in rows:
        key = (row["indicateur"], row["territoire"], row["periode"])
        if key not in found or row["revision"] > found[key]["revision"]:
            found[key] = row
    return found


def values(current, code, period, territories=DEPARTMENTS):
    return [current[code, territory, period]["valeur"] for territory in territories]


def test_none_is_lost(rows):
    assert len(rows) == 2175
    # 190 codes were given; three of them are revisions or the other name of a series.
    assert len({row["indicateur"] for row in rows}) == 190 - 2
    assert Counter(row["niveau"] for row in rows) == {
        "departement": 1191,
        "france": 283,
        "region": 243,
        "france_metro": 191,
        "epci": 155,
        "commune": 112,
    }


CONTROLS = {
    ("TX_PAUV60", "2013"): [10.0, 11.5, 11.4, 12.9, 9.9],
    ("TX_PAUV60", "2019"): [10.1, 11.4, 11.3, 13.2, 9.1],
    ("TX_PAUV60", "2020"): [10.0, 11.1, 11.0, 12.9, 8.9],
    ("NIV_VIE_MED", "2019"): [22910, 21300, 21000, 21210, 21550],
    ("TX_CHOM", "2025-T3"): [6.0, 6.7, 5.5, 7.5, 5.7],
    ("RSA_FOYERS", "2019-12-31"): [29997, 15742, 3889, 11864, 7351],
    ("PPA_FOYERS", "2019-12"): [97600, 60280, 20210, 39270, 45160],
    ("AAH_ALLOC", "2019-12-31"): [22909, 11724, 4579, 8841, 10417],
    ("MV_ALLOC", "2019-12-31"): [8220, 4661, 1720, 3857, 3732],
    ("LS_PARC", "2024-01-01"): [98734, 66798, 16380, 39548, 25685],
    ("LS_DENSITE", "2024-01-01"): [14.9, 18.2, 12.0, 15.5, 8.2],
    ("ASE_ACCUEILLIS", "2020-12-31"): [3094, 2782, 1019, 1651, 1455],
    ("POP_TOT", "2024-01-01"): [1503876, 834135, 304981, 566096, 717301],
}


@pytest.mark.parametrize(("code", "period"), CONTROLS)
def test_departments(current, code, period):
    assert values(current, code, period) == CONTROLS[code, period]


def test_rates_of_rsa(current):
    found = [round(v, 2) for v in values(current, "TX_RSA_POP_COUV", "2019-12-31")]
    assert found == [4.0, 4.02, 2.64, 4.58, 2.02]


REGION_AND_NATION = {
    ("TX_PAUV60", "R52", "2013"): 10.9,
    ("TX_PAUV60", "R52", "2019"): 10.7,
    ("TX_PAUV60", "R52", "2020"): 10.5,
    ("TX_PAUV60", "R52", "2021"): 11.0,
    ("TX_PAUV60", "FM", "2019"): 14.5,
    ("TX_PAUV60", "FM", "2020"): 14.4,
    ("TX_PAUV60", "FM", "2021"): 14.9,
    ("NIV_VIE_MED", "R52", "2019"): 21850,
    ("NIV_VIE_MED", "FM", "2019"): 21930,
    ("TX_CHOM", "R52", "2024-T4"): 5.9,
    ("TX_CHOM", "FM", "2024-T4"): 7.1,
    ("RSA_FOYERS", "FM", "2019-12-31"): 1707800,
    ("RSA_FOYERS", "R52", "2024-06"): 65900,
    ("PPA_FOYERS", "R52", "2024-06"): 269900,
    ("LS_PARC", "R52", "2024-01-01"): 247145,
    ("LS_PARC", "FM", "2024-01-01"): 5183320,
    ("SUREND_DOSSIERS", "R52", "2022"): 5242,
    ("POP_TOT", "R52", "2024-01-01"): 3926389,
}


@pytest.mark.parametrize("key", REGION_AND_NATION)
def test_region_and_nation(current, key):
    assert current[key]["valeur"] == REGION_AND_NATION[key]


def test_communes(rows):
    found = [row for row in rows if row["niveau"] == "commune"]
    assert len({row["territoire"] for row in found}) == 16
    assert {row["millesime"] for row in found} == {2024}
    assert {row["edition"] for row in found} == {"Filosofi 2021"}
    nantes = {row["indicateur"]: row["valeur"] for row in found if row["territoire"] == "44109"}
    assert (nantes["TX_PAUV60"], nantes["NIV_VIE_MED"], nantes["RD_D9D1"]) == (17, 24170, 4.0)


def test_rates_of_communes_are_marked_as_rounded(rows):
    rounded = Counter(
        (row["indicateur"], row["niveau"]) for row in rows if "arrondi_1" in row["marques"]
    )
    assert rounded == {
        ("TX_PAUV60", "commune"): 16,
        ("TX_PAUV60_M30", "commune"): 16,
        ("SNE_TENSION", "region"): 1,  # « près de 6 »
    }


def test_epci(rows, current):
    assert Counter(row["indicateur"] for row in rows if row["niveau"] == "epci") == {
        "LS_EVOL": 29,
        "LS_DENSITE": 29,
        "LS_PARC": 29,
        "LS_PART_INDIV": 29,
        "LS_PART_QPV": 29,
        "NB_MEN_MONOPAR": 2,
        "POP_MEN_MONOPAR": 2,
        "PART_MEN_MONOPAR": 2,
        "PART_MEN_1PERS": 2,
        "NB_MONOPAR_FEMMES": 1,
        "SNE_DEM": 1,
    }
    assert current["SNE_DEM", "244400404", "2025-01-01"]["valeur"] == 38922


def test_publication_and_its_revision(rows):
    pairs = Counter(row["indicateur"] for row in rows if row["revision"] == 2)
    assert pairs == {"TX_CHOM": 51, "POP_TOT": 6, "DEFM_A": 2, "DEFM_ABC": 2}
    assert {row["revision"] for row in rows} == {1, 2}
    assert all("revise" in row["marques"] for row in rows if row["revision"] == 2)


TWICE = {
    ("TX_CHOM", "85", "2024-T4"): [(1, 5.3, "T4 2024"), (2, 5.4, "T3 2025")],
    ("POP_TOT", "44", "2020-01-01"): [
        (1, 1437137, "Estimations de population, début 2020"),
        (2, 1445171, "Estimations de population 2024"),
    ],
    ("DEFM_A", "R52", "2021-T3"): [(1, 158990, "T3 2021"), (2, 157900, "T2 2025")],
    ("DEFM_A", "R52", "2024-T1"): [(1, 130770, "T1 2024"), (2, 130310, "T2 2025")],
    ("DEFM_ABC", "R52", "2023-T4"): [(1, 278450, "T4 2023"), (2, 277850, "T2 2025")],
    ("DEFM_ABC", "R52", "2024-T2"): [(1, 277950, "T2 2024"), (2, 278160, "T2 2025")],
}


@pytest.mark.parametrize("key", TWICE)
def test_observation_that_stands_twice(rows, key):
    found = [
        (row["revision"], row["valeur"], row["edition"])
        for row in rows
        if (row["indicateur"], row["territoire"], row["periode"]) == key
    ]
    assert found == TWICE[key]


def test_at_publication_the_five_departments_share_one_edition(rows):
    found = {
        row["territoire"]: row["valeur"]
        for row in rows
        if (row["indicateur"], row["periode"], row["edition"]) == ("TX_CHOM", "2024-T4", "T4 2024")
    }
    assert found == {
        "44": 5.6,
        "49": 6.3,
        "53": 5.2,
        "72": 7.1,
        "85": 5.3,
        "R52": 5.9,
        "FM": 7.1,
    }


def test_one_operation_is_one_edition(rows):
    editions = {
        (row["indicateur"], row["periode"]): set()
        for row in rows
        if row["indicateur"] in ("TX_PAUV60", "LS_PARC")
    }
    for row in rows:
        if (row["indicateur"], row["periode"]) in editions:
            editions[row["indicateur"], row["periode"]].add(row["edition"])
    assert {key for key, found in editions.items() if len(found) > 1} == set()


def test_more_than_is_censored(rows):
    censored = {
        (row["indicateur"], row["territoire"], row["periode"], row["valeur"])
        for row in rows
        if row["statut"] == "censure"
    }
    assert censored == {
        ("AA_RESTOS_REPAS", "R52", "2018-2019", 7000000.0),
        ("CEJ_BENEF_ML", "R52", "2023", 7800.0),
        ("DE_BRSA", "R52", "2020-12", 65500.0),
        ("DE_BRSA", "R52", "2021-12", 63400.0),
        ("DE_BRSA", "85", "2021-12", 6400.0),
        ("DE_BRSA_ABC", "R52", "2020-12", 60800.0),
        ("DE_BRSA_ABC", "R52", "2021-12", 58000.0),
        ("MJPM_OUVERTURES", "FR", "2023", 100000.0),
        ("SNE_DEM", "R52", "2025-01-01", 126000.0),
    }


def test_first_period_after_a_break_is_marked(rows):
    marked = Counter(
        (row["indicateur"], row["periode"]) for row in rows if "rupture" in row["marques"]
    )
    assert marked == {
        ("DEFM_A", "2025-T1"): 3,
        ("DEFM_ABC", "2025-T1"): 3,
        ("DEFM_ABC_1AN", "2025-T1"): 1,
        ("DEFM_ABC_M25", "2025-T1"): 1,
        ("DEFM_A_M25", "2025-T1"): 1,
        ("JDC_DIFF_LECTURE", "2020"): 1,
        ("JDC_ILLETTRISME", "2020"): 1,
        ("JDC_LECTEURS_EFFICACES", "2020"): 1,
        ("JDC_PARTICIPANTS", "2020"): 1,
        ("LS_PART_QPV", "2024-01-01"): 17,
        ("MINSOC_ALLOC", "2024-12-31"): 1,
        ("PPA_FOYERS", "2019-12"): 5,
        ("RSA_FOYERS", "2016-12-31"): 7,
        ("RSA_POP_COUV", "2016-12-31"): 7,
    }


def test_parts_of_child_welfare_do_not_exceed_their_whole(current):
    parts = {"ASE_ACCUEILLIS": "ASE_CONFIES", "ASE_ACTIONS_EDUC": "ASE_AEMO"}
    beyond = [
        (whole, territory, year)
        for whole, part in parts.items()
        for territory in (*DEPARTMENTS, "FM", "FR")
        for year in range(2017, 2021)
        if current[whole, territory, f"{year}-12-31"]["valeur"]
        < current[part, territory, f"{year}-12-31"]["valeur"]
    ]
    assert beyond == []


def test_values_are_marked_for_what_they_are(rows):
    marks = {str(mark) for row in rows for mark in row["marques"]}
    assert marks == {"arrondi_1", "arrondi_10", "estime", "provisoire", "revise", "rupture"}
    tens = {row["indicateur"] for row in rows if "arrondi_10" in row["marques"]}
    assert tens == {"PPA_FOYERS", "AAH_ALLOC_CAF", "AL_FOYERS_CAF"}
    wrong = [row for row in rows if "arrondi_10" in row["marques"] and row["valeur"] % 10]
    assert wrong == []
