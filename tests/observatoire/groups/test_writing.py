"""Lines that become objects, texts brought together, old minutes read: the pure part."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from observatoire.groups.writing import Line, Merged, merge, read_lines, read_old

WORDS = st.text(alphabet="abcé .\n", max_size=60)


def test_lines_become_what_they_announce():
    text = (
        "# Lettre\n"
        "Deux numéros ont paru.\n"
        "Le troisième vient.\n"
        "\n"
        "- **Action** : demander les chiffres @ARS avant le 12/03/2026\n"
        "Décision : trois temps à chaque réunion\n"
        "Appel à contribution : des initiatives d’ailleurs\n"
        "Remarque : rien à suivre ici"
    )
    assert read_lines(text) == [
        Line("titre", "Lettre"),
        Line("texte", "Deux numéros ont paru.\nLe troisième vient."),
        Line("action", "demander les chiffres @ARS avant le 12/03/2026", "ARS", date(2026, 3, 12)),
        Line("decision", "trois temps à chaque réunion"),
        Line("appel", "des initiatives d’ailleurs"),
        Line("texte", "Remarque : rien à suivre ici"),
    ]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("pour le 1er avril 2026", date(2026, 4, 1)),
        ("d’ici le 30/06/2026", date(2026, 6, 30)),
        ("avant le 31/02/2026", None),
        ("avant le 3 brumaire 2026", None),
        ("le 12/03/2026", None),
    ],
)
def test_a_day_is_read_only_where_it_is_a_term(words, day):
    assert read_lines(f"Action : écrire {words}")[0].due == day


def test_two_people_in_the_same_sentence():
    base = "La note paraît en mars et parle de logement."
    ours = "La note paraît en avril et parle de logement."
    theirs = "La note paraît en mars et parle de logement et de jeunesse."
    whole = "La note paraît en avril et parle de logement et de jeunesse."
    assert merge(base, ours, theirs) == Merged(whole, is_whole=True)


def test_two_lines_added_at_the_same_place_are_both_there():
    assert merge("Un\n", "Un\nDeux", "Un\nTrois") == Merged("Un\nDeux\nTrois", is_whole=True)


def test_the_same_words_changed_twice_are_for_a_person():
    assert merge("en mars", "en avril", "en mai") == Merged("en avril", is_whole=False)


@given(base=WORDS, text=WORDS)
def test_who_writes_alone_is_always_kept(base, text):
    assert merge(base, base, text) == Merged(text, is_whole=True)
    assert merge(base, text, base) == Merged(text, is_whole=True)
    assert merge(base, text, text) == Merged(text, is_whole=True)


@given(base=WORDS, ours=WORDS, theirs=WORDS)
def test_what_is_not_whole_leaves_what_was_kept(base, ours, theirs):
    found = merge(base, ours, theirs)
    assert found.is_whole or found.text == ours


def test_old_minutes_propose_and_invent_nothing():
    text = (
        "Une enquête sera envoyée lors de la prochaine matinale.\n"
        "L’ARS se renseigne sur les données d’une association au niveau régional.\n"
        "Le groupe s’est réuni en juin.\n"
        "Appel à contribution : des idées pour février."
    )
    assert [(one.kind, one.text) for one in read_old(text)] == [
        ("action", "Une enquête sera envoyée lors de la prochaine matinale."),
        (
            "piste",
            "L’ARS se renseigne sur les données d’une association au niveau régional.",
        ),
        ("appel", "des idées pour février."),
    ]
    assert all(one.text in text for one in read_old(text))
