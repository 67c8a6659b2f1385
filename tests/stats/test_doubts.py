"""What makes one doubt of an incoming figure."""

from dataclasses import replace

import pytest

from stats.catalogue.model import Bounds, Break, Catalogue, Nature, Rule, Severity
from stats.doubts import Kind, doubts
from stats.store import Store
from tests.stats.examples import indicator, observation

RATE = indicator()
COUNT = indicator(code="RSA", nature=Nature.COUNT, unit="foyers", additive=True)
CATALOGUE = Catalogue({"TX_PAUV60": RATE, "RSA": COUNT}, {}, {})


def count(period: str, value: float, territory: str = "44"):
    return observation(territory, period, value, indicator="RSA", unit="foyers")


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    store.publish(
        [
            count("2019", 4502.0),
            count("2019", 12.0, "85"),
            count("2019-12", 40_000.0),
            observation("44", "2019", 10.0),
        ],
        source="long",
    )
    return store


def kinds(store, *incoming, catalogue=CATALOGUE):
    return [
        (str(one.kind), one.territory, one.period) for one in doubts(incoming, store, catalogue)
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (4600.0, None),
        (6700.0, None),
        (9100.0, Kind.JUMP),
        (2000.0, Kind.JUMP),
        (0.0, Kind.ZERO),
        (45_020.0, Kind.SWAP),
        (449.0, Kind.SWAP),
        (-3.0, Kind.RANGE),
    ],
)
def test_a_count_beside_the_one_before(store, value, kind):
    found = kinds(store, count("2020", value))
    assert found == ([(str(kind), "44", "2020")] if kind else [])


def test_two_digits_exchanged_are_put_right_in_words(tmp_path):
    store = Store(tmp_path)
    store.publish([count("2019", 1234.0)], source="long")
    (found,) = doubts([count("2020", 2134.0)], store, CATALOGUE)
    assert found.kind is Kind.SWAP
    assert found.sentence.replace("\u00a0", " ").replace("\u202f", " ") == (
        "Taux de pauvreté, département 44, 2020 : 2 134, après 1 234 (2019). Deux chiffres "
        "intervertis ? 1 234 serait proche de la précédente."
    )
    assert found.group == "chiffres_inverses:RSA"


def test_small_counts_jump_by_themselves(store):
    assert kinds(store, count("2020", 19.0, "85")) == []


def test_a_rate_over_a_hundred(store):
    assert kinds(store, observation("44", "2020", 101.0)) == [("hors_bornes", "44", "2020")]


def test_a_month_is_not_beside_a_year(store):
    assert kinds(store, count("2020-01", 40_100.0), count("2020", 4510.0)) == []


def test_incoming_figures_are_set_beside_one_another(store):
    assert kinds(store, count("2020", 4500.0), count("2021", 9900.0)) == [("saut", "44", "2021")]


def test_a_declared_break_explains_a_jump(store):
    broken = replace(COUNT, breaks=(Break("2020", "Une loi."),))
    catalogue = Catalogue({"RSA": broken}, {}, {})
    assert kinds(store, count("2020", 9900.0), catalogue=catalogue) == []


def test_years_explain_a_jump(store):
    assert kinds(store, count("2022", 9900.0)) == [("saut", "44", "2022")]
    assert kinds(store, count("2023", 9900.0)) == []


def test_a_first_figure_raises_no_doubt(tmp_path):
    assert kinds(Store(tmp_path), count("2020", 9900.0)) == []


def test_what_is_told_in_json(store):
    (found,) = doubts([count("2020", 0.0)], store, CATALOGUE)
    assert found.as_json() == {
        "sorte": "zero_douteux",
        "groupe": "zero_douteux:RSA",
        "indicateur": "RSA",
        "niveau": "departement",
        "territoire": "44",
        "periode": "2020",
        "valeur": 0.0,
        "precedente": 4502.0,
        "phrase": found.sentence,
    }


def test_another_source_says_otherwise(tmp_path):
    """Neither a corrected figure of the same source, nor the same number, nor another year."""
    store = Store(tmp_path)
    for value, origin in ((11.0, "insee_filosofi"), (10.0, "insee_filosofi")):
        store.publish([observation("44", "2021", value, origin=origin)], source=origin)
    known = {"origin": "insee_melodi", "source": "Insee, catalogue"}
    assert kinds(store, observation("44", "2021", 9.0, origin="insee_filosofi")) == []
    assert kinds(store, observation("44", "2021", 10.0, **known)) == []
    assert kinds(store, observation("49", "2021", 9.0, **known)) == []
    (found,) = doubts([observation("44", "2021", 9.0, **known)], store, CATALOGUE)
    assert (found.group, found.found, found.before) == ("autre_source:TX_PAUV60", 9.0, 10.0)
    assert found.sentence.replace("\u00a0", " ") == (
        "Taux de pauvreté, département 44, 2021 : 9, là où 10 est publié d’après "
        "« Insee, Filosofi ». Laquelle des deux montrer ?"
    )


def test_a_rate_that_may_leave_the_bounds_does(store):
    """Taxes count as less in the disposable income: their share is below zero."""
    share = indicator(code="PART_IMPOTS_RD")
    aside = Rule("parts", "Une part va de 0 à 100\u00a0%.", Severity.BLOCKING)
    aside = replace(aside, bounds=Bounds("%", 0, 100, (share.code,)))
    taxes = observation("44", "2019", -16.2, indicator=share.code)
    told = [
        kinds(store, taxes, catalogue=Catalogue({share.code: share}, {}, {}, rules=rules))
        for rules in ({}, {aside.code: aside})
    ]
    assert told == [[("hors_bornes", "44", "2019")], []]
