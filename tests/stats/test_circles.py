"""Counts are surfaces: proportional, absent where there is no number."""

from stats.compute import grid_of
from stats.drawing.circles import LARGEST, circles
from stats.grid import Grid
from stats.secrecy import protect
from stats.statuses import Status
from tests.stats.examples import Names, indicator, observation

COUNT = indicator(code="NB", unit="foyers", additive=True)
TOPOLOGY = {
    "type": "Topology",
    "arcs": [
        [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]],
        [[20, 0], [30, 0], [30, 10], [20, 10], [20, 0]],
        [[40, 0], [50, 0], [50, 10], [40, 10], [40, 0]],
    ],
    "objects": {
        "territoires": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": code, "properties": {"name": code}, "arcs": [[n]]}
                for n, code in enumerate(("44", "49", "53"))
            ],
        }
    },
}


def drawn(*values):
    rows = [
        observation(
            code,
            "2020",
            value,
            status=Status.VALUE if value is not None else Status.PRIMARY_SECRET,
            indicator="NB",
        )
        for code, value in zip(("44", "49", "53"), values, strict=True)
    ]
    grid: Grid = protect(grid_of(COUNT, rows), COUNT)
    return circles(COUNT, grid, TOPOLOGY, Names(), links={"44": "/territoires/departement/44/"})


def test_surfaces_are_proportional():
    surfaces = [row["surface"] for row in drawn(100.0, 25.0, 0.0)["layer"][1]["data"]["values"]]
    assert surfaces == [LARGEST, LARGEST / 4, 0.0]


def test_a_secret_has_no_circle_and_says_why():
    spec = drawn(100.0, None, 50.0)
    assert len(spec["layer"][1]["data"]["values"]) == 2
    ground = spec["layer"][0]["transform"][0]["lookup"], spec["layer"][0]["transform"][0]["from"]
    said = {row["code"]: row["infobulle"] for row in ground[1]["data"]["values"]}
    assert said["49"].endswith(": secret statistique")


def test_only_territories_with_an_address_lead_somewhere():
    rows = drawn(1.0, 2.0, 3.0)["layer"][0]["transform"][0]["from"]["data"]["values"]
    assert [row["code"] for row in rows if "lien" in row] == ["44"]
