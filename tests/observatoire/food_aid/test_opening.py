"""Openings: five hundred cases against a second writing; what each other format can say."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from observatoire.food_aid.opening import (
    CLOSED,
    OPEN,
    UNKNOWN,
    Rule,
    Shut,
    Timetable,
    in_words,
    minutes_open,
    read_grid,
    read_osm,
    read_rrules,
    state_at,
    write_grid,
    write_osm,
    write_rrules,
)
from tests.observatoire.food_aid import naive

# Ordinary weeks, both changes of clocks, Easter, bridges of May, August, the end of the year.
MONDAYS = (
    date(2026, 3, 23),
    date(2026, 10, 19),
    date(2025, 3, 24),
    date(2026, 4, 6),
    date(2026, 5, 4),
    date(2026, 8, 10),
    date(2025, 12, 22),
    date(2026, 2, 9),
    date(2027, 3, 22),
    date(2026, 11, 9),
)


def drawn(number: int) -> tuple[Timetable, date]:
    """A case: rules that overlap, monthly ones, nights, closures; always the same for a number."""
    dice = random.Random(number)
    monday = MONDAYS[number % len(MONDAYS)]
    rules = tuple(_rule(dice, monday) for _ in range(dice.randint(1, 4)))
    shut = ()
    if dice.random() < 0.3:
        start = monday + timedelta(days=dice.randint(-3, 6))
        shut = (Shut(start, start + timedelta(days=dice.randint(0, 4))),)
    return Timetable(rules, dice.choice((OPEN, CLOSED, UNKNOWN)), shut), monday


def _rule(dice: random.Random, monday: date) -> Rule:
    opens = dice.randrange(0, 1440, 15)
    days = tuple(sorted(dice.sample(range(7), dice.randint(1, 7))))
    kind = dice.random()
    return Rule(
        opens,
        opens + dice.randrange(15, 900, 15),
        days,
        nth=tuple(dice.sample((1, 2, 3, 4, 5, -1, -2), dice.randint(1, 2))) if kind < 0.3 else (),
        every=dice.choice((1, 2, 3)) if kind > 0.8 else 1,
        months=tuple(sorted(dice.sample(range(1, 13), 9))) if dice.random() < 0.2 else (),
        start=monday - timedelta(days=dice.randint(-3, 40)) if dice.random() < 0.3 else None,
        end=monday + timedelta(days=dice.randint(-2, 9)) if dice.random() < 0.2 else None,
    )


def test_five_hundred_cases_equal_a_naive_second_writing():
    """States at 12 instants of the week; the whole week, by quarters of an hour, in a hundred."""
    wrong = []
    for number in range(500):
        timetable, monday = drawn(number)
        first = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
        dice = random.Random(-number)
        for _ in range(12):
            instant = first + timedelta(minutes=dice.randrange(0, 7 * 1440))
            if state_at(timetable, instant) != naive.state(timetable, instant):
                wrong.append((number, instant))
        if number < 100 and minutes_open(timetable, monday) != naive.minutes(timetable, monday):
            wrong.append((number, monday))
    assert wrong == []


@pytest.mark.parametrize(
    ("monday", "expected"),
    [(date(2026, 3, 23), 7 * 1440 - 60), (date(2026, 10, 19), 7 * 1440 + 60)],
)
def test_a_week_when_clocks_change_is_an_hour_shorter_or_longer(monday, expected):
    assert minutes_open(Timetable((Rule(0, 1440),), OPEN), monday) == expected


def test_without_a_rule_nothing_is_known():
    noon = datetime(2026, 3, 17, 11, tzinfo=UTC)
    assert state_at(Timetable(text="sur appel"), noon) == UNKNOWN
    assert minutes_open(Timetable(), date(2026, 3, 16)) is None


def test_a_holiday_nobody_spoke_of_is_not_a_yes():
    ascension = datetime(2026, 5, 14, 8, tzinfo=UTC)
    assert state_at(Timetable((Rule(540, 720),)), ascension) == UNKNOWN
    assert state_at(Timetable((Rule(540, 720),), CLOSED), ascension) == CLOSED
    assert state_at(Timetable((Rule(540, 720),), OPEN), ascension) == OPEN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
            [
                "Du lundi au vendredi, de 9\u00a0h à 12\u00a0h et de 14\u00a0h à 18\u00a0h\u00a030",
                "Le samedi, de 8\u00a0h\u00a030 à 12\u00a0h",
            ],
        ),
        ("Th[2] 14:00-16:00", ["Le deuxième jeudi du mois, de 14\u00a0h à 16\u00a0h"]),
        (
            "Mo-Fr 09:00-12:00; We off; PH off",
            [
                "Le lundi, mardi, jeudi et vendredi, de 9\u00a0h à 12\u00a0h",
                "Fermé les jours fériés",
            ],
        ),
        ("Tu 10:00-12:00; Aug off", ["Le mardi, sauf en août, de 10\u00a0h à 12\u00a0h"]),
        (
            "Mo 10:00-11:00; 2026 Aug 03-2026 Aug 21 off",
            ["Le lundi, de 10\u00a0h à 11\u00a0h", "Fermé du 03/08/2026 au 21/08/2026"],
        ),
        ("Fr 22:00-02:00", ["Le vendredi, de 22\u00a0h à 2\u00a0h"]),
    ],
)
def test_opening_hours_of_openstreetmap_in_words(text, words):
    timetable, losses = read_osm(text)
    assert (in_words(timetable), losses) == (words, [])


def test_what_is_not_understood_is_kept_as_text_and_said():
    timetable, losses = read_osm("Mo-Fr sunrise-sunset")
    assert (timetable.is_known, timetable.text) == (False, "Mo-Fr sunrise-sunset")
    assert losses == [
        "horaires gardés en texte\u00a0: «\u00a0Mo-Fr sunrise-sunset\u00a0» n’est pas compris"
    ]


weekly = st.builds(
    lambda opens, length, days: Rule(opens, opens + length, tuple(sorted(days))),
    st.integers(0, 95).map(lambda n: n * 15),
    st.integers(1, 40).map(lambda n: n * 15),
    st.sets(st.integers(0, 6), min_size=1),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(weekly, min_size=1, max_size=3))
def test_a_weekly_timetable_survives_each_format(rules):
    """Written, then read again, the same minutes are open."""
    monday = date(2026, 2, 9)
    given_one = Timetable(tuple(rules))
    expected = minutes_open(given_one, monday)
    for read, write in (
        (read_osm, write_osm),
        (read_grid, write_grid),
        (read_rrules, write_rrules),
    ):
        written, losses = write(given_one)
        assert losses == []
        again, lost = read(written)
        assert (minutes_open(again, monday), lost) == (expected, [])


def test_the_second_thursday_is_lost_by_a_grid_and_kept_by_the_others():
    monthly = Timetable((Rule(840, 960, (3,), nth=(2,)),))
    assert read_osm(write_osm(monthly)[0])[0].rules == monthly.rules
    assert read_rrules(write_rrules(monthly)[0])[0].rules == monthly.rules
    grid, losses = write_grid(monthly)
    assert losses == ["une règle qui n’est pas de toutes les semaines n’a pas sa place"]
    assert read_grid(grid)[0].rules == ()


@given(st.integers(0, 10_000))
def test_a_timetable_kept_as_json_comes_back(number):
    timetable, _ = drawn(number)
    assert Timetable.of_record(timetable.as_record()) == timetable
