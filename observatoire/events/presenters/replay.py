"""The chapters of a replay, with the hour that a reader types or follows."""

from __future__ import annotations

from dataclasses import dataclass

from observatoire.events.models import Event


@dataclass(frozen=True)
class Chapter:
    at: str
    title: str
    seconds: int


def chapters_of(event: Event) -> list[Chapter]:
    return [
        Chapter(_clock(one["seconds"]), one["title"], one["seconds"])
        for one in event.replay_chapters
    ]


def _clock(seconds: int) -> str:
    """« 1:02:30 », « 12:30 »."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
