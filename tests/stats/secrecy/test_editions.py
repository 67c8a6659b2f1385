"""A corrected edition beside the first one: what both tell together, and what they do not."""

import random

import pytest

from stats.secrecy.audit import audit
from stats.secrecy.protection import shield
from tests.stats.secrecy.drawn import naive_release, release_of, small_table

FLAT = {"l": {"total": "T"}, "k": {"total": "T"}}
BEFORE = {
    ("a", "x"): 2, ("a", "y"): 30, ("b", "x"): 12, ("b", "y"): 14, ("c", "x"): 11, ("c", "y"): 10,
}  # fmt: skip


def hidden_in(release):
    return set(release.hidden)


def both_editions(before, after, dimensions=FLAT, **more):
    first, rules = small_table(before, dimensions, **more)
    second, _ = small_table(after, dimensions, **more)
    published = release_of(shield(first, rules), "première")
    corrected = release_of(shield(second, rules, [published]), "corrigée")
    return second, rules, published, corrected


def test_a_hidden_cell_may_be_among_the_corrected():
    """Every hidden number changed: the first edition is no contradiction."""
    after = {cell: value + 3 for cell, value in BEFORE.items()} | {("a", "x"): 4}
    table, rules, published, corrected = both_editions(BEFORE, after)
    assert hidden_in(corrected) >= hidden_in(published)
    assert audit([corrected, published], rules, table).leaks == ()
    assert audit([corrected, published], rules).leaks == ()


def test_what_became_small_is_hidden_although_it_was_published():
    """x was 7, and is 3: the 7 that was published tells nothing of it."""
    before = {("a",): 7, ("b",): 20, ("c",): 30}
    after = before | {("a",): 3}
    table, rules, published, corrected = both_editions(before, after, {"l": {"total": "T"}})
    assert (published.hidden, corrected.hidden[("a",)]) == ({}, "A")
    assert audit([corrected, published], rules, table).leaks == ()


def test_a_mask_of_the_first_edition_stays_one():
    """c × x, hidden for a × x, would tell what a × x was: it stays, though a × x is large now."""
    after = BEFORE | {("a", "x"): 40}
    table, rules, published, corrected = both_editions(BEFORE, after)
    assert hidden_in(corrected) >= hidden_in(published)
    assert audit([corrected, published], rules, table).leaks == ()


def test_a_correction_elsewhere_does_not_hide_a_leak_here():
    """Two départements: the correction contradicts itself in the second, the first one leaks."""
    tree = [{"a": "D1", "b": "D1", "c": "D1", "d": "D2", "e": "D2", "f": "D2"}]
    dimensions = {"l": {"total": "T", "hierarchies": tree}}
    before = {("a",): 2, ("b",): 30, ("c",): 12, ("d",): 3, ("e",): 11, ("f",): 10}
    after = before | {("d",): 4, ("e",): 29}
    first, rules = small_table(before, dimensions)
    second, _ = small_table(after, dimensions)
    masks = {("d",)}
    editions = [
        naive_release(second, {("a",), *masks}, {("c",), ("e",), ("D1",), ("D2",)}),
        naive_release(first, {("a",), *masks}, {("b",), ("e",), ("D1",), ("D2",)}),
    ]
    alone = audit(editions[:1], rules, second)
    assert [one.cell for one in alone.leaks] == []
    editions = [
        naive_release(second, {("a",), *masks}, {("c",), ("e",)}),
        naive_release(first, {("a",), *masks}, {("b",), ("e",)}),
    ]
    found = audit(editions, rules, second)
    assert ("a",) in {one.cell for one in found.leaks}


@pytest.mark.parametrize("seed", range(12))
def test_two_editions_resist_together(seed):
    chance = random.Random(seed)
    lines, columns = ("a", "b", "c", "d"), ("x", "y", "z")
    before = {(line, column): chance.randint(0, 14) for line in lines for column in columns}
    moved = chance.sample(sorted(before), 3)
    after = {
        cell: max(0, value + chance.choice([-2, 1, 9])) if cell in moved else value
        for cell, value in before.items()
    }
    table, rules, published, corrected = both_editions(before, after)
    assert audit([corrected], rules, table).leaks == ()
    assert audit([corrected, published], rules, table).leaks == ()
