"""The list of places: its headline, its choices, its rows; the same rows as points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone

from observatoire.food_aid.models import Place
from observatoire.food_aid.opening import Timetable, in_words
from observatoire.food_aid.presenters.place import freshness, shown, where
from observatoire.food_aid.queries.asking import AROUND, DAYS, Answer, Question
from observatoire.food_aid.queries.atlas import STATES, Atlas
from observatoire.food_aid.queries.ground import communes
from observatoire.food_aid.words import DIETS, KIND, PUBLICS

MOMENTS = (("matin", "le matin"), ("apres-midi", "l’après-midi"), ("soir", "le soir"))
REFERRAL = (("sans", "Sans orientation"), ("avec", "Sur orientation"))
MOST_POINTS = 2000


@dataclass(frozen=True)
class Row:
    name: str
    address: str
    structure: str
    where: str
    state: str
    state_words: str
    kinds: str
    hours: list[str]
    freshness: str
    freshness_words: str
    distance: str
    is_synthetic: bool
    is_full: bool


def rows(found: list[Place], census: Atlas, answer: Answer, now: datetime) -> list[Row]:
    number = {key: n for n, key in enumerate(census.keys)} if answer.kilometres is not None else {}
    return [_row(one, answer, number.get(one.pk), now) for one in found]


def _row(one: Place, answer: Answer, number: int | None, now: datetime) -> Row:
    services = [shown(one, each, now) for each in one.services.all()]
    best = max(services, key=lambda each: STATES.index(each.state), default=None)
    kind, words = freshness(one, timezone.localdate(now))
    distance = f"{answer.kilometres[number]:.1f}".replace(".", ",") if number is not None else ""
    return Row(
        one.name,
        one.get_absolute_url(),
        one.structure.name if one.structure.name != one.name else "",
        where(one),
        best.state if best else "inconnu",
        best.state_words if best else "Horaires à vérifier",
        ", ".join(dict.fromkeys(each.kind for each in services)),
        best.hours if best else in_words(Timetable.of_record(one.hours)),
        kind,
        words,
        f"{distance}\u00a0km" if distance else "",
        one.is_synthetic,
        any(each.is_full for each in one.services.all()),
    )


def headline(question: Question, found: Answer) -> str:
    number = len(found.rows)
    told = f"{number:,}".replace(",", "\u202f") + (" lieux" if number > 1 else " lieu")
    if number == 0:
        told = "Aucun lieu"
    if question.is_open:
        told += " ouverts maintenant" if number > 1 else " ouvert maintenant"
    if question.commune:
        told += f" à moins de {question.around}\u00a0km de {question.commune.name}"
    return told


def choices(question: Question) -> list[dict]:
    """The lists of the form: name, label, words for « all », options with the one chosen."""
    shown_as = [(one, one.capitalize()) for one in DAYS]
    return [
        _choice("sorte", "Sorte d’aide", "Toutes", KIND, question.kind),
        _choice("jour", "Jour", "Tous", shown_as, question.day),
        _choice("moment", "Moment", "Toute la journée", MOMENTS, question.moment),
        _choice("public", "Pour", "Tout le monde", PUBLICS, question.public),
        _choice("regime", "Régime", "Tous", DIETS, question.diet),
        _choice("orientation", "Orientation", "Avec ou sans", REFERRAL, question.referral),
        _choice(
            "rayon",
            "Distance",
            "",
            [(str(one), f"{one}\u00a0km") for one in AROUND],
            str(question.around),
        ),
    ]


def _choice(name: str, label: str, every: str, options, chosen: str) -> dict:
    rows = [{"value": code, "label": words, "chosen": code == chosen} for code, words in options]
    return {"name": name, "label": label, "every": every, "options": rows}


def chips(question: Question) -> list[dict]:
    """One touch each: open now, without referral, the main kinds."""
    pressed = [
        ("Ouvert maintenant", question.is_open, {"ouvert": "" if question.is_open else "oui"}),
        (
            "Sans orientation",
            question.referral == "sans",
            {"orientation": "" if question.referral == "sans" else "sans"},
        ),
    ]
    for code in ("repas", "colis", "epicerie"):
        on = question.kind == code
        pressed.append((dict(KIND)[code], on, {"sorte": "" if on else code}))
    return [
        {"label": label, "is_on": on, "address": f"?{question.address(**changed)}"}
        for label, on, changed in pressed
    ]


def has_synthetic() -> bool:
    return Place.objects.public().filter(is_synthetic=True).exists()


def points(census: Atlas, found: Answer) -> dict:
    """One line a place; beyond two thousand, one a commune."""
    rows = found.rows[~np.isnan(census.latitude[found.rows])]
    if len(rows) > MOST_POINTS:
        return {"communes": _by_commune(census, rows)}
    latitude, longitude = census.latitude.round(5).tolist(), census.longitude.round(5).tolist()
    return {
        "lieux": [
            [
                census.names[n],
                census.slugs[n],
                census.commune_names[n],
                latitude[n],
                longitude[n],
                STATES[found.states[n]],
            ]
            for n in rows.tolist()
        ]
    }


def _by_commune(census: Atlas, rows: np.ndarray) -> list[list]:
    known = communes()
    codes, first, counts = np.unique(census.communes[rows], return_index=True, return_counts=True)
    found = []
    for code, row, count in zip(codes.tolist(), first.tolist(), counts.tolist(), strict=True):
        if code in known and known[code].centre:
            latitude, longitude = known[code].centre
        else:
            latitude, longitude = census.latitude[rows[row]], census.longitude[rows[row]]
        name = census.commune_names[rows[row]]
        found.append([name, code, count, round(float(latitude), 5), round(float(longitude), 5)])
    return found


def stops(place: Place) -> list[dict]:
    return [
        {"name": one.name, "hours": in_words(Timetable.of_record(one.hours))}
        for one in place.stops.all()
    ]
