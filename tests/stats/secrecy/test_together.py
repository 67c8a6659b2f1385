"""A set of tables goes out together, or does not: the shape of a campaign."""

import json
import random

import pytest

from stats.secrecy.audit import audit
from stats.secrecy.releases import Release
from stats.secrecy.rules import read_rules
from stats.secrecy.together import (
    Answer,
    Draft,
    LeakError,
    publish_together,
    table_of_answers,
)
from stats.statuses import Status
from stats.store.table import RefusedError

DEPARTEMENTS = ("44", "49", "53", "72", "85")
KINDS = ("service", "individuel", "prepose")
MEASURES = ("tutelle", "curatelle", "sauvegarde")
RULES = read_rules(
    {
        "dimensions": {
            "famille": {"total": "ensemble"},
            "departement": {"total": "R52"},
            "mesure": {"total": "toutes"},
        },
        "regles": {"seuil": "3", "dominance": "85", "seuil_effectif": "5"},
        "limite": "5",
    }
)
NUMBERS = {"service": 2, "individuel": 6, "prepose": 1}


def answers(seed=1, **changed):
    """Two services, six individuals and one préposé a département, but one préposé in Mayenne who
    makes most of it; each answers for the three kinds of measures."""
    chance, found = random.Random(seed), []
    for departement in DEPARTEMENTS:
        for kind in KINDS:
            for number in range(NUMBERS[kind] + 2 * (kind == "prepose" and departement == "44")):
                who = f"{kind}-{departement}-{number}"
                for measure in MEASURES:
                    value = float(changed.get(who, chance.randint(0, 60)))
                    place = {"famille": kind, "departement": departement, "mesure": measure}
                    found.append(Answer(who, place, value))
    return found


def drafts(given, *crossings):
    wanted = crossings or (
        ("famille", "departement"),
        ("departement", "mesure"),
        ("famille", "mesure"),
    )
    return [Draft(" × ".join(names), table_of_answers(given, RULES, names)) for names in wanted]


def told(sheet):
    return {tuple(one.place.values()): one for one in sheet.figures()}


@pytest.fixture(scope="module")
def sheets():
    return publish_together(drafts(answers()), RULES)


def test_a_respondent_of_several_cells_is_one_contributor_of_their_margin():
    table = table_of_answers(answers(), RULES, ("famille", "mesure"))
    counted = dict(zip(table.keys(), table.contributors.ravel().tolist(), strict=True))
    assert counted["service", "toutes"] == 2 * len(DEPARTEMENTS)
    largest = dict(zip(table.keys(), table.largest.ravel().tolist(), strict=True))
    mine = [one.value for one in answers() if one.respondent == "service-44-0"]
    assert largest["service", "toutes"] >= sum(mine)


def test_fewer_than_three_respondents_or_one_too_large_are_hidden(sheets):
    crossed = told(sheets[0])
    # One préposé in each département, two services: secret. Individuals are six.
    assert {
        crossed[kind, code].status for kind in ("prepose", "service") for code in ("49", "85")
    } == {Status.PRIMARY_SECRET}
    assert crossed["individuel", "R52"].status is Status.VALUE
    heavy = publish_together(drafts(answers(**{"individuel-49-0": 9000}))[:1], RULES)
    found = told(heavy[0])["individuel", "49"]
    assert (found.value, found.status, found.reason) == (
        None,
        Status.PRIMARY_SECRET,
        "un contributeur fait l’essentiel de la valeur",
    )


def test_what_goes_out_together_resists_together(sheets):
    everything = [sheet.release for sheet in sheets]
    assert len(sheets) == 3
    for draft in drafts(answers()):
        # Also those who know their own answer: the audit has them attack too.
        found = audit(everything, RULES, draft.table)
        assert (found.leaks, found.is_proved) == ((), True)
    shown = [one for sheet in sheets for one in sheet.figures() if one.status is Status.VALUE]
    hidden = [one for sheet in sheets for one in sheet.figures() if one.status is not Status.VALUE]
    assert all(one.value is None and one.reason for one in hidden)
    assert len(shown) > len(MEASURES)


def test_a_margin_hidden_in_one_is_hidden_in_the_others(sheets):
    margins = {}
    for sheet in sheets:
        for cell in (*sheet.release.shown, *sheet.release.hidden):
            margins.setdefault(cell, set()).add(cell in sheet.release.hidden)
    assert {cell: kinds for cell, kinds in margins.items() if len(kinds) > 1} == {}


def test_the_next_campaign_table_knows_what_came_out_before(sheets):
    """The full crossing, asked for later, must not undo the three tables that are out."""
    kept = json.loads(json.dumps([sheet.release.as_record() for sheet in sheets]))
    earlier = [Release.of_record(one) for one in kept]
    assert earlier == [sheet.release for sheet in sheets]
    (finer,) = publish_together(
        drafts(answers(), ("famille", "departement", "mesure")), RULES, earlier=earlier
    )
    before = {cell for release in earlier for cell in release.hidden}
    assert not before & set(finer.release.shown)
    for draft in drafts(answers()):
        assert audit([finer.release, *earlier], RULES, draft.table).leaks == ()


def test_a_set_that_leaks_is_refused_with_what_leaks_and_how():
    """The answers of the préposés went out once by mistake, all but one, with their total."""
    table = table_of_answers(answers(), RULES, ("famille", "departement"))
    values = dict(zip(table.keys(), table.value.ravel().tolist(), strict=True))
    shown = {(*cell, "toutes"): value for cell, value in values.items() if cell[0] == "prepose"}
    lost = shown.pop(("prepose", "53", "toutes"))
    earlier = [Release("erreur", table.names, shown, {})]
    with pytest.raises(LeakError, match="prepose × 53"):
        publish_together(drafts(answers())[:1], RULES, earlier=earlier)
    assert lost > 0


def test_two_drafts_of_one_name_are_a_mistake():
    twice = drafts(answers(), ("famille",), ("famille",))
    with pytest.raises(ValueError, match="two drafts of one name"):
        publish_together(twice, RULES)


def test_a_negative_answer_is_refused():
    place = {"famille": "service", "departement": "44", "mesure": "tutelle"}
    with pytest.raises(RefusedError, match="négative"):
        table_of_answers([Answer("service-44-0", place, -1.0)], RULES, ("famille",))


def test_nothing_to_publish_is_nothing():
    assert publish_together([], RULES) == ()
