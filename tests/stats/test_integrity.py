"""The rules of the catalogue: what keeps them, what breaks them, what a reading then does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stats.__main__ import main
from stats.catalogue import load_catalogue
from stats.catalogue.model import Bounds, Catalogue, Equality, Nature, Nesting, Rule, Severity
from stats.integrity import check_incoming, check_integrity
from stats.observation import Observation
from stats.sources import checked, read
from stats.statuses import Status
from stats.store import COMPUTED, Store
from tests.stats.examples import indicator
from tests.stats.sources.official import FOLDER, needed

REAL = Path(__file__).parents[2] / "catalogue"
# DREES, enquête Aide sociale, séries longues 1996-2020, 31 December 2020: tables 1, 2, 5, 6, 7, 8.
CODES = (
    "ASE_ACCUEILLIS ASE_CONFIES ASE_PLACEMENTS_DIRECTS ASE_ACTIONS_EDUC ASE_AED ASE_AEMO".split()
)
ASE_2020 = {
    "44": (3094, 2814, 280, 3211, 833, 2378),
    "49": (2782, 2593, 189, 2065, 546, 1519),
    "53": (1019, 982, 37, 1165, 435, 730),
    "72": (1651, 1564, 87, 1693, 397, 1296),
    "85": (1455, 1319, 136, 1492, 700, 792),
}


class Region:
    """Which départements are in Pays de la Loire, as `Territories` says it."""

    def children(self, key, level, *, whole_only=False):
        assert (str(level), whole_only) == ("departement", True)
        return tuple(Place(code) for code in ASE_2020) if key == ("region", "R52") else ()


class Place:
    def __init__(self, code):
        self.code = code


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(REAL)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "magasin")


def fact(code: str, value: float | None, territory: str = "44", **changes) -> Observation:
    described = {
        "indicator": code,
        "level": "departement",
        "territory": territory,
        "period": "2020-12-31",
        "edition": "Séries 1996-2020",
    }
    return Observation(value=value, **(described | changes))


def ase() -> list[Observation]:
    return [
        fact(code, float(value), territory)
        for territory, values in ASE_2020.items()
        for code, value in zip(CODES, values, strict=True)
    ]


class TestRealFigures:
    def test_child_welfare_in_2020(self, catalogue):
        assert check_integrity(ase(), catalogue) == []

    def test_each_of_its_figures_counts(self, catalogue):
        """Whichever is one more than published, the rule of its total says so."""
        for place, one in enumerate(rows := ase()):
            wrong = [*rows[:place], replace(one, value=one.value + 1), *rows[place + 1 :]]
            rule = "ase_accueillis" if place % 6 < 3 else "ase_actions_educatives"
            found = [(b.rule, b.territory, b.blocks) for b in check_integrity(wrong, catalogue)]
            assert found == [(rule, one.territory, True)]

    def test_the_figures_of_the_catalogue(self, catalogue):
        assert check_integrity(read("chiffres", [], catalogue)[0], catalogue, Region()) == []

    @needed
    @pytest.mark.parametrize("years", ["1996_2018", "1996_2020"])
    def test_the_workbooks_of_drees(self, catalogue, years):
        file = f"aide_sociale/beneficiaires_aide_sociale_series_longues_{years}.xlsx"
        table, report = read("drees_aide_sociale", [Path(FOLDER) / file], catalogue)
        assert set(CODES) <= set(table.column("indicateur").to_pylist())
        assert (report.sound, check_integrity(table, catalogue, Region())) == (True, [])


def small(*rules: Rule) -> Catalogue:
    """Three counts and two rates in percent."""
    counts = {"nature": Nature.COUNT, "unit": "personnes", "additive": True}
    described = [
        *(indicator(code=code, **counts) for code in "ABC"),
        indicator(code="P"),
        indicator(code="Q"),
    ]
    return Catalogue(
        {one.code: one for one in described}, {}, {}, rules={one.code: one for one in rules}
    )


def rule(**kind) -> Rule:
    return Rule("essai", "Une règle.", Severity.WARNING, **kind)


SUM = rule(equality=Equality("A", ("B", "C"), tolerance=1.0, since="2010"))
INSIDE = rule(nesting=Nesting("region", "departement", tolerance=1.0))
SHARES = rule(bounds=Bounds("%", 0.0, 100.0, aside=("Q",)))


def found(rows: list[Observation], one: Rule) -> list[tuple]:
    return [(b.found, b.expected, b.tolerance) for b in check_integrity(rows, small(one), Region())]


class TestEquality:
    def test_within_its_tolerance(self):
        assert found([fact("A", 11), fact("B", 4), fact("C", 6)], SUM) == []

    def test_beyond(self):
        rows = [fact("A", 12), fact("B", 4), fact("C", 6)]
        assert found(rows, SUM) == [(12, 10, 1.0)]
        (breach,) = check_integrity(rows, small(SUM))
        assert breach.sentence.replace("\u00a0", " ") == (
            "A, departement 44, 2020-12-31 (édition Séries 1996-2020) : 12 au lieu de 10, soit "
            "B (4) + C (6). Une règle."
        )
        assert breach.as_json() == {
            "controle": "essai",
            "gravite": "avertissement",
            "indicateur": "A",
            "niveau": "departement",
            "territoire": "44",
            "periode": "2020-12-31",
            "edition": "Séries 1996-2020",
            "trouve": 12,
            "attendu": 10,
            "ecart": 2,
            "tolerance": 1.0,
            "phrase": breach.sentence,
        }

    @pytest.mark.parametrize(
        "changes",
        [
            {"edition": "Autre édition"},
            {"period": "2019-12-31"},
            {"territory": "49"},
            {"value": None, "status": Status.PRIMARY_SECRET},
            {"origin": COMPUTED},
        ],
    )
    def test_only_what_compares_is_added(self, changes):
        part = fact("C", **({"value": 6} | changes))
        assert found([fact("A", 99), fact("B", 4), part], SUM) == []

    def test_not_before_it_holds(self):
        rows = [fact(c, value, period="2009") for c, value in (("A", 99), ("B", 4), ("C", 6))]
        assert found(rows, SUM) == []
        rows = [fact(c, value, period="2010") for c, value in (("A", 99), ("B", 4), ("C", 6))]
        assert found(rows, SUM) == [(99, 10, 1.0)]

    def test_the_last_revision_counts(self):
        corrected = [fact("A", 99, revision=1), fact("A", 10, revision=2)]
        assert found([*corrected, fact("B", 4), fact("C", 6)], SUM) == []


class TestNesting:
    def rows(self, total: float) -> list[Observation]:
        region = fact("A", total, level="region", territory="R52")
        return [region, *(fact("A", 100.0, code) for code in ASE_2020)]

    def test_within_one_percent(self):
        assert found(self.rows(505.0), INSIDE) == []

    def test_beyond(self):
        assert found(self.rows(506.0), INSIDE) == [(506.0, 500.0, 5.0)]

    def test_one_unknown_and_nothing_is_said(self):
        assert found(self.rows(506.0)[:-1], INSIDE) == []

    def test_one_of_another_edition_and_nothing_is_said(self):
        rows = self.rows(506.0)
        assert found([*rows[:-1], replace(rows[-1], edition="Autre")], INSIDE) == []

    def test_rates_are_not_added(self):
        assert found([replace(row, indicator="P") for row in self.rows(506.0)], INSIDE) == []

    def test_without_territories_nothing_is_known(self):
        assert check_integrity(self.rows(506.0), small(INSIDE)) == []


class TestBounds:
    @pytest.mark.parametrize(
        ("value", "expected"), [(0.0, []), (100.0, []), (100.1, [100.0]), (-0.1, [0.0])]
    )
    def test_a_share(self, value, expected):
        assert [nearest for _, nearest, _ in found([fact("P", value)], SHARES)] == expected

    def test_what_is_set_aside_or_no_share(self):
        assert found([fact("Q", 120.0), fact("A", 120.0)], SHARES) == []


class TestIncoming:
    def test_a_part_published_before(self, store):
        store.publish([fact("B", 4), fact("C", 6)], source="long")
        (breach,) = check_incoming(store, [fact("A", 12)], small(SUM))
        assert (breach.found, breach.expected) == (12, 10)

    def test_a_fault_that_is_published_already_is_not_ours(self, store):
        store.publish([fact("A", 12), fact("B", 4), fact("C", 6)], source="long")
        assert check_incoming(store, [fact("A", 99, "49")], small(SUM)) == []
        assert len(check_integrity(store, small(SUM))) == 1

    def test_what_is_given_takes_the_place_of_what_is_published(self, store):
        store.publish([fact("A", 12), fact("B", 4), fact("C", 6)], source="long")
        assert check_incoming(store, [fact("A", 10)], small(SUM)) == []

    def test_what_the_publication_hides_does_not_count(self, store):
        store.publish([fact("B", 4), fact("C", 6)], source="long")
        assert check_incoming(store, [fact("A", 12)], small(SUM), replaced="long") == []

    def test_a_report_with_a_blocking_breach_is_not_sound(self, store, catalogue):
        rows, report = read("chiffres", [], catalogue)
        assert checked(report, rows, store, catalogue).sound
        wrong = [fact("TX_PAUV60", 101.0), *rows]
        told = checked(report, wrong, store, catalogue)
        assert (told.sound, [breach.rule for breach in told.breaches]) == (
            False,
            ["parts_en_pourcent"],
        )
        assert told.as_json()["controles"] == [told.breaches[0].as_json()]


class TestCommand:
    HEADER = "indicateur,niveau,territoire,periode,valeur\n"

    def test_a_blocking_rule_refuses_the_file(self, store, tmp_path, capsys):
        table, report = tmp_path / "table.csv", tmp_path / "rapport.json"
        rows = [
            f"{code},departement,44,2020-12-31,{value}\n"
            for code, value in zip(CODES[:3], (3094, 2814, 281), strict=True)
        ]
        table.write_text(self.HEADER + "".join(rows))
        code = main(
            ["read", "long", str(table), "--store", str(store.path), "--rapport", str(report)]
        )
        said = capsys.readouterr().err.replace("\u00a0", " ").replace("\u202f", " ").splitlines()
        assert (code, store.imports()) == (1, [])
        assert said[-2:] == [
            "ASE_ACCUEILLIS, departement 44, 2020-12-31 : 3 094 au lieu de 3 095, soit ASE_CONFIES "
            "(2 814) + ASE_PLACEMENTS_DIRECTS (281). Les enfants accueillis sont les enfants "
            "confiés à l’aide sociale à l’enfance et les placements directs.",
            "Rien n’a été publié.",
        ]
        assert '"gravite": "bloquante"' in report.read_text()

    def test_a_warning_lets_it_pass(self, store, tmp_path, capsys):
        table = tmp_path / "table.csv"
        rows = ["DALO_RECOURS,region,R52,2031,10\n", "DALO_RECOURS_LOG,region,R52,2031,8\n"]
        table.write_text(self.HEADER + "".join(rows) + "DALO_RECOURS_HEB,region,R52,2031,1\n")
        assert main(["read", "long", str(table), "--store", str(store.path)]) == 0
        said = capsys.readouterr().err.replace("\u00a0", " ")
        assert "DALO_RECOURS, region R52, 2031 : 10 au lieu de 9" in said
        assert [one.rows for one in store.imports()] == [3]

    def test_what_is_computed_is_published_by_name(self, store, catalogue, tmp_path, capsys):
        rows, _ = read("chiffres", [], catalogue)
        store.publish(rows, source="chiffres")
        report = tmp_path / "rapport.json"
        assert main(["read", "calculs", "--store", str(store.path), "--rapport", str(report)]) == 0
        printed = capsys.readouterr()
        (imported,) = [one for one in store.imports() if one.source == COMPUTED]
        assert printed.out == f"{imported.id}\n"
        assert printed.err.replace("\u00a0", " ").splitlines()[-1] == (
            "39 chiffres calculés : 24 à publier, 15 déjà publiés par leur producteur, dont 0 "
            "autrement ; 0 contrôles non tenus."
        )
        assert '"ecarts": []' in report.read_text()
