"""Drafts to each form, and what each place loses there."""

from __future__ import annotations

import json
from collections.abc import Callable

from observatoire.base.spreadsheets import write_csv
from observatoire.food_aid.exchange.draft import service
from observatoire.food_aid.exchange.inclusion import write_inclusion
from observatoire.food_aid.exchange.referral import write_osm_elements, write_referral
from observatoire.food_aid.exchange.soliguide import write_soliguide
from observatoire.food_aid.opening import Timetable, write_osm

JSON = "application/json"
HEADER = (
    "id structure reseau siret nom sorte description adresse code_postal code_insee commune "
    "latitude longitude telephone courriel site_web horaires orientation prix publics regimes "
    "documents verifie_le"
).split()
YES_NO = {True: "oui", False: "non", None: ""}


def _dumped(write: Callable) -> Callable:
    def written(drafts: list[dict]) -> tuple[bytes, list[list[str]]]:
        found, losses = write(drafts)
        return json.dumps(found, ensure_ascii=False, indent=1).encode(), losses

    return written


def _csv(drafts: list[dict]) -> tuple[bytes, list[list[str]]]:
    rows, losses = [], []
    for one in drafts:
        lost: list[str] = []
        for each in one["services"] or [service()]:
            hours, more = write_osm(Timetable.of_record(each["hours"] or one["hours"]))
            lost += more
            rows.append(_row(one, each, hours))
        losses.append(sorted(set(lost)))
    return write_csv(HEADER, rows), losses


def _row(one: dict, each: dict, hours: str) -> list:
    return [
        *(one[key] for key in ("key", "structure", "network", "siret", "name")),
        each["kind"],
        one["description"],
        *(one[key] for key in ("address", "postal_code", "commune", "commune_name")),
        *("" if one[key] is None else one[key] for key in ("latitude", "longitude")),
        *(one[key] for key in ("phone", "email", "site")),
        hours,
        YES_NO[each["needs_referral"]],
        each["price"],
        "|".join(each["publics"]),
        "|".join(each["diets"]),
        each["documents"],
        one["updated"],
    ]


def _geojson(drafts: list[dict]) -> tuple[dict, list[list[str]]]:
    features, losses = [], []
    for one in drafts:
        if one["latitude"] is None:
            losses.append(["un lieu sans coordonnées n’y est pas"])
            continue
        hours, lost = write_osm(Timetable.of_record(one["hours"]))
        told = ("key", "structure", "name", "address", "postal_code", "commune", "commune_name")
        features.append(
            {
                "type": "Feature",
                "properties": {key: one[key] for key in told}
                | {"kinds": [each["kind"] for each in one["services"]], "opening_hours": hours},
                "geometry": {"type": "Point", "coordinates": [one["longitude"], one["latitude"]]},
            }
        )
        losses.append(lost)
    return {"type": "FeatureCollection", "features": features}, losses


# Name → (what writes, the type of its content, the ending of its file).
WRITERS: dict[str, tuple[Callable, str, str]] = {
    "csv": (_csv, "text/csv; charset=utf-8", "csv"),
    "geojson": (_dumped(_geojson), "application/geo+json", "geojson"),
    "data-inclusion": (_dumped(write_inclusion), JSON, "json"),
    "soliguide": (_dumped(write_soliguide), JSON, "json"),
    "hsds": (_dumped(write_referral), JSON, "json"),
    "osm": (_dumped(write_osm_elements), JSON, "json"),
}


def write(drafts: list[dict], form: str) -> tuple[bytes, list[list[str]]]:
    """The file, and for each draft what it lost."""
    return WRITERS[form][0](drafts)
