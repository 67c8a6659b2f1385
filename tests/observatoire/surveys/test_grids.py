"""Grids of numbers, totals that are computed, controls, and answers proposed in advance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.surveys import actions
from observatoire.surveys.models import Answer
from observatoire.surveys.presenters import table_of_answers
from observatoire.surveys.queries.links import path_of
from observatoire.surveys.questionnaire import (
    Faulty,
    alerts_of,
    read_answers,
    read_questionnaire,
    with_totals,
    written,
)
from tests.observatoire.directory.signing import texts
from tests.observatoire.surveys.asking import version

TEXT = """
code: mesures
version: 1
titre: Activité
sections:
  - titre: Mesures
    questions:
      - {code: debut, type: nombre, question: "Au 1er janvier ?", entier: true}
      - {code: entrees, type: nombre, question: "Nouvelles ?", entier: true}
      - {code: sorties, type: nombre, question: "Sorties ?", entier: true}
      - {code: fin, type: grille, question: "Au 31 décembre ?", totaux: true,
         entier: true, minimum: 0,
         lignes: [{code: tutelle, libelle: Tutelle}, {code: curatelle, libelle: Curatelle}],
         colonnes: [{code: domicile, libelle: À domicile}, {code: etab, libelle: En établissement}]}
      - {code: total, type: total, question: "Total au 31 décembre", somme: ["fin.*.*"]}
controles:
  - {code: c3, gravite: a_justifier, phrase: "Le total ne suit pas des mouvements.",
     attendu: "total = debut + entrees - sorties"}
  - {code: c6, gravite: bloquant, phrase: "Plus de sorties que de mesures.",
     attendu: "sorties <= debut + entrees"}
  - {code: c21, gravite: information, phrase: "Forte hausse.",
     attendu: "total <= 1.25 * avant.total"}
"""
WHOLE = read_questionnaire(TEXT, name="mesures")
GRID = {
    "q-fin.tutelle.domicile": ["10"],
    "q-fin.tutelle.etab": ["5"],
    "q-fin.curatelle.domicile": ["1 000"],
    "q-fin.curatelle.etab": ["0"],
}
MOVES = {"q-debut": ["1000"], "q-entrees": ["20"], "q-sorties": ["5"]}


def codes(reading) -> list[str]:
    return [one.control.code for one in reading.alerts]


class TestReading:
    def test_cells_are_read_and_the_total_is_computed(self):
        reading = read_answers(WHOLE, GRID | MOVES | {"q-total": ["3"]}, is_final=True)
        assert reading.faults == {}
        assert reading.values["fin"] == {
            "tutelle": {"domicile": 10, "etab": 5},
            "curatelle": {"domicile": 1000, "etab": 0},
        }
        assert (reading.values["total"], codes(reading)) == (1015, [])

    def test_a_wrong_cell_is_named_and_the_others_are_kept(self):
        typed = GRID | {"q-fin.tutelle.etab": ["-2"]}
        reading = read_answers(WHOLE, typed, is_final=False)
        assert reading.faults == {
            "fin": "Tutelle, En établissement\u00a0: écrire un nombre à partir de 0."
        }
        assert reading.values["total"] == 1010

    def test_its_text_reads_back(self):
        assert read_questionnaire(written(WHOLE), name="mesures") == WHOLE

    @given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 10**6), min_size=1))
    def test_a_total_is_the_sum_of_what_was_given(self, cells):
        values = with_totals(WHOLE, {"fin": {"tutelle": cells}, "total": -1})
        assert values["total"] == sum(cells.values())

    def test_cells_leave_one_a_column(self):
        values = read_answers(WHOLE, GRID, is_final=False).values
        header, (row,) = table_of_answers(WHOLE, [values])
        at = header.index("fin.curatelle.domicile")
        assert (row[at], row[header.index("total")], row[header.index("debut")]) == (1000, 1015, "")

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("total = debut +", "total = absent +", "qui n’est pas un nombre demandé"),
            ("total = debut + entrees - sorties", "total plus debut", "ne se lit pas"),
            ("gravite: bloquant", "gravite: grave", "n’existe pas"),
            ("code: c6", "code: c3", "sert déjà à un autre contrôle"),
            ('["fin.*.*"]', '["fin.*.rue"]', "qui n’est pas demandé avant"),
        ],
    )
    def test_what_makes_no_sense_is_told(self, old, new, said):
        with pytest.raises(Faulty, match=said):
            read_questionnaire(TEXT.replace(old, new), name="mesures")


class TestControls:
    def test_what_was_not_answered_is_not_controlled(self):
        assert alerts_of(WHOLE, {"debut": 3}, {}) == ()

    def test_one_to_justify_waits_for_its_reason(self):
        typed = GRID | MOVES | {"q-entrees": ["19"]}
        reading = read_answers(WHOLE, typed, is_final=True)
        sentence = "Le total ne suit pas des mouvements. Corriger, ou dire pourquoi plus bas."
        assert (codes(reading), reading.faults) == (["c3"], {"sorties": sentence})
        explained = typed | {"controle-c3": ["Un transfert d’un autre service."]}
        reading = read_answers(WHOLE, explained, is_final=True)
        assert (codes(reading), reading.faults) == (["c3"], {})
        assert reading.values["justifications"] == {"c3": "Un transfert d’un autre service."}

    def test_one_that_blocks_takes_no_reason(self):
        typed = {"q-debut": ["1"], "q-entrees": ["1"], "q-sorties": ["5"], "controle-c6": ["Si."]}
        reading = read_answers(WHOLE, typed, is_final=True)
        assert reading.faults == {"sorties": "Plus de sorties que de mesures."}
        assert read_answers(WHOLE, typed, is_final=False).faults == {}

    @pytest.mark.parametrize(("before", "expected"), [(812, []), (811, ["c21"]), (None, [])])
    def test_the_time_before_is_compared(self, before, expected):
        previous = {} if before is None else {"total": before}
        reading = read_answers(WHOLE, GRID, is_final=True, previous=previous)
        assert (codes(reading), reading.faults) == (expected, {})


@pytest.mark.django_db
class TestPrefill:
    def invited(self, **known):
        survey = actions.prepare_survey(
            by=None, version=version(TEXT), title="Activité", is_anonymous=False
        )
        actions.open_survey(by=None, survey=survey, closes_at=None)
        return actions.invite(survey=survey, people={"s1": ""}, **known)["s1"]

    def test_it_is_in_the_form_and_the_time_before_beside(self, client):
        known = {"debut": 12, "fin": {"tutelle": {"domicile": 7}}}
        one = self.invited(prefill={"s1": known}, previous={"s1": known})
        page = client.get(path_of(one))
        assert page.context["parts"][0].fields[0].value == "12"
        assert texts(page, ".obs-grid__before") == ["avant : 7"]
        assert texts(page, ".obs-grid__total")[0] == "7"
        assert Answer.objects.count() == 0

    def test_what_is_submitted_holds_its_total_and_its_reason(self, client):
        one = self.invited()
        typed = {name: value[0] for name, value in (GRID | MOVES).items()} | {"q-sorties": "6"}
        refused = client.post(path_of(one), typed | {"remettre": "oui"})
        assert texts(refused, ".obs-survey__control a") == ["Le total ne suit pas des mouvements."]
        done = client.post(path_of(one), typed | {"controle-c3": "Un transfert."})
        assert texts(done, "h1") == ["Merci de votre réponse"]
        values = Answer.objects.get().values
        assert (values["total"], values["justifications"]) == (1015, {"c3": "Un transfert."})

    def test_not_in_an_anonymous_survey(self):
        survey = actions.prepare_survey(by=None, version=version(TEXT), title="Activité")
        with pytest.raises(actions.Refused, match="anonyme"):
            actions.invite(survey=survey, people={"s1": ""}, prefill={"s1": {"debut": 1}})
