"""The change log: what each publication brought and corrected."""

import pytest

from stats.periods import parse_period
from stats.releases.journal import journal, last_periods
from stats.releases.number import correction_in_words, number_of
from stats.releases.vintages import vintages
from stats.statuses import Mark
from stats.store import Store
from tests.stats.examples import indicator, observation


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    first = [observation("44", value=10.0), observation("85", value=9.0)]
    store.publish(first, source="premiere")
    store.publish([observation("44", value=10.2, edition="Filosofi 2021")], source="seconde")
    invented = observation("49", "2030", 1.0, marks=frozenset({Mark.FICTITIOUS}))
    store.publish([invented], source="invention")
    return store


def test_corrections_are_told_apart(store):
    found = {one.imported.source: one for one in journal(store)}
    assert found.keys() == {"premiere", "seconde"}
    assert (found["premiere"].brought, found["premiere"].revised) == ((("TX_PAUV60", 2),), ())
    assert (found["seconde"].brought, found["seconde"].revised) == ((), (("TX_PAUV60", 1),))
    assert (found["seconde"].figures, found["seconde"].revisions) == (0, 1)


def test_the_last_period_of_each_source(store):
    assert last_periods(store) == {"insee_filosofi": "2020"}


def test_an_empty_store_has_no_journal(tmp_path):
    assert (journal(Store(tmp_path)), last_periods(Store(tmp_path))) == ([], {})


def test_a_number_has_all_its_values(store):
    rows = store.observations(territories=[("departement", "44")], revisions="all")
    found = number_of(rows, {one.id: one for one in store.imports()})
    assert [(one.number, one.row.value, one.is_current) for one in found.revisions] == [
        (2, 10.2, True),
        (1, 10.0, False),
    ]
    ((before, after),) = found.corrections
    assert correction_in_words(indicator(), before.row, after.row) == (
        "10,0\u00a0% (édition Filosofi 2020) devient 10,2\u00a0% (édition Filosofi 2021)."
    )
    assert found.revision(3) is None


def test_no_row_no_number():
    assert number_of([], {}) is None


def test_the_newest_figures_of_each_source_reach_its_last_period(store):
    found: dict[str, str] = {}
    for one in vintages(store):
        known = found.get(one.source, one.period)
        found[one.source] = max(known, one.period, key=parse_period)
    assert found == last_periods(store)
