"""The coordinator's desk: three lists of things to do, and the health of the platform in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from observatoire.base.registry import Light, Todo

STATES = {"bon": "Tout va bien", "attention": "À surveiller", "panne": "En panne"}
FAR = date.max


@dataclass(frozen=True)
class Column:
    title: str
    empty: str
    todos: tuple[Todo, ...]


@dataclass(frozen=True)
class Health:
    label: str
    state: str
    word: str
    sentence: str


def columns_of(todos: Iterable[Todo], *, today: date) -> list[Column]:
    """Due today or late; due within the week, or without a date; in the hands of others.

    What is due later than a week is left out: the desk says what to do now.
    """
    todos = sorted(todos, key=lambda todo: (todo.due or FAR, -todo.weight, todo.title))
    mine = [todo for todo in todos if not todo.waits_for_others]
    week = today + timedelta(days=7)
    return [
        Column(
            "À faire aujourd’hui",
            "Rien ne presse aujourd’hui.",
            tuple(todo for todo in mine if todo.due and todo.due <= today),
        ),
        Column(
            "Cette semaine",
            "Rien n’est attendu de vous cette semaine.",
            tuple(todo for todo in mine if not todo.due or today < todo.due <= week),
        ),
        Column(
            "En attente des autres",
            "Personne ne vous doit de réponse.",
            tuple(todo for todo in todos if todo.waits_for_others),
        ),
    ]


def health_of(lights: Iterable[Light]) -> list[Health]:
    return [
        Health(light.label, light.state, STATES[light.state], light.sentence) for light in lights
    ]


def background_light(*, beat: datetime | None, failed: list[str], now: datetime) -> Light:
    """The worker's silence first, since nothing is done without it; then what it failed to do."""
    label = "Travaux de fond"
    if beat is None:
        return Light(label, "attention", "Aucun exécutant n’a encore donné signe de vie.")
    silence = now - beat
    if silence > timedelta(seconds=settings.LEASE_SECONDS):
        return Light(label, "panne", f"L’exécutant ne répond plus depuis {duration(silence)}.")
    if failed:
        return Light(label, "attention", f"En échec\u00a0: {', '.join(failed)}.")
    return Light(label, "bon", "L’exécutant répond et rien n’est en échec.")


def duration(gap: timedelta) -> str:
    """The largest unit that says it: « 3 minutes », « 1 heure », « 12 jours »."""
    for unit, seconds in (("jour", 86_400), ("heure", 3_600), ("minute", 60)):
        number = int(gap.total_seconds() // seconds)
        if number:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "moins d’une minute"
