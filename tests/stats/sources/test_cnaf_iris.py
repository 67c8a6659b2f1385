"""Insee and Cnaf by IRIS, and their communes: a sum only where each IRIS is known."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.stats.sources.naive_csv import number, rows_of
from tests.stats.sources.official import REGION, Reading, needed

pytestmark = needed

WHOLE = ("caf/data_CAF_2016_IRIS.csv.gz", "caf/data_CAF_2018_IRIS.csv.gz")


@pytest.fixture(scope="module")
def official():
    return Reading("cnaf_iris", *WHOLE)


def commune_of(row):
    """The arrondissements of Marseille, Lyon and Paris are in their commune."""
    towns = {"132": "13055", "6938": "69123", "751": "75056"}
    code = row["DEPCOM"]
    return next((town for start, town in towns.items() if code.startswith(start)), code)


def naive_communes(file, column):
    """{commune: the numbers of its IRIS, None where one is not written}."""
    found = {}
    for row in rows_of(file):
        found.setdefault(commune_of(row), []).append(number(row[column]))
    return found


def test_the_iris_of_bouguenais_in_2016(official):
    assert official.values(
        ("CAF_FOYERS", "440200101", "2016-12-31"),
        ("CAF_PERS_COUV", "440200101", "2016-12-31"),
        ("CAF_RSA_SOCLE", "440200101", "2016-12-31"),
        ("CAF_DEP100_EFF", "440200102", "2016-12-31"),
        ("CAF_ETUDIANTS", "440200101", "2016-12-31"),
    ) == [634, 1672, 77, 111, "secret_primaire"]


def test_why_an_iris_has_no_value_is_told_by_its_note(official):
    expected = Counter(
        {"0": "secret_primaire", "3": "secret_primaire"}.get(row["NOTE"], "non_disponible")
        if not row["A"]
        else "valeur"
        for row in rows_of(WHOLE[1])
    )
    rows = official.rows(indicateur="CAF_FOYERS", niveau="iris", periode="2018-12-31")
    assert Counter(row["statut"] for row in rows) == expected
    assert expected == {"valeur": 12155, "secret_primaire": 725, "non_disponible": 469}


@pytest.mark.parametrize(("file", "period"), [(WHOLE[0], "2016-12-31"), (WHOLE[1], "2018-12-31")])
@pytest.mark.parametrize(("column", "indicator"), [("A", "CAF_FOYERS"), ("ARSAS", "CAF_RSA_SOCLE")])
def test_a_commune_is_the_sum_of_its_iris_when_all_are_known(
    official, file, period, column, indicator
):
    expected = {
        commune: None if None in parts else sum(parts)
        for commune, parts in naive_communes(file, column).items()
    }
    rows = official.rows(indicateur=indicator, niveau="commune", periode=period)
    assert {row["territoire"]: row["valeur"] for row in rows} == expected
    assert {row["statut"] for row in rows if row["valeur"] is None} == {"incomplet"}


def test_an_incomplete_commune_lies_between_its_bounds(official):
    """Nantes, 2018: seven of its 97 IRIS have no household count, nor any ceiling."""
    (nantes,) = official.rows(
        indicateur="CAF_FOYERS", territoire="44109", periode="2018-12-31", niveau="commune"
    )
    parts = naive_communes(WHOLE[1], "A")["44109"]
    assert (len(parts), parts.count(None)) == (97, 7)
    assert (nantes["borne_basse"], nantes["borne_haute"]) == (82975, None)
    assert sum(part or 0 for part in parts) == 82975


def test_a_hidden_count_is_at_most_the_households_of_its_iris(official):
    """Where every hidden IRIS tells its households, the commune has two bounds."""
    low, high = {}, {}
    for row in rows_of(WHOLE[0]):
        value, households = number(row["A_ETUD"]), number(row["A"])
        code = commune_of(row)
        low[code] = low.get(code, 0) + (value or 0)
        ceiling = households if value is None else value
        high[code] = None if None in (ceiling, high.get(code, 0)) else high.get(code, 0) + ceiling
    rows = official.rows(
        indicateur="CAF_ETUDIANTS", niveau="commune", periode="2016-12-31", statut="incomplet"
    )
    bounded = {one["territoire"]: (one["borne_basse"], one["borne_haute"]) for one in rows}
    assert bounded == {code: (low[code], high[code]) for code in bounded}
    assert sum(upper is not None for _, upper in bounded.values()) == 498


def test_the_geography_is_that_of_the_codes_not_of_the_year(official):
    """Ancenis-Saint-Géréon, of 2019, is in the file of 2018; Tourlaville, until 2015, in 2016's."""
    assert [
        {row["millesime"] for row in official.rows(indicateur="CAF_FOYERS", periode=period)}
        for period in ("2016-12-31", "2018-12-31")
    ] == [{2015}, {2019}]
    assert len(official.rows(indicateur="CAF_FOYERS", territoire="50602")) == 1


def test_no_row_is_lost(official):
    report = official.report
    assert (report.refused, report.unmatched, report.aside) == ((), (), ())
    assert report.rows == report.accepted == 13148 + 13349
    assert [one.unread for one in report.tables] == [(), ()]
    assert report.observations == official.table.num_rows == 623623


def test_the_extract_of_the_region_says_the_same(official):
    extract = Reading("cnaf_iris", "caf/pdl/data_CAF_2016_IRIS_PDL.csv")
    of_the_region = pc.and_(
        pc.equal(official.table["periode"].cast("string"), "2016-12-31"),
        pc.is_in(
            pc.utf8_slice_codeunits(official.table["territoire"].cast("string"), 0, 2),
            value_set=pa.array(REGION),
        ),
    )
    columns = ["indicateur", "niveau", "territoire", "valeur", "statut", "borne_haute"]
    assert extract.table.select(columns).to_pylist() == (
        official.table.filter(of_the_region).select(columns).to_pylist()
    )
