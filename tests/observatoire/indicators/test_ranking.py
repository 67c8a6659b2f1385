"""The list beside the map: an order only where there is one."""

from __future__ import annotations

from dataclasses import replace

from observatoire.indicators.presenters.ranking import present_ranking
from stats.compute import grid_of
from stats.secrecy import protect
from stats.statuses import Status
from stats.territory import Level, Territory
from tests.stats.examples import indicator, observation

PLACE = Territory(Level.DEPARTEMENT, "44", "Loire-Atlantique")


def ranked(*cells):
    grid = protect(grid_of(indicator(), cells), indicator())
    return present_ranking(indicator(), grid, PLACE, pin=lambda territory: f"?{territory}")


def test_numbers_then_bounds_then_nothing():
    found = ranked(
        observation("44", "2020", 10.0),
        observation("49", "2020", status=Status.CENSORED, upper=5.0),
        observation("53", "2020", status=Status.PRIMARY_SECRET),
        observation("72", "2020", 12.9),
        observation("85", "2020", 10.0),
    )
    shown = [(one.place, one.name, one.value.replace("\u00a0", " ")) for one in found.lines]
    assert shown == [
        ("1", "Sarthe", "12,9 %"),
        ("2", "Loire-Atlantique", "10,0 %"),
        ("2", "Vendée", "10,0 %"),
        ("", "Maine-et-Loire", "Moins de 5,0 %"),
        ("", "Mayenne", "Secret statistique"),
    ]
    assert [one.is_chosen for one in found.lines] == [False, True, False, False, False]
    assert found.lines[0].pin == "?departement:72"


def test_two_editions_are_in_no_order():
    other = replace(observation("85", "2020", 8.9), edition="Filosofi 2020, révisé")
    found = ranked(observation("72", "2020", 12.9), other, observation("44", "2020", 10.0))
    assert found.caption == "Par ordre alphabétique, sans rang"
    assert found.reason.startswith("Les valeurs viennent de plusieurs éditions")
    assert [(one.place, one.name) for one in found.lines] == [
        ("", "Loire-Atlantique"),
        ("", "Sarthe"),
        ("", "Vendée"),
    ]


def test_many_without_a_number_are_counted_by_reason():
    cells = [observation(f"{n:02}", "2020", status=Status.PRIMARY_SECRET) for n in range(1, 14)]
    found = ranked(observation("44", "2020", 10.0), *cells)
    assert [one.name for one in found.lines] == ["Loire-Atlantique"]
    assert [(one.label, len(one.names)) for one in found.without] == [("Secret statistique", 13)]
