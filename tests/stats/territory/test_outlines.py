"""The outlines of the region: no hole, no sliver, borders kept once."""

import numpy as np
import pytest
import shapely

from stats.territory.projection import lambert93
from tests.stats.territory.drawn import arc_uses, compressed_size, document, polygons

LEVELS = ("commune", "epci", "epci_dep", "departement", "region")
SLIVER = 1_000  # m²; the step of the grid is 10 m


@pytest.fixture(scope="module")
def maps(package_build):
    return {
        level: polygons(package_build.territories.contour_path(level, "52")) for level in LEVELS
    }


@pytest.fixture(scope="module")
def as_read(package):
    return package.outlines.communes


def holes(shape: shapely.Geometry) -> list[shapely.Geometry]:
    parts = shapely.get_parts(shape)
    return [shapely.Polygon(ring) for part in parts for ring in part.interiors]


def smallest(shape: shapely.Geometry) -> float:
    """m² of the smallest piece of an outline."""
    return float(shapely.area(shapely.get_parts(shape)).min())


def test_every_commune_of_the_region_is_drawn(maps, package_build):
    communes = package_build.territories.children(("region", "R52"), "commune")
    assert list(maps["commune"]) == [commune.code for commune in communes]
    assert {code for code, shape in maps["commune"].items() if shape.is_empty} == set()


def test_the_region_is_covered_without_hole_or_overlap(maps, as_read, package_build):
    """The one hole is no hole: 5 hectares of Mauléon (Deux-Sèvres) lie inside the region."""
    cover = np.array(list(maps["commune"].values()))
    union = shapely.union_all(cover)
    assert shapely.coverage_is_valid(cover)
    assert shapely.area(cover).sum() == pytest.approx(shapely.area(union), abs=1)
    (hole,) = holes(union)
    mauleon = shapely.transform(as_read["79079"], lambert93)
    assert shapely.area(shapely.intersection(hole, mauleon)) > 0.9 * shapely.area(hole)
    assert package_build.report["enclaves"] == [
        {"code": "79079", "nom": "Mauléon", "superficie_km2": 0.05}
    ]


def test_the_cover_has_the_area_of_the_outlines_before_simplification(maps, package_build):
    drawn = sum(shapely.area(shape) for shape in maps["commune"].values()) / 1e6
    region = package_build.territories.get("region", "R52")
    assert drawn == pytest.approx(region.area, rel=0.002)  # Lambert-93 alters areas by 1 ‰


def test_the_repair_makes_no_sliver(maps, as_read):
    """No commune has more pieces than in its source; a tiny piece was already tiny there."""
    pieces = {code: shapely.get_num_geometries(shape) for code, shape in maps["commune"].items()}
    before = {code: shapely.get_num_geometries(as_read[code]) for code in pieces if code in as_read}
    assert {code for code in before if pieces[code] > before[code]} == set()
    slivers = {code for code, shape in maps["commune"].items() if smallest(shape) < SLIVER}
    read = {code: shapely.transform(as_read[code], lambert93) for code in slivers}
    assert {code for code in slivers if smallest(read[code]) >= SLIVER} == set()


def test_borders_are_kept_once_and_shared(package_build):
    """Inside a cover an arc has two sides; on its edge it has one."""
    path = package_build.territories.contour_path("commune", "52")
    uses = arc_uses(path)
    assert set(uses.values()) == {1, 2}
    shapes = polygons(path)
    edge = shapely.length(shapely.boundary(shapely.union_all(list(shapes.values()))))
    total = sum(shapely.length(shapely.boundary(shape)) for shape in shapes.values())
    once, twice = _lengths(path, uses)
    assert once == pytest.approx(edge, rel=1e-6)
    assert once + 2 * twice == pytest.approx(total, rel=1e-6)


def _lengths(path, uses) -> tuple[float, float]:
    drawn = document(path)
    step = drawn["transform"]["scale"][0]
    found = {1: 0.0, 2: 0.0}
    for arc, count in uses.items():
        steps = np.array(drawn["arcs"][arc][1:])
        found[count] += float(np.hypot(*steps.T).sum()) * step
    return found[1], found[2]


@pytest.mark.parametrize("level", ["departement", "region"])
def test_larger_territories_are_the_unions_of_their_communes(maps, package_build, level):
    for code, outline in maps[level].items():
        inside = package_build.territories.children((level, code), "commune")
        union = shapely.union_all([maps["commune"][commune.code] for commune in inside])
        assert outline.equals(union), code


def test_the_epci_are_drawn_whole_beyond_the_border(maps, package_build):
    region, redon = maps["region"]["R52"], maps["epci"]["243500741"]
    expected = package_build.territories.get("epci", "243500741").area
    assert len(maps["epci"]) == 71
    assert redon.area / 1e6 == pytest.approx(expected, rel=0.005)
    parts = [shape for code, shape in maps["epci_dep"].items() if code.startswith("243500741")]
    assert redon.equals(shapely.union_all(parts))
    inside = redon.intersection(region).symmetric_difference(maps["epci_dep"]["243500741-44"])
    assert inside.area == 0


def test_l_ile_d_yeu_is_the_only_place_without_epci(maps):
    lacking = maps["region"]["R52"].difference(shapely.union_all(list(maps["epci"].values())))
    assert lacking.equals(maps["commune"]["85113"])


def test_the_file_is_flat_light_and_says_where_it_comes_from(package_build):
    path = package_build.territories.contour_path("commune", "52")
    drawn = document(path)
    assert compressed_size(path) <= 130_000
    assert drawn["projection"] == "Mètres, Lambert-93 (EPSG:2154)"
    assert drawn["source"].startswith("IGN, Admin Express")
    nantes = next(
        shape for shape in drawn["objects"]["territoires"]["geometries"] if shape["id"] == "44109"
    )
    assert nantes["properties"] == {"name": "Nantes"}
    assert shapely.Point(355_577, 6_689_723).within(polygons(path)["44109"])  # its town hall


def test_a_map_that_was_not_drawn_has_no_path(package_build):
    territories = package_build.territories
    assert territories.contour_path("commune", "france") is None
    assert territories.contour_path("commune", "R52") == territories.contour_path("commune", "52")
