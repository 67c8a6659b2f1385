"""The region’s own cases, on Insee’s files: who became whom, totals kept, every code told."""

import csv
import gzip
import os
from datetime import date
from pathlib import Path

import pytest

from stats.territory.conversion import (
    Given,
    Kind,
    Method,
    Passage,
    Value,
    Weights,
    convert,
    guess_vintage,
    history,
    read_perimeters,
    when,
)
from stats.territory.conversion.vintage import read_codes

FOLDER = Path(os.environ.get("OBS_SOURCES", ""))
REGION = ("44", "49", "53", "72", "85")
MOVEMENTS = "cog/v_mvt_commune_2026.csv.gz"

pytestmark = pytest.mark.skipif(
    "OBS_SOURCES" not in os.environ, reason="OBS_SOURCES ne dit pas où sont les fichiers officiels"
)


@pytest.fixture(scope="module")
def perimeters():
    return read_perimeters(FOLDER / MOVEMENTS)


def rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def communes(name: str, column: str = "COM") -> set[str]:
    return {row[column] for row in rows(name) if row.get("TYPECOM", "COM") == "COM"}


def counts(**numbers: float) -> dict[str, Given]:
    return {code.removeprefix("c"): Given(Value(float(n))) for code, n in numbers.items()}


def converted(perimeters, start, end, kind=Kind.COUNT, weights=None, **numbers):
    found = convert(counts(**numbers), Passage(perimeters, start, end), kind, weights)
    return {
        one.code: (one.value.number if one.value else None, str(one.method), one.origins)
        for one in found
    }


@pytest.mark.parametrize(
    ("name", "column", "year"),
    [
        ("cog/v_commune_2026.csv.gz", "COM", 2026),
        ("cog/commune_2021.csv.gz", "COM", 2021),
        ("cog/pdl/cogugaison_COG1968_insee_PDL.csv", "CODGEO", 1968),
        ("cog/pdl/cogugaison_COG1999_insee_PDL.csv", "CODGEO", 1999),
        ("cog/pdl/cogugaison_COG2015_insee_PDL.csv", "CODGEO", 2015),
        ("cog/pdl/cogugaison_COG2024_insee_PDL.csv", "CODGEO", 2024),
    ],
)
def test_the_communes_of_a_year_are_insees(perimeters, name, column, year):
    listed = communes(name, column)
    scope = REGION if "pdl" in name else ("",)
    standing = {
        code
        for code in perimeters.codes
        if code.startswith(scope) and perimeters.exists(code, date(year, 1, 1))
    }
    assert standing == listed & perimeters.codes


def test_three_communes_of_vendee_disappear_before_2023(perimeters):
    assert converted(perimeters, 2021, 2023, c85037=1, c85053=2, c85289=4, c85307=8, c85001=16) == {
        "85001": (24.0, "somme", ("85001", "85307")),
        "85289": (7.0, "somme", ("85037", "85053", "85289")),
    }


def test_three_others_before_2024(perimeters):
    assert converted(perimeters, 2023, 2024, c49321=1, c49160=2, c85041=4, c85271=8, c85292=16) == {
        "49160": (3.0, "somme", ("49160", "49321")),
        "85292": (28.0, "somme", ("85041", "85271", "85292")),
    }


class TestEssarts:
    """85165 and 85212 left 85084 on 1 January 2024, that they had joined in 2016."""

    def test_without_weights_it_is_not_shared(self, perimeters):
        assert converted(perimeters, 2023, 2024, c85084=100) == {
            code: (None, "impossible", ("85084",)) for code in ("85084", "85165", "85212")
        }

    def test_it_is_shared_by_weights(self, perimeters):
        weights = Weights({"85084": 6.0, "85165": 3.0, "85212": 1.0})
        assert converted(perimeters, 2023, 2024, weights=weights, c85084=100) == {
            "85084": (60.0, "repartition", ("85084",)),
            "85165": (30.0, "repartition", ("85084",)),
            "85212": (10.0, "repartition", ("85084",)),
        }

    def test_two_of_its_communes_are_found_again_exactly(self, perimeters):
        assert converted(perimeters, 2015, 2024, c85084=1, c85030=2, c85165=4, c85212=8) == {
            "85084": (3.0, "somme", ("85030", "85084")),
            "85165": (4.0, "exact", ("85165",)),
            "85212": (8.0, "exact", ("85212",)),
        }

    def test_backwards_it_is_a_sum(self, perimeters):
        assert converted(perimeters, 2024, 2023, c85084=1, c85165=2, c85212=4) == {
            "85084": (7.0, "somme", ("85084", "85165", "85212"))
        }

    def test_its_median_is_refused(self, perimeters):
        found = converted(perimeters, 2023, 2024, Kind.MEDIAN, c85084=21000)
        assert {code: row[:2] for code, row in found.items()} == {
            code: (None, "impossible") for code in ("85084", "85165", "85212")
        }


def test_freigne_changes_departement_and_merges_on_one_day(perimeters):
    assert converted(
        perimeters,
        2017,
        2018,
        c49144=1,
        c44180=2,
        c44017=4,
        c44093=8,
        c44191=16,
        c44219=32,
    ) == {"44180": (63.0, "somme", ("44017", "44093", "44180", "44191", "44219", "49144"))}
    (event,) = history("44225", perimeters.movements)
    assert event.others == ("49144", "44180")
    assert when(event.day) == "le 1er janvier 2018"


def test_a_code_changes_and_its_median_stays(perimeters):
    assert converted(perimeters, 2024, 2025, Kind.MEDIAN, c49069=23190) == {
        "49126": (23190.0, "exact", ("49069",))
    }


def test_the_new_communes_of_maine_et_loire_keep_every_total(perimeters):
    """From 2013 to 2026, with a number for each commune that no two others share."""
    standing = {
        code
        for code in communes("cog/v_commune_2026.csv.gz") | perimeters.codes
        if code.startswith(REGION) and perimeters.exists(code, date(2013, 1, 1))
    }
    given = {code: Given(Value(float(int(code)))) for code in standing}
    found = convert(given, Passage(perimeters, 2013, 2026), Kind.COUNT)
    present = {code for code in communes("cog/v_commune_2026.csv.gz") if code.startswith(REGION)}
    assert {one.code for one in found} == present
    assert {str(one.method) for one in found} == {"exact", "somme"}
    total = sum(one.value.number for one in found)
    assert total == sum(line.value.number for line in given.values())
    origins = [code for one in found for code in one.origins]
    assert sorted(origins) == sorted(standing)
    vanished = {code for code in standing - present if code.startswith("49")}
    assert len(vanished) == 181
    assert [code for code in sorted(vanished) if not history(code, perimeters.movements)] == []


def test_populations_of_2014_keep_their_total(perimeters):
    given = {
        row["CODGEO"]: Given(Value(float(row["POP"])))
        for row in rows("cog/pdl/cogugaison_COG2014_insee_PDL.csv")
    }
    found = convert(given, Passage(perimeters, 2014, 2026), Kind.COUNT)
    assert [one.code for one in found if one.method is Method.IMPOSSIBLE] == []
    assert sum(one.value.number for one in found) == sum(one.value.number for one in given.values())


@pytest.mark.parametrize(
    ("name", "year", "candidates"),
    [
        ("filosofi/cc_filosofi_2021_COM.csv.gz", 2024, (2024,)),
        ("filosofi/pdl/cc_filosofi_2021_COM_PDL.csv", 2024, (2024,)),
        ("filosofi/FILO2019_DISP_COM.csv.gz", 2020, (2020,)),
        ("filosofi/pdl/FILO2019_DISP_COM_PDL.csv", 2020, (2019, 2020)),
        ("cog/commune_2021.csv.gz", 2021, (2021,)),
        ("cog/pdl/cogugaison_COG2016_insee_PDL.csv", 2016, (2016,)),
        ("population/donnees_communes_2026.csv.gz", 2026, (2025, 2026)),
    ],
)
def test_the_year_of_a_file_is_found_in_its_codes(perimeters, name, year, candidates):
    found = guess_vintage(read_codes(FOLDER / name), perimeters)
    assert (found.year, found.candidates) == (year, candidates)
    assert found.proofs != ()
