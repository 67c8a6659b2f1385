"""Projections against published points."""

import numpy as np
import pytest

from stats.territory.projection import equal_area, lambert93, projection_of, utm

METRE = 1.0


@pytest.mark.parametrize(
    ("degrees", "metres"),
    [
        ((3.0, 46.5), (700_000, 6_600_000)),  # the origin of the projection, by definition
        ((2.3522, 48.8566), (652_469, 6_862_035)),  # Paris
    ],
)
def test_lambert_93_on_known_points(degrees, metres):
    assert np.abs(lambert93(np.array([degrees])) - metres).max() < METRE


def test_a_degree_of_longitude_is_the_same_on_both_sides_of_the_meridian():
    west, east = lambert93(np.array([[2.0, 47.0], [4.0, 47.0]]))
    assert west[0] + east[0] == pytest.approx(1_400_000, abs=1e-6)
    assert west[1] == pytest.approx(east[1], abs=1e-6)


def test_utm_follows_the_meridian_arc_of_grs80():
    """The arc from the equator to 45° N is 4 984 944.378 m on GRS80, times the scale of UTM."""
    east, north = utm(31)(np.array([[3.0, 45.0]]))[0]
    assert (east, north) == pytest.approx((500_000, 4_984_944.378 * 0.9996), abs=0.01)


def test_utm_south_of_the_equator_counts_from_ten_million():
    north, south = utm(40)(np.array([[55.5, -21.1]]))[0], utm(40, south=True)([[55.5, -21.1]])[0]
    assert south - north == pytest.approx((0, 10_000_000), abs=1e-6)


def test_the_equal_area_projection_measures_the_whole_earth():
    """Surface of the GRS80 ellipsoid: 510 065 621.7 km²."""
    x, y = equal_area(np.array([[180.0, 90.0]]))[0]
    assert 4 * x * y / 1e6 == pytest.approx(510_065_621.7, abs=0.1)


@pytest.mark.parametrize(
    ("region", "label"),
    [
        ("52", "Lambert-93 (EPSG:2154)"),
        ("94", "Lambert-93 (EPSG:2154)"),
        ("04", "UTM 40 sud (EPSG:2975)"),
    ],
)
def test_each_region_has_its_legal_projection(region, label):
    assert projection_of(region).label == label
