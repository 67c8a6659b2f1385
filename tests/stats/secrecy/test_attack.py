"""The attacker is tested: it finds what the obvious attack finds, and undoes naive protections."""

import random

import pytest

from stats.secrecy.audit import ANYONE, RESPONDENT, audit
from stats.secrecy.releases import Release
from stats.secrecy.report import sentence
from stats.store.table import RefusedError
from tests.stats.secrecy.drawn import naive_release, small_table
from tests.stats.secrecy.naive_attack import possible_values

ROWS, COLUMNS = ("a", "b", "c"), ("x", "y")
FLAT = {"l": {"total": "T"}, "k": {"total": "T"}}


def crossed(values: list[int]):
    cells = [(row, column) for row in ROWS for column in COLUMNS]
    return small_table(dict(zip(cells, values, strict=True)), FLAT)


def leaks_of(found):
    return sorted(one.cell for one in found.leaks)


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_are_those_of_every_table_that_fits(seed):
    chance = random.Random(seed)
    table, rules = crossed([chance.randint(0, 6) for _ in range(6)])
    hidden = set(chance.sample(table.keys(), 5))
    published = naive_release(table, hidden)
    found = audit([published], rules, fully=True)
    leaves = [(row, column) for row in ROWS for column in COLUMNS]
    sums = [((row, "T"), [(row, c) for c in COLUMNS]) for row in ROWS]
    sums += [(("T", column), [(r, column) for r in ROWS]) for column in COLUMNS]
    sums += [(("T", "T"), leaves)]
    possible = possible_values(leaves, sums, published.shown, most=13)
    finite = {one.cell: one.bounds for one in found.verdicts if one.bounds.high <= 13}
    assert {cell: (b.low, b.high) for cell, b in finite.items()} == {
        cell: (min(possible[cell]), max(possible[cell])) for cell in finite
    }
    assert all(one.bounds.exact for one in found.verdicts)


def test_primary_only_is_undone_by_one_subtraction():
    table, rules = crossed([2, 30, 12, 14, 11, 10])
    found = audit([naive_release(table, {("a", "x")})], rules, table)
    assert leaks_of(found) == [("a", "x")]
    assert sentence(found.leaks[0]) == "a × x : Par soustraction, on trouve exactement 2."


def test_one_dimensional_secondary_is_undone_by_the_other_dimension():
    """One more cell is hidden in the line of each secret; the columns give all of them back."""
    table, rules = crossed([2, 30, 12, 14, 11, 10])
    found = audit([naive_release(table, {("a", "x")}, {("a", "y")})], rules, table)
    assert leaks_of(found) == [("a", "x")]


def test_a_second_release_undoes_two_sound_ones():
    table, rules = crossed([2, 30, 12, 14, 11, 10])
    first = naive_release(table, {("a", "x")}, {("a", "y"), ("b", "x"), ("b", "y")})
    second = naive_release(table, {("a", "x")}, {("a", "y"), ("c", "x"), ("c", "y")})
    assert audit([first], rules, table).leaks == ()
    assert audit([second], rules, table).leaks == ()
    assert leaks_of(audit([first, second], rules, table)) == [("a", "x")]


def test_an_epci_less_its_part_gives_the_other_part():
    trees = [
        {"P44": "D44", "P49": "D49", "C44": "D44", "C49": "D49"},
        {"P44": "EPCI", "P49": "EPCI"},
    ]
    values = {("P44",): 60, ("P49",): 3, ("C44",): 200, ("C49",): 120}
    table, rules = small_table(values, {"territoire": {"total": "R52", "hierarchies": trees}})
    assert ("EPCI",) in table.keys()
    # The département was hidden with care, but the EPCI and its other part are published.
    found = audit([naive_release(table, {("P49",)}, {("D49",), ("C49",)})], rules, table)
    assert leaks_of(found) == [("P49",)]


def test_a_total_less_its_own_answer_tells_a_respondent_the_other_one():
    """Nobody else can undo it: two answers, each of one respondent, are hidden under a total."""
    answers = {
        (name,): {"effectif": value, "contributeurs": number, "maximum": value / 2}
        for name, value, number in (("r1", 40.0, 1.0), ("r2", 60.0, 1.0), ("r3", 300.0, 9.0))
    }
    table, rules = small_table(answers, {"r": {"total": "T"}}, regles={"seuil": "3"})
    found = audit([naive_release(table, {("r1",), ("r2",)})], rules, table)
    assert {(one.cell, one.attacker) for one in found.leaks} == {
        (("r1",), RESPONDENT),
        (("r2",), RESPONDENT),
    }
    assert min(sentence(one) for one in found.leaks) == (
        "r1 : Un répondant, qui connaît sa réponse, on trouve exactement 40."
    )
    whole = naive_release(table, {("r1",), ("r2",)}, {("r3",)})
    assert audit([whole], rules, table).leaks == ()


def test_without_the_truth_only_an_exact_number_is_a_leak():
    table, rules = crossed([2, 30, 12, 14, 11, 10])
    tight = naive_release(table, {("a", "x"), ("b", "x"), ("a", "y"), ("b", "y")})
    assert audit([tight], rules).leaks == ()
    alone = audit([naive_release(table, {("a", "x")})], rules)
    assert [(one.cell, one.bounds.low, one.attacker) for one in alone.leaks] == [
        (("a", "x"), 2.0, ANYONE)
    ]


def test_an_interval_that_is_too_narrow_leaks_although_it_is_no_single_number():
    """v = 40 asks for 36 to 44; the neighbour is so small that only 40 to 41 remain."""
    table, rules = small_table(
        {("a", "x"): 40, ("a", "y"): 1, ("b", "x"): 50, ("b", "y"): 30},
        FLAT,
        regles={"seuil": "41"},
    )
    masks = {("a", "y"), ("b", "x"), ("b", "y")}
    found = audit([naive_release(table, {("a", "x")}, masks)], rules, table, fully=True)
    told = {one.cell: (one.bounds.low, one.bounds.high, one.needed) for one in found.leaks}
    # The sum of the line is 41: nobody believes that x could be 44.
    assert told[("a", "x")] == (10.0, 41.0, (36.0, 44.0))
    assert sentence(found.leaks[0]) == (
        "a × x : Par soustraction, on la place entre 10 et 41 ; "
        "il faudrait que tout soit possible de 36 à 44."
    )


def test_whole_numbers_tell_more_than_fractions():
    """x + x' = 1 in two ways: only whole numbers leave 0 and 1."""
    table, rules = small_table({("a",): 1, ("b",): 0, ("c",): 9}, {"d": {"total": "T"}})
    found = audit([naive_release(table, {("a",), ("b",)})], rules, fully=True)
    assert {one.cell: (one.bounds.low, one.bounds.high) for one in found.verdicts} == {
        ("a",): (0.0, 1.0),
        ("b",): (0.0, 1.0),
    }


def test_a_corrected_edition_is_not_taken_for_a_contradiction():
    table, rules = crossed([2, 30, 12, 14, 11, 10])
    before, _ = crossed([2, 30, 12, 14, 13, 10])
    masks = {("a", "y"), ("b", "x"), ("b", "y")}
    both = [naive_release(one, {("a", "x")}, masks) for one in (table, before)]
    found = audit(both, rules, table)
    assert found.leaks == ()
    assert sorted(found.corrected) == [("T", "T"), ("T", "x"), ("c", "T"), ("c", "x")]


def test_what_contradicts_itself_is_refused():
    _, rules = crossed([2, 30, 12, 14, 11, 10])
    wrong = Release("OUT", ("l", "k"), {("a", "T"): 5.0, ("a", "x"): 9.0}, {("a", "y"): "A"})
    with pytest.raises(RefusedError, match="se contredit"):
        audit([wrong], rules)


def test_rounded_numbers_tell_less():
    table, rules = small_table(
        {("a",): 2, ("b",): 30, ("c",): 41}, {"d": {"total": "T"}}, arrondi="10"
    )
    rounded = Release("OUT", ("d",), {("b",): 30.0, ("c",): 40.0, ("T",): 70.0}, {("a",): "A"})
    found = audit([rounded], rules, table, fully=True)
    assert [(one.bounds.low, one.bounds.high) for one in found.verdicts] == [(0.0, 15.0)]
    assert found.leaks == ()
