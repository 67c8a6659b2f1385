"""A picture taken away says what it shows, where it comes from and where it lives."""

from __future__ import annotations

from xml.etree import ElementTree

from stats.compute import grid_of
from stats.drawing.caption import captioned
from stats.drawing.choropleth import choropleth
from stats.drawing.classes import Method
from stats.drawing.line import line
from stats.drawing.render import render_svg
from stats.secrecy import protect
from stats.statuses import Status
from tests.stats.examples import Names, indicator, observation, poverty
from tests.stats.test_drawing import TOPOLOGY, series

TITLE = "Le taux de pauvreté va de 8,9 % en Vendée à 12,9 % en Sarthe, en 2020"
NOTES = ("Source : Insee, Filosofi.", "https://observatoire.example.org/indicateurs/TX_PAUV60/")


def written(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join(
        "".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")
    )


def test_a_map_carries_its_title_and_its_notes():
    drawn = choropleth(indicator(), poverty(), TOPOLOGY, Names())
    text = written(render_svg(captioned(drawn, TITLE, NOTES)))
    assert "Le taux de pauvreté va de 8,9" in text
    assert all(note in text for note in NOTES)


def test_a_line_carries_them_too():
    described = indicator()
    grid = protect(grid_of(described, series(10.0, 10.4, 10.9)), described)
    text = written(render_svg(captioned(line(described, grid, "44"), TITLE, NOTES)))
    assert all(note in text for note in NOTES)


def legend_of(drawn: dict) -> list[str]:
    return drawn["layer"][0]["encoding"]["color"]["scale"]["domain"]


def test_a_bound_a_secret_and_nothing_are_three_entries():
    cells = [
        observation("44", "2020", 10.0),
        observation("49", "2020", 12.0),
        observation("53", "2020", status=Status.CENSORED, upper=5.0),
        observation("72", "2020", status=Status.PRIMARY_SECRET),
    ]
    grid = protect(grid_of(indicator(), cells), indicator())
    assert legend_of(choropleth(indicator(), grid, TOPOLOGY, Names())) == [
        "12,0\u00a0%",
        "10,0\u00a0%",
        "Secret statistique",
        "Borne seulement, sans valeur",
        "Sans valeur connue ici",
    ]


def test_fixed_classes_are_those_of_every_period():
    bounds = (9.0, 11.0, 13.0)
    drawn = choropleth(
        indicator(), poverty(), TOPOLOGY, Names(), bounds=bounds, method=Method.FIXED
    )
    assert legend_of(drawn)[:4] == [
        "13\u00a0% et plus",
        "11 à moins de 13\u00a0%",
        "9 à moins de 11\u00a0%",
        "moins de 9\u00a0%",
    ]
