"""Territories alike: the distance is that of a second writing, and the method is a file."""

from __future__ import annotations

import math
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue import load_catalogue
from stats.similarity import (
    FILE,
    Resemblance,
    Variable,
    check_resemblance,
    most_alike,
    read_resemblance,
)

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
SIZE = Variable("population", "la population", is_log=True)
AGE = Variable("PART_75P", "la part des 75 ans ou plus")
BOTH = Resemblance(3, 1, (SIZE, AGE))
KEYS = [("commune", code) for code in "abcdef"]


def table(population, age):
    return {
        "population": dict(zip(KEYS, population, strict=False)),
        "PART_75P": {key: one for key, one in zip(KEYS, age, strict=False) if one is not None},
    }


def test_the_nearest_comes_first():
    known = table([1000, 1100, 50_000, 900], [])
    found = most_alike(BOTH, KEYS[0], known, KEYS)
    assert [one.key[1] for one in found] == ["b", "d", "c"]


def test_the_distance_is_that_of_a_second_writing():
    sizes, ages = [1000, 2000, 4000], [8.0, 12.0, 10.0]
    logs = [math.log10(size) for size in sizes]
    gaps = [
        (logs[1] - logs[0]) / statistics.pstdev(logs),
        (ages[1] - ages[0]) / statistics.pstdev(ages),
    ]
    expected = math.sqrt(statistics.fmean(gap**2 for gap in gaps))
    found = {one.key: one for one in most_alike(BOTH, KEYS[0], table(sizes, ages), KEYS[:3])}
    assert found[KEYS[1]].distance == pytest.approx(expected)
    assert found[KEYS[1]].shared == ("population", "PART_75P")


def test_what_is_not_known_of_both_does_not_count():
    found = most_alike(BOTH, KEYS[0], table([1000, 2000, 4000], [8.0, None, 9.0]), KEYS[:3])
    assert {one.key[1]: one.shared for one in found} == {
        "b": ("population",),
        "c": ("population", "PART_75P"),
    }


def test_too_few_shared_variables_is_no_likeness():
    strict = Resemblance(3, 2, (SIZE, AGE))
    found = most_alike(strict, KEYS[0], table([1000, 2000, 4000], [8.0, None, 9.0]), KEYS[:3])
    assert [one.key[1] for one in found] == ["c"]


def test_the_same_everywhere_tells_nothing():
    assert most_alike(BOTH, KEYS[0], table([500, 500], [7, 7]), KEYS[:2]) == []


@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=6, unique=True), st.integers(2, 9))
def test_the_unit_in_which_a_variable_is_written_changes_nothing(sizes, times):
    one = table(sizes, sizes)
    other = table([size * times for size in sizes], [size * times for size in sizes])
    first = most_alike(BOTH, KEYS[0], one, KEYS)
    second = most_alike(BOTH, KEYS[0], other, KEYS)
    assert [found.distance for found in second] == pytest.approx(
        [found.distance for found in first]
    )


def test_the_shipped_file_names_what_exists():
    found = read_resemblance(CATALOGUE)
    assert check_resemblance(CATALOGUE, load_catalogue(CATALOGUE).indicators) == []
    assert (found.count, found.least_shared, found.variables[0]) == (5, 2, SIZE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nombre: 5", "il faut"),
        ("nombre: 5\nen_commun: 2\nvariables:\n  - {variable: A, nom: a}\n", "en_commun va de 1"),
        ("nombre: 5\nen_commun: 1\nvariables:\n  - {variable: A}\n", "une variable a un code"),
        (
            "nombre: 5\nen_commun: 1\nvariables:\n  - {variable: A, nom: a, echelle: x}\n",
            "log ou lineaire",
        ),
    ],
)
def test_a_faulty_file_says_what_to_correct(tmp_path, text, said):
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_resemblance(tmp_path)
    (problem,) = check_resemblance(tmp_path, ["A"])
    assert said in problem


def test_a_variable_that_nothing_gives_is_refused(tmp_path):
    (tmp_path / FILE).parent.mkdir()
    text = "nombre: 5\nen_commun: 1\nvariables:\n  - {variable: RIEN, nom: rien}\n"
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    (problem,) = check_resemblance(tmp_path, ["A"])
    assert "«\u00a0RIEN\u00a0» n’est ni population, ni densite, ni le code" in problem


def test_a_catalogue_without_the_file_compares_nothing(tmp_path):
    assert read_resemblance(tmp_path) is None
    assert check_resemblance(tmp_path, []) == []
