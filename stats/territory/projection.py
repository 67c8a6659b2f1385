"""Flat coordinates in metres, from the published formulas, in numpy.

Metropolitan France is drawn in Lambert-93 (IGN, « Projection cartographique conique conforme de
Lambert », NTG 71; EPSG:2154). Overseas regions are drawn in their legal UTM zone (decree 2000-1276;
Krüger's series to the third order, below a millimetre inside a zone). Areas are measured in the
cylindrical equal-area projection, exact on the ellipsoid everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

SEMI_MAJOR = 6_378_137.0  # metres, GRS80
FLATTENING = 1 / 298.257222101
ECCENTRICITY = np.sqrt(FLATTENING * (2 - FLATTENING))

CONE_EXPONENT = 0.7256077650532670
CONE_CONSTANT = 11_754_255.4261
CONE_X, CONE_Y = 700_000.0, 12_655_612.0499
CONE_MERIDIAN = np.radians(3.0)

UTM_SCALE = 0.9996


@dataclass(frozen=True)
class Projection:
    """A name to show, and a function from (n, 2) degrees (longitude, latitude) to (n, 2) metres."""

    label: str
    forward: Callable[[Points], Points]


def lambert93(points: Points) -> Points:
    """(n, 2) degrees → (n, 2) metres of Lambert-93."""
    longitude, latitude = np.radians(points).T
    radius = CONE_CONSTANT * np.exp(-CONE_EXPONENT * _isometric(latitude))
    angle = CONE_EXPONENT * (longitude - CONE_MERIDIAN)
    return np.column_stack([CONE_X + radius * np.sin(angle), CONE_Y - radius * np.cos(angle)])


def utm(zone: int, *, south: bool = False) -> Callable[[Points], Points]:
    """The projection of a UTM zone: (n, 2) degrees → (n, 2) metres."""
    meridian = np.radians(6 * zone - 183)
    third = FLATTENING / (2 - FLATTENING)
    rectifying = SEMI_MAJOR / (1 + third) * (1 + third**2 / 4 + third**4 / 64)
    series = (
        third / 2 - 2 * third**2 / 3 + 5 * third**3 / 16,
        13 * third**2 / 48 - 3 * third**3 / 5,
        61 * third**3 / 240,
    )

    def forward(points: Points) -> Points:
        longitude, latitude = np.radians(points).T
        tangent, away = np.sinh(_isometric(latitude)), longitude - meridian
        north = np.arctan2(tangent, np.cos(away))
        east = np.arctanh(np.sin(away) / np.hypot(1, tangent))
        x, y = east.copy(), north.copy()
        for order, term in enumerate(series, start=1):
            x += term * np.cos(2 * order * north) * np.sinh(2 * order * east)
            y += term * np.sin(2 * order * north) * np.cosh(2 * order * east)
        scale = UTM_SCALE * rectifying
        return np.column_stack([500_000 + scale * x, (10_000_000 if south else 0) + scale * y])

    return forward


def equal_area(points: Points) -> Points:
    """(n, 2) degrees → (n, 2) metres where areas are true and shapes are not."""
    longitude, latitude = np.radians(points).T
    sine = np.sin(latitude)
    squared = ECCENTRICITY**2
    authalic = (1 - squared) * (
        sine / (1 - squared * sine**2) + np.arctanh(ECCENTRICITY * sine) / ECCENTRICITY
    )
    return SEMI_MAJOR * np.column_stack([longitude, authalic / 2])


def _isometric(latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    sine = np.sin(latitude)
    return np.arctanh(sine) - ECCENTRICITY * np.arctanh(ECCENTRICITY * sine)


LAMBERT_93 = Projection("Lambert-93 (EPSG:2154)", lambert93)
OVERSEAS = {
    "01": Projection("UTM 20 nord (EPSG:5490)", utm(20)),
    "02": Projection("UTM 20 nord (EPSG:5490)", utm(20)),
    "03": Projection("UTM 22 nord (EPSG:2972)", utm(22)),
    "04": Projection("UTM 40 sud (EPSG:2975)", utm(40, south=True)),
    "06": Projection("UTM 38 sud (EPSG:4471)", utm(38, south=True)),
}


def projection_of(region: str) -> Projection:
    """The legal projection of a region (Insee code)."""
    return OVERSEAS.get(region, LAMBERT_93)
