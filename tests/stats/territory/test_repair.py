"""The rules of repair, on squares of a tenth of a degree."""

import pytest
import shapely

from stats.territory.register import Area, Commune, Outlines, Register
from stats.territory.repair import area, enclosed_holes, gather, repair


def square(column: float, row: float, size: float = 1) -> shapely.Geometry:
    """A square whose side is `size` tenths of a degree, near Angers."""
    west, south = -1 + column / 10, 47 + row / 10
    return shapely.box(west, south, west + size / 10, south + size / 10)


def ring_of_squares() -> dict[str, shapely.Geometry]:
    """Eight squares around an empty one, named by their column and row."""
    return {
        f"{column}{row}": square(column, row)
        for column in range(3)
        for row in range(3)
        if (column, row) != (1, 1)
    }


def register(*codes: str, former: dict[str, str] | None = None) -> Register:
    return Register(
        communes={code: Commune(code, code, "49") for code in codes},
        departements={"49": Area("49", "Maine-et-Loire", "0", "52")},
        regions={"52": Area("52", "Pays de la Loire", "4")},
        epci={},
        postal_codes=(),
        vintage=2025,
        population_year=None,
        former=former or {},
    )


def cover_area(shapes) -> float:
    return round(sum(area(shape) for shape in shapes), 3)


def test_a_hole_goes_to_the_merged_commune_that_touches_it():
    done = repair(ring_of_squares(), mergers={"10"})
    (hole,) = done.holes
    assert (hole.commune, hole.weak) == ("10", False)
    assert enclosed_holes(done.outlines.values()) == []
    assert done.outlines["10"].equals(square(1, 0).union(square(1, 1)))


def test_without_a_known_merger_the_longest_border_wins_and_is_said_to_be_weak():
    shapes = ring_of_squares()
    shapes["01"] = shapely.union_all([shapes.pop("01"), shapes.pop("02"), shapes.pop("12")])
    (hole,) = repair(shapes, mergers=set()).holes
    assert (hole.commune, hole.weak, hole.touching[0]) == ("01", True, "01")


def test_only_the_holes_of_the_owned_communes_are_filled():
    done = repair(ring_of_squares(), mergers={"10"}, owners={"elsewhere"})
    assert (done.holes, len(enclosed_holes(done.outlines.values()))) == ((), 1)


def test_a_foreign_enclave_stays_a_hole():
    around = shapely.box(1.9, 42.4, 2.1, 42.5).difference(shapely.box(1.96, 42.44, 2.0, 42.48))
    done = repair({"66181": around}, mergers={"66181"})
    assert (done.enclaves, done.holes) == (("Llívia (Espagne)",), ())
    assert len(enclosed_holes(done.outlines.values())) == 1


def test_an_overlap_is_given_to_one_side_only():
    wide = shapely.box(-1, 47, -0.8995, 47.1)  # half a thousandth of a degree over its neighbour
    done = repair({"00": wide, "10": square(1, 0)}, mergers=set())
    assert shapely.coverage_is_valid(list(done.outlines.values()))
    assert cover_area(done.outlines.values()) == cover_area([wide.union(square(1, 0))])


def test_a_commune_without_outline_is_the_union_of_its_parts():
    outlines = Outlines({}, {"49126": {"49040": square(0, 0), "49069": square(1, 0)}})
    shapes, rebuilt = gather(outlines, register("49126"))
    assert shapes["49126"].equals(shapely.box(-1, 47, -0.8, 47.1))
    assert rebuilt == {"49126": ("49040", "49069")}


def test_a_part_without_outline_leaves_the_commune_unresolved():
    outlines = Outlines({}, {"49126": {"49040": square(0, 0), "49069": None}})
    assert gather(outlines, register("49126")) == ({}, {})


def test_an_outline_under_a_vanished_code_goes_to_its_heir():
    outlines = Outlines({"44003": square(0, 0), "44160": square(1, 0)})
    shapes, rebuilt = gather(outlines, register("44003", former={"44160": "44003"}))
    assert shapes["44003"].equals(shapely.box(-1, 47, -0.8, 47.1))
    assert rebuilt == {"44003": ("44003", "44160")}


def test_area_is_measured_on_the_ellipsoid():
    """At the equator a degree of longitude is 111.3195 km long, a degree of latitude 110.5743."""
    degree = area(shapely.box(0, -0.05, 0.1, 0.05)) * 100
    assert degree == pytest.approx(111.3195 * 110.5743, rel=1e-5)
