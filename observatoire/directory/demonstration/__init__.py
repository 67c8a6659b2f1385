"""The directory of the demonstration: institutions.yaml, read into plain data.

The institutions are those that the platform's public documents name. Functions stand for what
such institutions usually send; the people who hold them are invented, and say so in their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "institutions.yaml"


@dataclass(frozen=True)
class InstitutionText:
    name: str
    acronym: str
    kind: str
    place: str
    parent: str
    domain: str
    contacts: int
    functions: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # title, topics, groups


@cache
def _content() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def institution_texts() -> list[InstitutionText]:
    return [
        InstitutionText(
            name=entry["nom"],
            acronym=entry.get("sigle", ""),
            kind=entry["type"],
            place=entry.get("territoire", ""),
            parent=entry.get("rattachee", ""),
            domain=entry["domaine"],
            contacts=entry.get("contacts", 3),
            functions=tuple(
                (one["titre"], tuple(one.get("sujets", ())), tuple(one.get("instances", ())))
                for one in entry.get("fonctions", ())
            ),
        )
        for entry in _content()["institutions"]
    ]


def group_texts() -> list[dict]:
    return _content()["instances"]


def attendance_texts() -> list[dict]:
    return _content()["presences"]


def list_texts() -> list[dict]:
    return _content()["listes"]
