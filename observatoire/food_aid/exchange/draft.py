"""The draft of a place: what every form is read into, and written from."""

from __future__ import annotations

import html
import re
from datetime import date
from math import atan, cos, exp, hypot, log, pi, sin, sqrt

EMPTY = {
    "key": "",
    "structure": "",
    "structure_key": "",
    "network": "",
    "siret": "",
    "is_supplier": False,
    "name": "",
    "description": "",
    "address": "",
    "postal_code": "",
    "commune": "",
    "commune_name": "",
    "latitude": None,
    "longitude": None,
    "phone": "",
    "email": "",
    "site": "",
    "transport": "",
    "is_step_free": None,
    "is_round": False,
    "languages": [],
    "hours": {},
    "is_food_aid": False,
    "visibility": "public",
    "is_closed": False,
    "updated": "",
    "services": [],
    "stops": [],
    "kept": {},
    "losses": [],
}
SERVICE = {
    "kind": "autre",
    "description": "",
    "hours": {},
    "access": "inconnu",
    "needs_referral": None,
    "needs_registration": None,
    "needs_appointment": None,
    "documents": "",
    "conditions": "",
    "price": "inconnu",
    "price_detail": "",
    "publics": [],
    "diets": [],
    "products": [],
    "is_full": None,
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+$")


class Refused(Exception):
    """The file cannot be read in this form; the sentence says why."""


def draft(**given) -> dict:
    unknown = given.keys() - EMPTY.keys()
    if unknown:
        raise TypeError(f"no such key in a draft: {sorted(unknown)}")
    return {key: _copy(value) for key, value in (EMPTY | given).items()}


def service(**given) -> dict:
    unknown = given.keys() - SERVICE.keys()
    if unknown:
        raise TypeError(f"no such key in a service: {sorted(unknown)}")
    return {key: _copy(value) for key, value in (SERVICE | given).items()}


def _copy(value):
    return type(value)(value) if isinstance(value, list | dict) else value


def text(value, most: int = 0) -> str:
    """Words on one line, without the entities of a web page."""
    found = " ".join(html.unescape(str(value if value is not None else "")).split())
    return found[:most] if most else found


def mail(value) -> str:
    found = text(value).split("|")[0].split(" ")[0].lower()
    return found if EMAIL.match(found) and len(found) <= 254 else ""


def web(value) -> str:
    found = text(value).split("|")[0]
    return found if re.match(r"https?://[^\s/]+\.[^\s/]+", found) and len(found) <= 300 else ""


def code(value, width: int = 5) -> str:
    """A code is a text: a spreadsheet made « 44000.0 » of it, or took its zero away."""
    found = text(value).removesuffix(".0").upper()
    return found.zfill(width) if found.isdigit() and len(found) == width - 1 else found[:width]


def number(value) -> float | None:
    try:
        return float(text(value).lstrip("'").replace(",", "."))
    except ValueError:
        return None


def point(latitude, longitude) -> dict:
    """Both coordinates, or neither."""
    lat, lon = number(latitude), number(longitude)
    if (
        lat is None
        or lon is None
        or not (-90 <= lat <= 90 and -180 <= lon <= 180)
        or lat == lon == 0
    ):
        return {"latitude": None, "longitude": None}
    return {"latitude": lat, "longitude": lon}


def day(value) -> str:
    found = text(value)
    if match := re.match(r"(\d{2})/(\d{2})/(\d{4})", found):
        found = "-".join(reversed(match.groups()))
    try:
        return str(date.fromisoformat(found[:10]))
    except ValueError:
        return ""


def from_lambert93(x: float, y: float) -> tuple[float, float]:
    """Metres → (latitude, longitude): the inverse of stats.territory.projection.lambert93."""
    exponent, constant, e = 0.7256077650532670, 11_754_255.4261, sqrt(0.00669438002290)
    away, down = x - 700_000.0, 12_655_612.0499 - y
    isometric = -log(hypot(away, down) / constant) / exponent
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(8):
        flat = e / 2 * log((1 + e * sin(latitude)) / (1 - e * sin(latitude)))
        latitude = 2 * atan(exp(isometric + flat)) - pi / 2
    return latitude * 180 / pi, 3 + atan(away / down) / exponent * 180 / pi


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two (latitude, longitude), as the crow flies: exact enough under 200 km."""
    middle = (one[0] + other[0]) / 2 * pi / 180
    up = (one[0] - other[0]) * 111_132.0
    along = (one[1] - other[1]) * 111_320.0 * cos(middle)
    return hypot(up, along)
