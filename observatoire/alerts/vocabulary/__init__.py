"""The words of an alert: publics, difficulties, how many; read from the catalogue, as data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Vocabulary:
    """Labels by code, in the order of the file; the indicators that a difficulty should move."""

    publics: dict[str, str]
    difficulties: dict[str, str]
    extents: dict[str, str]
    indicators: dict[str, tuple[str, ...]]


def vocabulary() -> Vocabulary:
    return _read(settings.CATALOGUE / "alertes" / "vocabulaire.yaml")


def publics() -> Choices:
    return list(vocabulary().publics.items())


def difficulties() -> Choices:
    return list(vocabulary().difficulties.items())


def extents() -> Choices:
    return list(vocabulary().extents.items())


@cache
def _read(path: Path) -> Vocabulary:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    labels = {
        part: {one["code"]: one["libelle"] for one in content[part]}
        for part in ("publics", "difficultes", "ampleurs")
    }
    return Vocabulary(
        publics=labels["publics"],
        difficulties=labels["difficultes"],
        extents=labels["ampleurs"],
        indicators={
            one["code"]: tuple(one.get("indicateurs", ())) for one in content["difficultes"]
        },
    )
