"""What protect lets out resists the attack; and it hides no more than it must."""

from itertools import combinations

import numpy as np
import pytest

from stats.secrecy.audit import audit
from stats.secrecy.protection import shield
from stats.secrecy.releases import Release
from stats.store.table import RefusedError
from tests.stats.secrecy.drawn import drawn_table, naive_release, release_of, small_table

TABLES = 24
FLAT = {"l": {"total": "T"}, "k": {"total": "T"}}
CROSSED = {
    ("a", "x"): 2, ("a", "y"): 30, ("b", "x"): 12, ("b", "y"): 14, ("c", "x"): 11, ("c", "y"): 10,
}  # fmt: skip


def hidden_in(found, *statuses):
    pairs = zip(found.cells, found.statuses.tolist(), strict=True)
    return {cell for cell, status in pairs if status in (statuses or ("A", "B", "D"))}


def assert_resists(releases, rules, table):
    judged, blind = audit(releases, rules, table), audit(releases, rules)
    assert (judged.leaks, judged.is_proved) == ((), True)
    assert (blind.leaks, blind.is_proved) == ((), True)


@pytest.mark.parametrize("seed", range(TABLES))
def test_the_attacker_finds_nothing_in_what_protect_lets_out(seed):
    table, rules = drawn_table(seed)
    found = shield(table, rules)
    assert_resists([release_of(found)], rules, table)
    shown = found.statuses == "V"
    assert np.array_equal(found.values[shown], table.value.ravel()[shown])
    assert np.isnan(found.values[~shown]).all()


@pytest.mark.parametrize("seed", range(100, 112))
def test_two_releases_of_one_table_resist_together(seed):
    """The second one gives a dimension more detail: its parts were not published before."""
    table, rules = drawn_table(seed, shapes=((6, 3), (4, 4)))
    name = table.names[0]
    first = shield(table, rules)
    coarse = release_of(first)
    keep = {code for code in table.dimensions[0].codes if code not in ("c0", "c1")}
    coarse = Release(
        "première",
        coarse.dimensions,
        {cell: value for cell, value in coarse.shown.items() if cell[0] in keep},
        {cell: status for cell, status in coarse.hidden.items() if cell[0] in keep},
    )
    assert name == "d0"
    second = shield(table, rules, [coarse])
    assert_resists([release_of(second), coarse], rules, table)


def fewest_masks(table, rules, secret, most):
    """The least number of masks, by trying every choice; None when more than `most`."""
    others = [key for key in table.keys() if key not in secret]
    for count in range(most + 1):
        for masks in combinations(others, count):
            if not audit([naive_release(table, secret, set(masks))], rules, table).leaks:
                return count
    return None


@pytest.mark.parametrize("seed", [2, 3, 5, 7, 11, 13])
def test_the_masks_are_as_few_as_can_be(seed):
    table, rules = drawn_table(seed, shapes=((3, 2), (4,), (2, 2)))
    found = shield(table, rules)
    best = fewest_masks(table, rules, hidden_in(found, "A", "B"), most=4)
    assert (found.count("D"), found.optimal, found.gap) == (best, True, 0.0)


def test_linked_tables_share_their_margins():
    """By age, then by sex: the same communes, whose totals are in both."""
    dimensions = {
        "commune": {"total": "T"},
        "age": {"total": "T"},
        "sexe": {"total": "T"},
    }
    ages = {("a", "j", "T"): 3, ("a", "v", "T"): 20, ("b", "j", "T"): 12, ("b", "v", "T"): 9}
    by_age, rules = small_table(
        {(commune, age): value for (commune, age, _), value in ages.items()},
        {name: dimensions[name] for name in ("commune", "age")},
    )
    sexes = {("a", "f"): 11, ("a", "h"): 12, ("b", "f"): 10, ("b", "h"): 11}
    by_sex, _ = small_table(sexes, {name: dimensions[name] for name in ("commune", "sexe")})
    _, both = small_table({("a", "j", "f"): 1}, dimensions)
    first = shield(by_age, rules)
    ours = release_of(first)
    wide = Release(
        "ages",
        ("commune", "age"),
        {(*cell, "T"): value for cell, value in ours.shown.items()},
        {(*cell, "T"): status for cell, status in ours.hidden.items()},
    )
    second = shield(by_sex, both, [wide])
    told = {
        (commune, "T", sex): status
        for (commune, sex), status in zip(second.cells, second.statuses.tolist(), strict=True)
    }
    # A margin that one table hides is hidden in the other.
    assert {cell for cell, status in told.items() if status != "V"} >= {
        cell for cell in wide.hidden if cell in told
    }
    after = Release(
        "sexes",
        ("commune", "sexe"),
        {
            (commune, "T", sex): value
            for (commune, sex), value in zip(second.cells, second.values.tolist(), strict=True)
            if told[commune, "T", sex] == "V"
        },
        {cell: status for cell, status in told.items() if status != "V"},
    )
    assert audit([wide, after], both).leaks == ()


def test_a_secret_that_is_published_already_is_refused_by_name():
    table, rules = small_table(CROSSED, FLAT)
    already = Release("avant", ("l", "k"), {("a", "x"): 2.0}, {})
    with pytest.raises(RefusedError, match="a × x"):
        shield(table, rules, [already])


def test_what_was_hidden_stays_hidden():
    table, rules = small_table(CROSSED, FLAT)
    before = naive_release(table, {("a", "x")}, {("a", "y"), ("c", "x"), ("c", "y")})
    found = shield(table, rules, [before])
    assert hidden_in(found) == {("a", "x"), ("a", "y"), ("c", "x"), ("c", "y")}


def test_a_rate_with_a_public_denominator_is_a_number_that_is_told(tmp_path):
    path = tmp_path / "taux.csv"
    path.write_text("l,k,taux,denominateur\na,x,6.7,30\n", encoding="utf-8")
    table, rules = small_table(CROSSED, FLAT, taux=[str(path)])
    with pytest.raises(RefusedError, match="a × x"):
        shield(table, rules)
    path.write_text("l,k,taux,denominateur\nc,x,10.0,110\n", encoding="utf-8")
    # Hiding what the rate tells would hide nothing: something else is hidden.
    assert ("c", "x") in hidden_in(shield(*small_table(CROSSED, FLAT)))
    assert ("c", "x") not in hidden_in(shield(table, rules))


def test_a_growth_rate_tells_the_year_that_is_hidden(tmp_path):
    path = tmp_path / "evolutions.csv"
    path.write_text("l,k,evolution,precedent\na,x,-50,4\n", encoding="utf-8")
    table, rules = small_table(CROSSED, FLAT, evolutions=[str(path)])
    with pytest.raises(RefusedError, match="a × x"):
        shield(table, rules)


def test_a_published_rate_that_is_not_the_tables_is_refused(tmp_path):
    path = tmp_path / "taux.csv"
    path.write_text("l,k,taux,denominateur\na,x,50,30\n", encoding="utf-8")
    table, rules = small_table(CROSSED, FLAT, taux=[str(path)])
    with pytest.raises(RefusedError, match="ne correspond pas"):
        shield(table, rules)


def test_masks_change_as_little_as_possible_from_one_year_to_the_next():
    table, rules = small_table(CROSSED, FLAT)
    usual = hidden_in(shield(table, rules))
    other = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert usual != other
    last_year = naive_release(table, {("a", "x")}, other - {("a", "x")})
    assert hidden_in(shield(table, rules, previous=[last_year])) == other


def test_costs_hide_what_matters_least():
    cells = {key: {"effectif": float(v), "poids": 1.0} for key, v in CROSSED.items()}
    for line in ("b",):
        for column in ("x", "y"):
            cells[line, column]["poids"] = 50.0
    table, rules = small_table(cells, FLAT, cout="poids")
    assert hidden_in(shield(table, rules)) == {("a", "x"), ("a", "y"), ("c", "x"), ("c", "y")}
    table, rules = small_table(CROSSED, FLAT, cout="effectif")
    hidden = hidden_in(shield(table, rules), "D")
    assert ("T", "T") not in hidden


def test_an_unknown_cost_is_refused():
    table, rules = small_table(CROSSED, FLAT, cout="prix")
    with pytest.raises(RefusedError, match="« prix » n’est ni une colonne"):
        shield(table, rules)


def test_respondents_learn_nothing_of_each_other():
    """Three services by kind of measure: each knows its own line."""
    dimensions = {"service": {"total": "T"}, "mesure": {"total": "T"}}
    services = {"s1": (40, 9), "s2": (35, 20), "s3": (50, 12), "s4": (30, 31)}
    cells = {
        (service, kind): {"effectif": value, "contributeurs": 1.0, "maximum": value}
        for service, values in services.items()
        for kind, value in zip(("tutelle", "curatelle"), map(float, values), strict=True)
    }
    table, rules = small_table(
        cells, dimensions, regles={"seuil": "3", "dominance": "85"}, repondants="service"
    )
    found = shield(table, rules)
    assert_resists([release_of(found)], rules, table)
    assert hidden_in(found) == set(cells) | {(service, "T") for service in services}


def test_who_reads_the_statuses_does_not_know_two_ones():
    """Two secrets of 1 under a total of 2: « A » says that neither is zero."""
    cells = {("a",): 1, ("b",): 1, ("c",): 9, ("d",): 8}
    table, rules = small_table(cells, {"d": {"total": "T"}})
    assert hidden_in(shield(table, rules)) == {("a",), ("b",)}
    table, rules = small_table(cells, {"d": {"total": "T"}}, statuts_connus="true")
    found = shield(table, rules)
    assert len(hidden_in(found)) == 3
    assert_resists([release_of(found)], rules, table)


def test_sensitive_zeros_are_hidden_where_asked():
    cells = dict(CROSSED) | {("b", "y"): 0}
    table, rules = small_table(cells, FLAT, regles={"seuil": "5", "zeros_sensibles": "true"})
    found = shield(table, rules)
    assert hidden_in(found, "A") == {("a", "x"), ("b", "y")}
    assert_resists([release_of(found)], rules, table)


def test_a_table_without_secret_is_published_whole():
    table, rules = small_table({key: value + 10 for key, value in CROSSED.items()}, FLAT)
    found = shield(table, rules)
    assert (hidden_in(found), found.method, found.gap) == (set(), "optimale", 0.0)


def test_beyond_the_size_of_the_optimum_the_heuristic_is_as_sound(monkeypatch):
    monkeypatch.setattr("stats.secrecy.protection.OPTIMAL_SIZE", 0)
    for seed in range(6):
        table, rules = drawn_table(seed, shapes=((6, 4), (3, 3, 2)))
        found = shield(table, rules)
        assert found.gap is None or not found.proofs
        assert_resists([release_of(found)], rules, table)
