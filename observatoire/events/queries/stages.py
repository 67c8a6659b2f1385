"""Where an event stands, what comes next, and what is missing for it."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.events.models import Event

Stage = Event.Stage


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_here: bool


def steps_of(event: Event) -> list[Step]:
    place = Stage.values.index(event.stage)
    return [
        Step(stage.label, is_done=number < place, is_here=number == place)
        for number, stage in enumerate(Stage)
    ]


def next_stage(event: Event) -> str:
    """The stage that follows; empty after the last one, and for what is called off."""
    if event.is_cancelled or event.stage == Stage.CLOSED:
        return ""
    return Stage.values[Stage.values.index(event.stage) + 1]


def missing_for(event: Event, stage: str) -> list[str]:
    """What must be written before a stage is reached: sentences that say what to do."""
    checks = {
        Stage.PREPARED: [
            (bool(event.theme or event.summary), "Écrire le thème, ou pourquoi venir."),
        ],
        Stage.ANNOUNCED: [
            (bool(event.summary), "Écrire pourquoi venir\u00a0: la page commence par là."),
            (bool(event.starts_at or event.when_words), "Donner la date, ou ce que l’on en sait."),
        ],
        Stage.REGISTERING: [
            (event.starts_at is not None, "Donner la date et l’heure\u00a0: on s’y inscrit."),
            (
                not event.takes_on_site or bool(event.place_name),
                "Donner le lieu\u00a0: on y vient.",
            ),
        ],
        Stage.LIVE: [
            (
                not event.takes_remote or bool(event.room_kind),
                "Donner la salle à distance\u00a0: les inscrits la cherchent.",
            ),
        ],
    }
    return [sentence for is_there, sentence in checks.get(stage, []) if not is_there]
