"""The forms of others: real files through import and export, what they lose, round trips."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from observatoire.food_aid.exchange import WRITERS, Refused, draft, read, service, write
from observatoire.food_aid.opening import Rule, Shut, Timetable

SOURCES = Path(os.environ.get("OBS_SOURCES", ""))
real = pytest.mark.skipif(
    not os.environ.get("OBS_SOURCES"),
    reason="OBS_SOURCES ne dit pas où sont les fichiers officiels",
)


def real_file(name: str) -> Path:
    return SOURCES / name


WEEK = Timetable((Rule(540, 720, (0, 3)),), "ferme").as_record()
PLACE = draft(
    key="7",
    structure="Épicerie d’essai",
    name="Épicerie d’essai",
    address="1 rue de l’Essai",
    postal_code="44000",
    commune_name="Nantes",
    latitude=47.21,
    longitude=-1.55,
    phone="02 00 00 00 00",
    email="lieu@example.org",
    hours=WEEK,
    is_food_aid=True,
    updated="2026-03-01",
    services=[service(kind="colis", price="gratuit", needs_referral=True)],
)
# What a round trip brings back the same, form by form.
SAME = "name address postal_code latitude longitude phone email updated is_food_aid"
ROUND = {form: f"key {SAME}" for form in ("soliguide", "data-inclusion", "hsds", "csv")}
ROUND["osm"] = SAME


@pytest.mark.parametrize("form", ROUND)
def test_what_is_written_is_read_again(form):
    content, losses = write([PLACE], form)
    again = read(content, name=f"lieux.{WRITERS[form][2]}")
    (found,) = again.drafts
    keys = ROUND[form].split()
    assert {key: found[key] for key in keys} == {key: PLACE[key] for key in keys}
    hours = found["hours"] or found["services"][0]["hours"]
    assert Timetable.of_record(hours).rules == Timetable.of_record(WEEK).rules
    assert len(losses) == 1


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("soliguide", ["une règle qui n’est pas de toutes les semaines n’a pas sa place"]),
        ("hsds", ["les fermetures temporaires ne sont pas écrites"]),
        (
            "data-inclusion",
            [
                "la sorte d’aide devient la seule thématique d’alimentation",
                "le prix devient «\u00a0payant\u00a0»",
            ],
        ),
        ("osm", ["la sorte devient la plus proche des deux d’OpenStreetMap"]),
        ("csv", []),
    ],
)
def test_each_form_says_what_it_loses(form, expected):
    august = Shut(date(2026, 8, 1), date(2026, 8, 20))
    hours = Timetable((Rule(840, 960, (3,), nth=(2,)),), shut=(august,)).as_record()
    one = PLACE | {"hours": hours, "services": [service(kind="epicerie", price="libre")]}
    assert write([one], form)[1] == [expected]


def day_of(*slots) -> dict:
    return {"open": bool(slots), "timeslot": [{"start": a, "end": b} for a, b in slots]}


def test_a_service_of_soliguide_keeps_its_own_hours():
    place = {
        "lieu_id": 33,
        "name": "Antenne d’essai",
        "newhours": {"monday": day_of((930, 1200)), "tuesday": day_of()},
        "tempInfos": {"hours": {"actif": True}},
        "position": {"postalCode": "75013", "location": {"coordinates": [2.36, 48.84]}},
        "updatedByUserAt": "2021-09-10T09:49:09.572Z",
        "services_all": [
            {
                "category": "food_distribution",
                "differentHours": True,
                "hours": {"wednesday": day_of((1900, 2000))},
            }
        ],
    }
    (found,) = read(json.dumps([place]).encode(), name="lieux.json").drafts
    told = ("key", "postal_code", "is_food_aid", "updated", "losses")
    assert [found[key] for key in told] == [
        "33",
        "75013",
        True,
        "2021-09-10",
        ["les horaires temporaires sont laissés"],
    ]
    assert Timetable.of_record(found["hours"]).rules == (Rule(570, 720, (0,)),)
    hours = Timetable.of_record(found["services"][0]["hours"])
    assert hours.rules == (Rule(1140, 1200, (2,)),)


# File, form, places, refused, with coordinates, with known hours.
REAL = [
    ("data_inclusion/fixture_dataset.xlsx", "data-inclusion"),
    ("data_inclusion/mock_structures.json", "data-inclusion"),
    ("mednum/standard_exemple-valide.csv", "mednum"),
    ("mednum/angers.json", "tableur"),
    ("mednum/maine-et-loire.json", "tableur"),
    ("france_services_2021.geojson", "france-services"),
    ("liste-fs-20240801.csv", "france-services"),
    ("liste-fs-20240801_PDL.csv", "france-services"),
]
COUNTS = {
    "data_inclusion/fixture_dataset.xlsx": (1, 4, 0, 1),
    "data_inclusion/mock_structures.json": (5, 1, 3, 3),
    "mednum/standard_exemple-valide.csv": (1, 0, 1, 1),
    "mednum/angers.json": (63, 0, 63, 0),
    "mednum/maine-et-loire.json": (240, 3, 240, 0),
    "france_services_2021.geojson": (908, 0, 908, 803),
    "liste-fs-20240801.csv": (2845, 0, 2845, 2797),
    "liste-fs-20240801_PDL.csv": (128, 0, 128, 127),
}


@real
@pytest.mark.parametrize(("name", "form"), REAL)
def test_the_real_files_are_read_and_given_in_each_form(name, form):
    path = real_file(f"offre_sociale/{name}")
    reading = read(path.read_bytes(), name=path.name)
    drafts = reading.drafts
    got = (
        len(drafts),
        len(reading.refused),
        sum(one["latitude"] is not None for one in drafts),
        sum(Timetable.of_record(one["hours"]).is_known for one in drafts),
    )
    assert (reading.format, got) == (form, COUNTS.get(name))
    assert [one["name"] for one in drafts if one["is_food_aid"]] == []
    for each in WRITERS:
        assert len(write(drafts, each)[1]) == len(drafts)


def test_a_file_of_nothing_is_refused_in_words():
    with pytest.raises(Refused) as told:
        read(b"[]", name="vide.json")
    assert str(told.value) == "Ce fichier ne contient aucun lieu."
