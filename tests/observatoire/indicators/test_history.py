"""A commune's page tells what happened to it; a code that vanished leads to it."""

from datetime import date
from types import SimpleNamespace

import pytest

from observatoire.indicators.presenters.history import UNDATED, present_history
from stats.territory import Level, Territory
from stats.territory.movements import Movement
from stats.words import typeset

PLACE = Territory(Level.COMMUNE, "85084", "Essarts-en-Bocage", vintage=2026)
MOVES = (
    Movement(32, date(2016, 1, 1), "85165", "85084", "L'Oie", "Essarts en Bocage"),
    Movement(32, date(2016, 1, 1), "85084", "85084", "Les Essarts", "Essarts en Bocage"),
    Movement(21, date(2024, 1, 1), "85084", "85084", "Essarts en Bocage", "Essarts-en-Bocage"),
    Movement(21, date(2024, 1, 1), "85084", "85165", "Essarts en Bocage", "L'Oie"),
)


def told(place=PLACE, movements=MOVES, former=None):
    return present_history(place, SimpleNamespace(movements=movements, former=former or {}))


def test_mergers_and_returns_the_latest_first():
    assert [(one["when"], one["what"]) for one in told()["events"]] == [
        (
            "Le 1er janvier 2024",
            typeset("laisse L'Oie (85165) redevenir une commune de plein exercice"),
        ),
        ("Le 1er janvier 2016", typeset("réunit L'Oie (85165)")),
    ]
    assert told()["missing"] == ""


def test_without_the_movements_what_is_missing_is_said():
    found = told(movements=(), former={"85030": "85084", "49321": "49160"})
    assert (found["absorbed"], found["missing"]) == (["85030"], typeset(UNDATED))


def test_what_never_changed_has_no_history():
    assert told(Territory(Level.COMMUNE, "44109", "Nantes")) is None
    assert told(Territory(Level.DEPARTEMENT, "85", "Vendée")) is None


@pytest.mark.django_db
def test_on_the_page_of_a_commune_and_from_a_vanished_code(client, published):
    response = client.get("/territoires/commune/85037/")
    assert response.url == "/territoires/commune/85289/"
    history = client.get("/territoires/commune/85289/").context["history"]
    assert "85037" in history["absorbed"]
