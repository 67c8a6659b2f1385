"""Derived indicators: the real rates, then any calculation against a second implementation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.catalogue import load_catalogue
from stats.catalogue.model import (
    Calculation,
    Catalogue,
    Nature,
    Operand,
    Operation,
    Shift,
    Which,
)
from stats.derivation import account, check_published, derive, publish_derived, unpublished
from stats.observation import Observation
from stats.periods import day_after, period_before
from stats.sources import read
from stats.statuses import Mark, Status
from stats.store import COMPUTED, Store
from tests.stats.examples import indicator
from tests.stats.naive_derivation import derived

REAL = Path(__file__).parents[2] / "catalogue"
MAINE_ET_LOIRE = {"territories": [("departement", "49")], "period": "2024-T2"}
RATES = ("TX_RSA_POP_COUV", "TX_RSA_ALLOC")


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(REAL)


@pytest.fixture(scope="module")
def figures(catalogue):
    return read("chiffres", [], catalogue)[0]


@pytest.fixture(scope="module")
def published(figures, tmp_path_factory):
    """The catalogue's own figures; for tests that write nothing."""
    store = Store(tmp_path_factory.mktemp("magasin"))
    store.publish(figures, source="chiffres")
    return store


@pytest.fixture
def store(figures, tmp_path):
    store = Store(tmp_path / "magasin")
    store.publish(figures, source="chiffres")
    return store


class TestRsaRates:
    """DREES, Minima sociaux, 31 December 2019: both rates of its workbook, from its operands."""

    def test_loire_atlantique_to_the_last_digit(self, published, catalogue):
        values = [rate(published, catalogue, code, "44").value for code in RATES]
        assert values == [100 * 57_458 / 1_437_137, 100 * 29_997 / 977_713]
        assert [round(value, 4) for value in values] == [3.9981, 3.0681]

    def test_never_with_the_revised_population(self, published, catalogue):
        value = rate(published, catalogue, "TX_RSA_POP_COUV", "44").value
        revised = 100 * 57_458 / 1_445_171
        assert (round(revised, 3), round(value, 3)) == (3.976, 3.998)

    @pytest.mark.parametrize("code", RATES)
    def test_every_territory_is_as_published(self, published, catalogue, code):
        computed = {
            (row.level, row.territory): round(row.value, 4)
            for row in derive(published, catalogue, code)
        }
        rows = published.observations(indicator=code, period="2019-12-31")
        assert computed == {(row.level, row.territory): row.value for row in rows}
        assert len(computed) == 7

    def test_both_operands_are_told(self, published, catalogue):
        found = rate(published, catalogue, "TX_RSA_POP_COUV", "44")
        plain = {"\u00a0": " "}
        source, note = (text.translate(str.maketrans(plain)) for text in (found.source, found.note))
        assert source == (
            "Calcul de la plateforme d’après DREES, Minima sociaux – données départementales par "
            "dispositif, tableau 14 ; Insee, estimations de population au 1er janv. 2020 publiées "
            "début 2020 (provisoires), fichier estim-pop-dep-sexe-aq-1975-2020.xls"
        )
        assert note == (
            "RSA_POP_COUV au 31 décembre 2019, Minima sociaux, fichier départemental (fin 2019), "
            "géographie 2019, révision 1 (Caf : lieu de gestion du dossier) ; POP_TOT au 1er "
            "janvier 2020, Estimations de population, début 2020, géographie 2020, révision 1 "
            "(valeur à la publication)"
        )
        assert found.edition == (
            "Minima sociaux, fichier départemental (fin 2019) + Estimations de population, début "
            "2020"
        )
        told = (found.marks, found.vintage, found.unit, found.origin)
        assert told == ({Mark.PROVISIONAL}, None, "%", COMPUTED)

    def test_no_monthly_rate(self, store, catalogue):
        month = fact("RSA_FOYERS", "2019-12", 30_000.0, unit="foyers")
        store.publish([month], source="long")
        periods = {row.period for row in derive(store, catalogue, "TX_RSA_ALLOC")}
        assert periods == {"2019-12-31"}


def rate(store, catalogue, code, territory) -> Observation:
    (found,) = [
        row
        for row in derive(store, catalogue, code)
        if (row.territory, row.period) == (territory, "2019-12-31")
    ]
    return found


def fact(code: str, period: str, value: float | None, **changes) -> Observation:
    """A figure of Loire-Atlantique."""
    described = {"indicator": code, "level": "departement", "territory": "44", "unit": "personnes"}
    return Observation(period=period, value=value, **(described | changes))


class TestPublication:
    def test_only_where_no_producer_says_anything(self, store, catalogue):
        before = {row.key for row in store.observations()}
        imported = publish_derived(store, catalogue)
        rows = [row for row in store.observations() if row.import_id == imported.id]
        assert {row.key for row in rows} & before == set()
        assert {row.indicator for row in rows} == {"PART_DELD", "DEFM_A_PART_F", "SNE_TENSION"}
        assert (imported.source, imported.rows) == (COMPUTED, len(rows))

    def test_twice_is_once(self, store, catalogue):
        imported = publish_derived(store, catalogue)
        before = store.fingerprint
        assert (publish_derived(store, catalogue), store.fingerprint) == (imported, before)

    def test_a_producer_takes_the_place_of_the_computation(self, store, catalogue):
        publish_derived(store, catalogue)
        before = store.fingerprint, store.observations(revisions="all")
        (computed,) = store.observations(indicator="DEFM_A_PART_F", **MAINE_ET_LOIRE)
        given = replace(computed, value=50.0, source="Dares", origin="dares_stmt", revision=0)
        imported = store.publish([given], source="long")
        publish_derived(store, catalogue)
        (row,) = store.observations(indicator="DEFM_A_PART_F", revisions="all", **MAINE_ET_LOIRE)
        assert (row.value, row.source, row.revision) == (50.0, "Dares", 1)
        store.undo(imported.id)
        publish_derived(store, catalogue)
        assert (store.fingerprint, store.observations(revisions="all")) == before

    def test_it_follows_its_operands(self, store, catalogue):
        publish_derived(store, catalogue)
        revised = fact("DEFM_ABC_1AN", "2020-T1", 2_877_800.0, level="france", territory="FR")
        store.publish([replace(revised, edition="T4 2025")], source="long")
        publish_derived(store, catalogue)
        (row,) = store.observations(indicator="PART_DELD", period="2020-T1", revisions="all")
        assert (row.value, row.revision) == (100 * 2_877_800 / 5_755_600, 1)
        assert [one.source for one in store.imports()] == ["chiffres", "long", COMPUTED]

    def test_a_secret_is_left_alone(self, store, catalogue):
        """« Secret » is an answer: computing it could reveal it."""
        secret = {"territory": "49", "unit": "%", "status": Status.PRIMARY_SECRET}
        store.publish([fact("DEFM_A_PART_F", "2024-T2", None, **secret)], source="long")
        codes = {row.indicator for row in unpublished(store, catalogue)}
        assert codes == {"PART_DELD", "SNE_TENSION"}

    def test_nothing_to_compute_leaves_nothing(self, store, catalogue):
        publish_derived(store, catalogue)
        plain = {code: replace(i, calculation=None) for code, i in catalogue.indicators.items()}
        assert publish_derived(store, replace(catalogue, indicators=plain)) is None
        assert [one.source for one in store.imports()] == ["chiffres"]

    def test_a_halt_before_the_former_is_withdrawn(self, store, catalogue):
        """Two computations left by a halt: the next one leaves one only."""
        first = publish_derived(store, catalogue)
        rows = [row for row in store.observations() if row.import_id == first.id]
        store.publish(rows[:3], source=COMPUTED, replace=True)
        assert publish_derived(store, catalogue).id == first.id
        assert [one.source for one in store.imports()] == ["chiffres", COMPUTED]
        store.undo(first.id)
        assert [one.source for one in store.imports()] == ["chiffres"]


class TestRecomputation:
    def test_what_is_published_holds(self, published, catalogue):
        assert check_published(published, catalogue) == []

    def test_a_rate_that_its_operands_do_not_give(self, store, catalogue):
        (right,) = store.observations(
            indicator="TX_RSA_ALLOC", territories=[("departement", "44")], period="2019-12-31"
        )
        store.publish([replace(right, value=3.0671, revision=0)], source="long")
        (gap,) = check_published(store, catalogue)
        assert (gap.published.value, round(gap.recomputed.value, 4)) == (3.0671, 3.0681)
        assert 0.000_05 < gap.tolerance < 0.000_06
        assert gap.sentence.replace("\u00a0", " ").startswith(
            "TX_RSA_ALLOC, departement 44, 2019-12-31 : 3,0671 % publié, 3,0681 % recalculé avec "
            "RSA_FOYERS au 31 décembre 2019, "
        )
        assert gap.as_json()["ecart"] == pytest.approx(-0.000_978, abs=1e-6)

    @pytest.mark.parametrize(("above", "found"), [(22_910.0, []), (22_860.0, [2.9])])
    def test_the_zeros_of_an_edition_are_its_rounding(self, tmp_path, above, found):
        """2.8495 written 2.9 may come of operands rounded to the ten; 2.8433 may not."""
        catalogue = small(quotient("A", "B", factor=1.0))
        store = Store(tmp_path)
        rows = [
            fact("A", "2020", above, edition="E"),
            fact("B", "2020", 8_040.0, edition="E"),
            fact("R", "2020", 2.9, edition="E"),
        ]
        store.publish(rows, source="long")
        assert [gap.published.value for gap in check_published(store, catalogue)] == found

    def test_the_account(self, published, catalogue):
        found = account(published, catalogue)
        assert (found["ecarts"], found["controles"]) == ([], [])
        assert found["publies"] == {"PART_DELD": 22, "DEFM_A_PART_F": 1, "SNE_TENSION": 1}
        assert sum(found["calculs"].values()) == 39


def small(calculation: Calculation, **changes) -> Catalogue:
    """Counts A and B, and R made from them."""
    counts = {"nature": Nature.COUNT, "unit": "personnes", "additive": True}
    described = [
        indicator(code="A", **counts),
        indicator(code="B", **counts),
        indicator(code="R", calculation=calculation, **changes),
    ]
    return Catalogue({one.code: one for one in described}, {}, {})


def quotient(above: str, below: str, factor: float = 100.0) -> Calculation:
    return Calculation(Operation.QUOTIENT, (Operand(above), Operand(below)), factor)


def test_a_first_value_is_that_of_the_oldest_edition(tmp_path):
    """Read after the newer one, it has a higher number: it is older all the same."""
    operands = Operand("A"), Operand("B", revision=Which.FIRST)
    catalogue = small(Calculation(Operation.QUOTIENT, operands, 100.0))
    store = Store(tmp_path)
    store.publish([fact("A", "2020", 1.0)], source="a")
    store.publish([fact("B", "2020", 4.0, edition="Estimations 2024")], source="b")
    store.publish([fact("B", "2020", 2.0, edition="Estimations 2020")], source="c")
    (row,) = derive(store, catalogue, "R")
    assert (row.value, row.edition) == (50.0, "Estimations 2020")


def test_an_indicator_may_be_made_of_computed_ones(tmp_path):
    operands = Operand("A"), Operand("A", Shift.BEFORE)
    change = indicator(
        code="E", nature=Nature.CHANGE, calculation=Calculation(Operation.DIFFERENCE, operands)
    )
    catalogue = small(quotient("A", "B"))
    on_rate = replace(
        change,
        calculation=replace(
            change.calculation, operands=(Operand("R"), Operand("R", Shift.BEFORE))
        ),
    )
    catalogue = replace(catalogue, indicators={"E": on_rate, **catalogue.indicators})
    store = Store(tmp_path)
    rows = [
        fact(code, year, n)
        for code, year, n in (
            ("A", "2019", 1.0),
            ("B", "2019", 4.0),
            ("A", "2020", 3.0),
            ("B", "2020", 4.0),
        )
    ]
    store.publish(rows, source="long")
    assert [(row.period, row.value) for row in derive(store, catalogue, "E")] == [("2020", 50.0)]
    assert {row.indicator for row in unpublished(store, catalogue)} == {"E", "R"}


def test_a_level_that_is_not_declared_is_not_computed(tmp_path):
    store = Store(tmp_path)
    store.publish(
        [fact(code, "2020", 1.0, level="commune", territory="44109") for code in "AB"],
        source="long",
    )
    assert derive(store, small(quotient("A", "B"))) == []


@pytest.mark.parametrize(
    ("period", "after", "before"),
    [
        ("2019", "2020-01-01", "2018"),
        ("2019-S1", "2019-07-01", "2018-S2"),
        ("2019-S2", "2020-01-01", "2019-S1"),
        ("2019-T1", "2019-04-01", "2018-T4"),
        ("2019-T4", "2020-01-01", "2019-T3"),
        ("2019-01", "2019-02-01", "2018-12"),
        ("2019-12", "2020-01-01", "2019-11"),
        ("2019-12-31", "2020-01-01", "2018-12-31"),
        ("2019-06-30", "2019-07-01", "2018-06-30"),
        ("2020-02-28", "2020-02-29", "2019-02-28"),
        ("2020-02-29", "2020-03-01", "2019-02-28"),
        ("2022-2023", None, "2021-2022"),
    ],
)
def test_the_day_after_and_the_period_before(period, after, before):
    assert (day_after(period), period_before(period)) == (after, before)


PERIODS = ["2019", "2020", "2019-12-31", "2020-01-01", "2020-12-31"]
NOT_NUMBERS = [status for status in Status if status is not Status.VALUE]
numbers = st.one_of(st.just(0.0), st.floats(-1e6, 1e6).map(lambda n: round(n, 2)))
marks = st.frozensets(st.sampled_from(Mark), max_size=2)


@st.composite
def observations(draw) -> list[Observation]:
    """Figures of A and B: up to three revisions of a few cells."""
    keys = st.tuples(st.sampled_from("AB"), st.sampled_from(["44", "49"]), st.sampled_from(PERIODS))
    found = []
    for code, territory, period in draw(st.lists(keys, max_size=14, unique=True)):
        for revision in range(1, draw(st.integers(1, 3)) + 1):
            value, status = draw(numbers), Status.VALUE
            if draw(st.integers(0, 3)) == 0:
                value, status = None, draw(st.sampled_from(NOT_NUMBERS))
            found.append(
                fact(
                    code,
                    period,
                    value,
                    territory=territory,
                    status=status,
                    marks=draw(marks),
                    edition=draw(st.sampled_from(["ancienne", "nouvelle"])),
                    revision=revision,
                )
            )
    return found


operands = st.builds(
    Operand,
    st.sampled_from("AB"),
    st.sampled_from(Shift),
    st.one_of(st.sampled_from(Which), st.integers(1, 3)),
    st.sampled_from(["", "ancienne"]),
)
calculations = st.builds(
    lambda operation, first, second, factor: Calculation(
        operation, (replace(first, shift=Shift.NONE), second), factor
    ),
    st.sampled_from(Operation),
    operands,
    operands,
    st.sampled_from([1.0, 100.0, 1000.0]),
)


@settings(max_examples=30, deadline=None)
@given(observations(), calculations)
def test_it_equals_the_naive_one(tmp_path_factory, given_rows, calculation):
    store = Store(tmp_path_factory.mktemp("magasin"))
    store.publish(given_rows, source="long")
    catalogue = small(calculation)
    found = {
        (row.level, row.territory, row.period): (row.status, row.value, row.marks)
        for row in derive(store, catalogue, "R")
    }
    assert found == derived(catalogue.indicators["R"], given_rows)


@settings(max_examples=8, deadline=None)
@given(observations(), calculations)
def test_what_comes_of_an_invented_figure_is_invented(tmp_path_factory, given_rows, calculation):
    store = Store(tmp_path_factory.mktemp("magasin"))
    invented = [replace(row, marks=row.marks | {Mark.FICTITIOUS}) for row in given_rows]
    store.publish(invented, source="long")
    publish_derived(store, small(calculation))
    rows = store.observations()
    assert [row.marks >= {Mark.FICTITIOUS} for row in rows] == [True] * len(rows)
    assert store.observations(only_real=True) == []
