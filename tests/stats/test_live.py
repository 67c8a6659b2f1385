"""A map told to a script says what the specification of the server's picture says."""

from __future__ import annotations

import pytest

from stats.drawing.choropleth import choropleth
from stats.drawing.circles import circles
from stats.drawing.live import live
from stats.drawing.palette import SECRET
from stats.secrecy import protect
from stats.statuses import Status
from tests.stats.examples import Names, indicator, observation, poverty
from tests.stats.test_drawing import TOPOLOGY, grid_of

LINKS = {"44": "/territoires/departement/44/"}


def test_each_territory_has_its_sentence_its_class_and_its_address():
    told = live(choropleth(indicator(), poverty(), TOPOLOGY, Names(), links=LINKS))
    assert told["territoires"]["44"] == [
        "Loire-Atlantique\u00a0: 10,0\u00a0%",
        3,
        "/territoires/departement/44/",
    ]
    assert told["territoires"]["72"][:2] == ["Sarthe\u00a0: 12,9\u00a0%", 0]
    assert told["territoires"]["99"] == ["Carré 99\u00a0: Sans valeur connue ici", 5, ""]


def test_the_legend_is_that_of_the_picture():
    drawn = choropleth(indicator(), poverty(), TOPOLOGY, Names())
    scale = drawn["layer"][0]["encoding"]["color"]["scale"]
    told = live(drawn)
    assert [one["couleur"] for one in told["legende"]] == scale["range"]
    assert [one["texte"].replace("\u00a0", " ") for one in told["legende"]] == [
        "12,9 %",
        "11,1 %",
        "11,0 %",
        "10,0 %",
        "8,9 %",
        "Sans valeur connue ici (1)",
    ]


def test_what_is_secret_is_striped_and_counted():
    described = indicator()
    rows = [observation("44", "2020", 10.0), observation("49", "2020", 11.0)]
    rows.append(observation("53", "2020", status=Status.PRIMARY_SECRET))
    grid = protect(grid_of(described, rows), described)
    told = live(choropleth(described, grid, TOPOLOGY, Names()))
    entry = {"texte": "Secret statistique (1)", "couleur": SECRET, "motif": "hachures"}
    assert told["legende"][told["territoires"]["53"][1]] == entry
    assert [one["texte"] for one in told["legende"]][-1] == "Sans valeur connue ici (3)"


def test_a_count_is_told_as_circles():
    described = indicator(unit="personnes")
    told = live(circles(described, poverty(), TOPOLOGY, Names(), links=LINKS))
    (layer,) = told["cercles"]
    surfaces = [surface for _, _, surface in layer["places"]]
    assert (told["legende"], told["fond"]) == ([], "#f2f2f4")
    assert [round(surface) for surface in surfaces] == [4651, 5163, 5116, 6000, 4140]
    assert told["territoires"]["44"][1] is None


def test_the_texts_of_a_light_map_are_placed_in_its_metres():
    told = live(choropleth(indicator(), poverty(), TOPOLOGY, Names()))
    names, values = told["textes"]
    assert names["places"][0][:3] == [350500.0, 6701000.0, "Loire-Atlantique"]
    assert values["places"][0][2].replace("\u00a0", " ") == "10,0 %"


def test_another_drawing_is_refused():
    with pytest.raises(ValueError, match="draws no map"):
        live({"description": "", "mark": "point"})
