"""What is refused, and the sentence that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.catalogue.model import Break, DeclaredInterval, IntervalMethod, Nature, Randomness
from stats.comparison.guards import (
    Operation,
    Refusal,
    add_up,
    refuse_comparison,
    refuse_mean,
    refuse_rank,
    refuse_sum,
    what_is_allowed,
)
from stats.comparison.intervals import Interval, NoInterval
from stats.comparison.rounding import Total, bounds, total
from stats.comparison.significance import Standing, beside
from stats.statuses import Mark, Status
from stats.words import describe_change
from tests.stats.examples import indicator, observation

COUNTS = {"nature": Nature.COUNT, "unit": "foyers", "additive": True}


def count(**changes):
    return indicator(**(COUNTS | changes))


def two(**changes):
    return [observation("44", value=10.0), observation("85", **({"value": 5.0} | changes))]


class TestSum:
    def test_counts_add_up(self):
        assert add_up(count(), two()) == Total(15.0, 15.0, 15.0)

    @pytest.mark.parametrize(
        ("nature", "words"),
        [
            (Nature.RATE, "Un taux ne s’additionne pas"),
            (Nature.MEDIAN, "Une médiane ou un quantile ne s’additionne pas"),
            (Nature.QUANTILE, "Une médiane ou un quantile ne s’additionne pas"),
            (Nature.CHANGE, "Une évolution ne s’additionne pas"),
            (Nature.COUNT, "Cet effectif ne s’additionne pas d’un territoire à l’autre"),
        ],
    )
    def test_what_does_not_add_up_says_why(self, nature, words):
        refusal = refuse_sum(indicator(nature=nature), two())
        assert refusal.reason.startswith(words)

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"period": "2019", "edition": "Filosofi 2020"}, "Les valeurs sont de plusieurs dates"),
            ({"edition": "Autre"}, "Les valeurs viennent de plusieurs éditions : Autre, Filosofi"),
            ({"level": "region"}, "Des territoires de plusieurs niveaux se recouvrent."),
            (
                {"value": None, "status": Status.PRIMARY_SECRET},
                "Vendée : trop peu de personnes",
            ),
        ],
    )
    def test_figures_that_do_not_go_together(self, changes, reason):
        assert refuse_sum(count(), two(**changes)).reason.startswith(reason)

    def test_communes_of_two_geographies(self):
        values = [
            observation(code, value=1.0, level="commune", vintage=year)
            for code, year in (("44001", 2020), ("44002", 2024))
        ]
        assert refuse_sum(count(), values) == Refusal(
            Operation.SUM, "Les valeurs sont dans plusieurs géographies : 2020, 2024."
        )


def test_the_mean_of_medians_is_refused():
    refusal = refuse_mean(indicator(nature=Nature.MEDIAN), two())
    assert refusal.reason.startswith("La moyenne de médianes ou de quantiles n’est la médiane de")
    assert refuse_mean(indicator(), two()).reason.startswith("La moyenne de taux n’est pas")
    assert refuse_mean(count(), two()) is None


def test_what_is_censored_is_not_ranked():
    hidden = observation("85", status=Status.CENSORED, upper=5.0)
    refusal = refuse_rank(indicator(), [observation("44", value=10.0), hidden])
    assert refusal.reason.startswith("Une partie des valeurs n’est connue que par un seuil")
    assert refuse_rank(indicator(), two()) is None


def test_rounded_communes_are_not_ranked():
    rounded = observation("44001", value=5.0, level="commune", marks=frozenset({Mark.ROUNDED_1}))
    assert refuse_rank(indicator(), [rounded]).reason.startswith("Valeurs arrondies")


class TestComparison:
    def test_across_a_break(self):
        broken = indicator(breaks=(Break("2019", "Nouvelle méthode."),))
        before = observation("44", "2018", 10.0, edition="Filosofi 2018")
        refusal = refuse_comparison(broken, before, observation(value=11.0))
        assert refusal.reason.endswith("nouvelle méthode.")

    def test_across_geographies_unless_the_ground_is_the_same(self):
        before = observation("85084", "2019", 10.0, level="commune", vintage=2020)
        after = observation("85084", "2020", 11.0, level="commune", vintage=2024)
        refusal = refuse_comparison(indicator(), before, after)
        assert refusal.reason.startswith("Les deux valeurs sont dans deux géographies (2020 et")
        assert refuse_comparison(indicator(), before, after, same_ground=True) is None

    def test_a_departement_has_the_same_ground(self):
        before = observation("44", "2019", 10.0, vintage=2019)
        assert refuse_comparison(indicator(), before, observation(value=11.0)) is None

    def test_a_secret_is_not_compared(self):
        hidden = observation(value=None, status=Status.PRIMARY_SECRET)
        refusal = refuse_comparison(indicator(), observation("44", "2019", 1.0), hidden)
        assert refusal.reason == Status.PRIMARY_SECRET.explanation


def test_all_operations_are_told_together():
    told = what_is_allowed(count(), two())
    assert told == [(Operation.SUM, ""), (Operation.MEAN, ""), (Operation.RANK, "")]


class TestRounding:
    @given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30), st.booleans())
    def test_the_true_total_is_within_the_limits(self, true, down):
        """Whether the producer rounds down or to the nearest multiple of 5."""
        rounded = [5 * (n // 5) if down else 5 * ((n + 2) // 5) for n in true]
        values = [observation(value=float(n), marks=frozenset({Mark.ROUNDED_5})) for n in rounded]
        found = total(values)
        assert found.low <= sum(true) <= found.high
        assert found.value == sum(rounded)

    def test_limits_are_never_negative(self):
        small = observation(value=0.0, marks=frozenset({Mark.ROUNDED_10}))
        assert bounds(small) == (0.0, 5.0)

    def test_a_total_needs_numbers(self):
        with pytest.raises(ValueError, match="published numbers"):
            total([observation(value=None, status=Status.NOT_AVAILABLE)])


class TestBeside:
    def test_intervals_that_overlap_are_close(self):
        found = beside(indicator(), 10.0, 12.0, Interval(9, 11.5, ""), Interval(11, 13, ""))
        assert (found.standing, found.words) == (Standing.SIMILAR, "proche")

    def test_words_follow_the_direction(self):
        apart = Interval(9, 11, ""), Interval(12, 14, "")
        assert beside(indicator(direction=-1), 10, 13, *apart).words == "plus bas, plus favorable"
        assert beside(indicator(direction=1), 10, 13, *apart).words == "plus bas, moins favorable"
        assert beside(indicator(direction=0), 10, 13, *apart).words == "plus bas"

    def test_without_interval_the_minimum_change_decides(self):
        nothing = NoInterval("")
        assert beside(indicator(), 10.0, 10.1, nothing).standing is Standing.SIMILAR
        assert beside(indicator(), 10.3, 10.1, nothing).standing is Standing.HIGHER

    def test_a_reference_without_chance(self):
        found = beside(indicator(), 10.0, 10.5, Interval(9, 11, ""), NoInterval(""))
        assert found.basis == "la référence est dans l’intervalle de confiance à 95 %"


def test_a_rare_count_must_move_out_of_its_interval():
    described = count(
        randomness=Randomness.POISSON, interval=DeclaredInterval(IntervalMethod.POISSON)
    )
    before = observation("44", "2019", 10.0)
    assert describe_change(described, before, observation(value=14.0)).kind == "stable"
    assert describe_change(described, before, observation(value=40.0)).kind == "hausse"
