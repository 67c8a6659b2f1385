"""The text of a questionnaire, answers read and counted: pure, no database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.surveys.questionnaire import (
    FEWEST,
    Faulty,
    by_group,
    protected_groups,
    read_answers,
    read_questionnaire,
    tally,
    written,
)
from observatoire.surveys.questionnaire.counting import NO_ANSWER
from tests.observatoire.surveys.asking import TEXT

CATALOGUE = Path(__file__).parents[3] / "catalogue" / "questionnaires"
ASKED = read_questionnaire(TEXT, name="essai.yaml")


def faults(text: str) -> list[str]:
    with pytest.raises(Faulty) as raised:
        read_questionnaire(text, name="essai.yaml")
    return [str(one) for one in raised.value.problems]


class TestText:
    @pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.yaml")), ids=lambda path: path.stem)
    def test_the_catalogue_is_sound(self, path):
        assert read_questionnaire(path.read_text("utf-8"), name=path.name).code == path.stem

    def test_what_is_written_reads_back(self):
        assert read_questionnaire(written(ASKED), name="essai.yaml") == ASKED

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ("type: date", "type: jour", "ligne 17\u00a0: le type «\u00a0jour\u00a0» n’existe pas"),
            ("code: jour", "code: venu", "ligne 17\u00a0: le code «\u00a0venu\u00a0» sert déjà"),
            ("code: jour", "code: Jour", "ligne 17\u00a0: le code «\u00a0Jour\u00a0» s’écrit en"),
            (
                "code: jour",
                "code: jour, taille: 3",
                "ligne 17\u00a0: «\u00a0taille\u00a0» n’a pas de",
            ),
            (
                "type: date",
                "type: date, long: true",
                "ligne 17\u00a0: «\u00a0long\u00a0» n’a pas de",
            ),
            (
                "parmi: [oui]",
                "parmi: [peut]",
                "ligne 11\u00a0: «\u00a0venu\u00a0» n’a pas de choix peut",
            ),
            (
                "question: venu,",
                "question: mots,",
                "ligne 11\u00a0: la condition cite «\u00a0mots\u00a0»",
            ),
            ("de: 1, a: 5", "de: 5, a: 1", "ligne 14\u00a0: l’échelle va de 5 à 1"),
            ("minimum: 0", "minimum: 900", "ligne 16\u00a0: le minimum dépasse le maximum"),
            ("titre: Essai", "titre: ''", "ligne 4\u00a0: «\u00a0titre\u00a0» est un texte"),
            (
                "obligatoire: true,",
                "obligatoire: peut,",
                "ligne 8\u00a0: «\u00a0obligatoire\u00a0» vaut",
            ),
        ],
    )
    def test_a_fault_has_its_line(self, before, after, said):
        assert [one[: len(said) + 12] for one in faults(TEXT.replace(before, after, 1))] == [
            f"essai.yaml, {said}"
        ]

    @pytest.mark.parametrize("text", ["", "a: [", "- un", "a: &x [*x]", "code: essai"])
    def test_what_is_no_questionnaire_is_refused(self, text):
        assert len(faults(text)) >= 1


class TestAnswers:
    def read(self, *, is_final=True, **typed):
        lists = {
            f"q-{name}": one if isinstance(one, list) else [one] for name, one in typed.items()
        }
        return read_answers(ASKED, lists, is_final=is_final)

    def test_each_kind_is_read(self):
        typed = {"venu": "oui", "avis": "sans_avis", "usages": ["agir", "lire"], "note": "4"}
        typed |= {
            "parler": "10",
            "trajet": "1\u202f2,5",
            "jour": "17/03/2026",
            "mots": " Bien\x00 ! ",
        }
        typed |= {"points.salle": "bien"}
        assert self.read(**typed).values == {
            "venu": "oui",
            "avis": "sans_avis",
            "usages": ["lire", "agir"],
            "note": "4",
            "parler": "10",
            "trajet": 12.5,
            "jour": "2026-03-17",
            "mots": "Bien !",
            "points": {"salle": "bien"},
        }

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"trajet": "beaucoup"}, "Écrire un nombre en chiffres, par exemple 12,5."),
            ({"trajet": "-1"}, "Écrire un nombre à partir de 0."),
            ({"trajet": "601"}, "Écrire un nombre jusqu’à 600."),
            ({"trajet": "1e999"}, "Écrire un nombre en chiffres, par exemple 12,5."),
            (
                {"jour": "31/02/2026"},
                "Écrire une date, par exemple 17/03/2026\u00a0: elle doit exister.",
            ),
            ({"note": "9"}, "Choisir parmi les réponses proposées."),
            ({"points.salle": "9"}, "Choisir parmi les réponses proposées."),
            ({"usages": ["lire", "9"]}, "Choisir parmi les réponses proposées."),
            ({"mots": "x" * 41}, "Ce texte a 41 signes\u00a0: le ramener à 40."),
        ],
    )
    def test_each_fault_is_said(self, typed, said):
        assert self.read(venu="non", **typed).faults == {next(iter(typed)).split(".")[0]: said}

    def test_a_question_that_is_not_asked_is_neither_required_nor_kept(self):
        assert self.read(venu="non", avis="tres_satisfait").values == {"venu": "non"}
        assert self.read(venu="non").faults == {}
        assert self.read(venu="oui").faults == {"avis": "Choisir une réponse."}

    def test_a_draft_may_lack_what_is_required(self):
        assert self.read(is_final=False).faults == {}


class TestCounting:
    def test_counts_and_shares(self):
        minds = ["tres_satisfait"] * 3 + ["plutot_insatisfait"] * 2 + ["sans_avis"] * 3
        answers = [{"venu": "oui", "avis": one} for one in minds] + [{"venu": "non"}]
        (found,) = [one for one in tally(ASKED, answers) if one.code == "avis"]
        assert (found.asked, found.answered, found.satisfied) == (8, 8, 0.6)
        assert [(one.code, one.number, one.share) for one in found.counts] == [
            ("tres_satisfait", 3, 0.375),
            ("plutot_satisfait", 0, 0),
            ("plutot_insatisfait", 2, 0.25),
            ("tres_insatisfait", 0, 0),
            ("sans_avis", 3, 0.375),
        ]

    def test_numbers_and_recommendation(self):
        answers = [{"trajet": n, "parler": str(n)} for n in (0, 5, 9, 10, 10)]
        found = {one.code: one for one in tally(ASKED, answers)}
        assert (found["trajet"].mean, found["trajet"].median) == (6.8, 9)
        assert found["parler"].score == 20  # three promoters, two detractors, of five

    def test_fewer_than_five_are_not_described(self):
        (found, *_) = tally(ASKED, [{"venu": "oui"}] * (FEWEST - 1))
        assert (found.hidden, found.counts, found.answered) == (True, (), 4)


class TestGroups:
    @pytest.mark.parametrize(
        ("sizes", "hidden"),
        [
            ({"a": 9, "b": 6}, set()),
            ({"a": 9, "b": 4}, {"a", "b"}),
            ({"a": 9, "b": 6, "c": 4}, {"b", "c"}),
            ({"a": 9, "b": 3, "c": 3}, {"b", "c"}),
            ({"a": 9, "b": 6, "c": 2, "d": 2}, {"b", "c", "d"}),
            ({"a": 9, "b": 0}, set()),
            ({}, set()),
        ],
    )
    def test_the_smallest_hide_with_them_what_a_difference_gives_back(self, sizes, hidden):
        assert protected_groups(sizes) == hidden

    @given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=6))
    def test_no_subtraction_describes_fewer_than_five(self, sizes):
        hidden = protected_groups(sizes)
        shown = sum(size for name, size in sizes.items() if name not in hidden)
        left = sum(sizes.values()) - shown
        assert left == 0 or left >= FEWEST or not shown
        assert len(hidden) != 1 or not shown
        assert [n for n, size in sizes.items() if 0 < size < FEWEST and n not in hidden] == []

    @given(
        st.lists(
            st.fixed_dictionaries(
                {},
                optional={"venu": st.sampled_from(["oui", "non"]), "note": st.sampled_from("135")},
            ),
            max_size=25,
        )
    )
    def test_whole_minus_shown_groups_is_nobody_or_five(self, answers):
        whole = {one.code: one.answered for one in tally(ASKED, answers)}
        groups = by_group(ASKED, answers, "venu")
        assert {one.code for one in groups} <= {"oui", "non", NO_ANSWER}
        for rank, code in enumerate(whole):
            shown = [one.tallies[rank].answered for one in groups if not one.tallies[rank].hidden]
            left = whole[code] - sum(shown)
            assert left == 0 or left >= FEWEST or not shown
            assert all(size >= FEWEST for size in shown)

    def test_a_hidden_question_says_nothing_of_its_size(self):
        answers = [{"venu": "oui"}] * 9 + [{"venu": "non"}] * 2
        groups = by_group(ASKED, answers, "venu")
        assert {(one.tallies[0].answered, one.tallies[0].hidden) for one in groups} == {(0, True)}


def test_a_draft_may_have_an_empty_part():
    empty = written(replace(ASKED, sections=(replace(ASKED.sections[0], questions=()),)))
    assert read_questionnaire(empty, name="essai", is_draft=True).sections[0].questions == ()
    assert len(faults(empty)) == 1
