"""Colours: one strong blue, one accent a theme (DSFR's illustrative palette), and the greys.

Sequential palettes run from light to dark, so they read the same in grey and to the colour-blind;
the diverging one is blue against ochre, told apart by every common form of colour blindness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stats.catalogue.model import Theme

BLUE = "#000091"
INK = "#161616"
TEXT = "#3a3a3a"
MENTION = "#666666"
REFERENCE = "#929292"
RULE = "#dddddd"
FAINT = "#eeeeee"
PAPER = "#ffffff"
SECRET = "#dcdcdd"
SECRET_STRIPE = "#b8b8ba"
CENSORED = "#ebebec"
CENSORED_DOT = "#8d8d90"
MISSING = "#f8f8f8"


@dataclass(frozen=True)
class Accent:
    """A theme's colours: `strong` for text and marks on white (contrast above 4.5), `main` for
    surfaces, `light` for backgrounds."""

    strong: str
    main: str
    light: str


ACCENTS = {
    Theme.PRECARITE: Accent("#6e445a", "#a558a0", "#fee7fc"),
    Theme.LOGEMENT: Accent("#2f4077", "#465f9d", "#e9edfe"),
    Theme.ALIMENTATION: Accent("#297254", "#00a95f", "#c3fad5"),
    Theme.JEUNES: Accent("#755348", "#e4794a", "#fee9e5"),
    Theme.CONTEXTE: Accent("#3a3a3a", "#666666", "#eeeeee"),
}
SEQUENCES = {
    None: ("#e3e6f9", "#000091"),
    Theme.PRECARITE: ("#f3e2f1", "#5a2352"),
    Theme.LOGEMENT: ("#e1e7f7", "#1f2f63"),
    Theme.ALIMENTATION: ("#dcf1e4", "#12523a"),
    Theme.JEUNES: ("#fbe6db", "#7a2f10"),
    Theme.CONTEXTE: ("#ececec", "#3a3a3a"),
}
DIVERGING = (("#8a5a00", "#d8b365"), "#f3f3f3", ("#8fa3d8", "#000091"))


def accent(theme: Theme | None) -> Accent:
    """The theme's colours; blue France where there is no theme."""
    return ACCENTS[theme] if theme else Accent(BLUE, BLUE, "#ececfe")


def sequential(count: int, theme: Theme | None = None) -> tuple[str, ...]:
    """`count` colours from light to dark, evenly spaced to the eye (in OKLab)."""
    light, dark = (_to_lab(colour) for colour in SEQUENCES[theme])
    if count == 1:
        return (_to_hex(_between(light, dark, 0.55)),)
    return tuple(_to_hex(_between(light, dark, n / (count - 1))) for n in range(count))


def diverging(below: int, above: int) -> tuple[str, ...]:
    """Colours under a reference (dark ochre first), then above it (dark blue last)."""
    (low_dark, low_light), _, (high_light, high_dark) = DIVERGING
    return (
        *_ramp(low_dark, low_light, below),
        *_ramp(high_light, high_dark, above),
    )


def luminance(colour: str) -> float:
    """Relative luminance (0 black, 1 white), as contrast rules define it."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """White or ink, whichever reads better on this colour."""
    return PAPER if contrast(colour, PAPER) >= contrast(colour, INK) else INK


def _ramp(start: str, end: str, count: int) -> tuple[str, ...]:
    first, last = _to_lab(start), _to_lab(end)
    steps = max(count - 1, 1)
    return tuple(_to_hex(_between(first, last, n / steps)) for n in range(count))


def _between(first: Sequence[float], last: Sequence[float], share: float) -> list[float]:
    return [a + (b - a) * share for a, b in zip(first, last, strict=True)]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    bounded = min(max(channel, 0.0), 1.0)
    return 12.92 * bounded if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055


def _to_lab(colour: str) -> tuple[float, float, float]:
    """OKLab (B. Ottosson, 2020): equal distances look equal."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _to_hex(lab: Sequence[float]) -> str:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_gamma(channel) * 255):02x}" for channel in channels)
