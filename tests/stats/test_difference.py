"""What a publication would change is what it changes, told before it is done."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.observation import Observation
from stats.statuses import Mark, Status
from stats.store import Counts, Difference, Store, difference
from tests.stats.examples import POVERTY_2020, observation


def rows(values, period="2020", **changes):
    return [observation(code, period, value, label="", **changes) for code, value in values.items()]


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "magasin")
    store.publish(rows(POVERTY_2020), source="filosofi")
    return store


def counts(found: Difference) -> list[tuple]:
    return [(c.indicator, c.level, c.new, c.changed, c.same, c.gone) for c in found.counts]


def moves(found: Difference) -> list[tuple]:
    return [(m.territory, m.before, m.after) for m in found.moves]


def test_new_changed_and_same(store):
    given_rows = rows({"44": 20.0, "85": 8.9}) + rows({"44": 11.0}, "2021")
    found = difference(store, given_rows, source="filosofi")
    assert counts(found) == [("TX_PAUV60", "departement", 1, 1, 1, 0)]
    assert moves(found) == [("44", 10.0, 20.0)]
    assert [found.total(kind) for kind in ("new", "changed", "same", "gone")] == [1, 1, 1, 0]
    assert found.changes_nothing is False


def test_nothing_is_written(store):
    before, seen = store.fingerprint, store.observations(revisions="all")
    found = difference(store, rows({"44": 20.0}), source="filosofi", replace=True)
    assert (store.fingerprint, store.observations(revisions="all")) == (before, seen)
    assert found.fingerprint == before
    assert [one.source for one in store.imports()] == ["filosofi"]


def test_the_identifier_is_the_one_of_the_publication(store):
    given_rows = rows({"44": 20.0})
    foretold = difference(store, given_rows, source="filosofi").identifier
    assert foretold == store.publish(given_rows, source="filosofi").id


def test_the_same_file_twice_changes_nothing(store):
    found = difference(store, rows(POVERTY_2020), source="filosofi")
    assert (found.is_live, found.changes_nothing) == (True, True)
    assert counts(found) == [("TX_PAUV60", "departement", 0, 0, 5, 0)]


def test_what_is_live_and_was_revised_since_changes_nothing_either(store):
    store.publish(rows({"44": 12.0}), source="long")
    found = difference(store, rows(POVERTY_2020), source="filosofi")
    assert (found.is_live, found.changes_nothing) == (True, True)


def test_what_a_source_gives_no_more_is_gone_only_when_it_replaces(store):
    given_rows = rows({"44": 10.0, "49": 11.2})
    added = difference(store, given_rows, source="filosofi")
    assert counts(added) == [("TX_PAUV60", "departement", 0, 1, 1, 0)]
    replaced = difference(store, given_rows, source="filosofi", replace=True)
    assert counts(replaced) == [("TX_PAUV60", "departement", 0, 1, 1, 3)]


def test_what_another_source_gives_too_is_not_gone(store):
    store.publish(rows({"85": 8.9}), source="long")
    found = difference(store, rows({"44": 10.0}), source="filosofi", replace=True)
    assert counts(found) == [("TX_PAUV60", "departement", 0, 0, 2, 3)]


def test_largest_changes_first_and_from_zero_before_all(store):
    store.publish(rows({"44": 0.0, "49": 100.0}, indicator="AUTRE"), source="long")
    given_rows = rows({"44": 1.0, "49": 90.0}, indicator="AUTRE") + rows({"72": 25.8, "85": 8.8})
    found = difference(store, given_rows, source="essai")
    assert moves(found) == [
        ("44", 0.0, 1.0),
        ("72", 12.9, 25.8),
        ("49", 100.0, 90.0),
        ("85", 8.9, 8.8),
    ]
    assert [move.relative for move in found.moves] == [
        math.inf,
        1.0,
        0.1,
        pytest.approx(0.1 / 8.9),
    ]
    assert moves(difference(store, given_rows, source="essai", largest=2)) == moves(found)[:2]


def test_a_figure_that_becomes_secret_comes_last_and_without_a_number(store):
    secret = observation("44", status=Status.PRIMARY_SECRET, label="")
    found = difference(store, [secret, *rows({"85": 9.0})], source="long")
    assert moves(found) == [("85", 8.9, 9.0), ("44", 10.0, None)]
    assert (found.moves[1].after_status, found.moves[1].relative) == ("secret_primaire", None)


def test_a_sign_that_goes_is_a_change_without_a_move(tmp_path):
    store = Store(tmp_path / "magasin")
    store.publish(rows({"44": 5.0}, marks=frozenset({Mark.PROVISIONAL})), source="long")
    found = difference(store, rows({"44": 5.0}), source="long")
    assert (counts(found), moves(found)) == ([("TX_PAUV60", "departement", 0, 1, 0, 0)], [])


def test_an_empty_store_has_everything_to_learn(tmp_path):
    found = difference(Store(tmp_path / "vide"), rows(POVERTY_2020), source="filosofi")
    assert counts(found) == [("TX_PAUV60", "departement", 5, 0, 0, 0)]


def test_nothing_given_replaces_everything(store):
    found = difference(store, [], source="filosofi", replace=True)
    assert counts(found) == [("TX_PAUV60", "departement", 0, 0, 0, 5)]


def test_it_travels_as_json(store):
    found = difference(store, rows({"44": 20.0}), source="filosofi", replace=True)
    assert Difference.from_json(found.as_json()) == found


# The naive one: publish for good in a copy, and look at what a reader sees on both sides.

VALUES = st.one_of(st.none(), st.integers(0, 3).map(float))
TERRITORIES, PERIODS, SOURCES = ("44", "85"), ("2019", "2020"), ("a", "b")


@st.composite
def publications(draw) -> tuple[str, bool, list[Observation]]:
    found = []
    for territory in TERRITORIES:
        for period in PERIODS:
            if draw(st.booleans()):
                value, revision = draw(VALUES), draw(st.integers(0, 2))
                status = Status.VALUE if value is not None else Status.PRIMARY_SECRET
                one = observation(territory, period, value, status=status, revision=revision)
                found.append(replace(one, label=""))
    return draw(st.sampled_from(SOURCES)), draw(st.booleans()), found


def seen(store: Store) -> dict[tuple, tuple]:
    return {
        one.key: (one.value, one.status, one.marks, one.lower, one.upper)
        for one in store.observations()
    }


def naive_kinds(before: dict, after: dict, keys: set) -> list[Counts]:
    def kind(key: tuple) -> str:
        if key not in before:
            return "new"
        if key not in after:
            return "gone"
        return "same" if before[key] == after[key] else "changed"

    found = [kind(key) for key in keys]
    numbers = {name: found.count(name) for name in ("new", "changed", "same", "gone")}
    return [Counts("TX_PAUV60", "departement", **numbers)] if found else []


@settings(max_examples=6, deadline=None)
@given(st.lists(publications(), min_size=1, max_size=4))
def test_it_foretells_what_the_store_then_does(tmp_path_factory, given_publications):
    store, given_keys = Store(tmp_path_factory.mktemp("magasin")), {}
    for source, replaces, given_rows in given_publications:
        found = difference(store, given_rows, source=source, replace=replaces)
        live, before = store.imports(), seen(store)
        imported = store.publish(given_rows, source=source, replace=replaces)
        is_live = imported.id in {one.id for one in live}
        keys = {one.key for one in given_rows}
        for one in live:
            if replaces and not is_live and one.source == source:
                keys |= given_keys[one.id]
        given_keys[imported.id] = {one.key for one in given_rows}
        assert (found.identifier, found.is_live) == (imported.id, is_live)
        assert list(found.counts) == naive_kinds(before, seen(store), keys)
