"""The catalogue as the administration lists it, and what was changed in a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from observatoire.base.models import Revision
from observatoire.indicators.presenters.index import CYCLES
from stats.catalogue import Indicator

ABSENT = "rien"


@dataclass(frozen=True)
class Line:
    code: str
    title: str
    theme: str
    state: str
    is_key: bool
    is_edited: bool


@dataclass(frozen=True)
class KeyChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One change of a sheet: who, when, what."""

    id: object
    at: object
    who: str
    remark: str
    changes: tuple[KeyChange, ...]


def present_lines(found: Sequence[Indicator], edited: set[str]) -> list[Line]:
    return [
        Line(one.code, one.title, one.theme.label, CYCLES[one.cycle], one.key, one.code in edited)
        for one in found
    ]


def present_steps(revisions: Sequence[Revision], labels: Mapping[str, str]) -> list[Step]:
    """`labels` name the keys as the form does."""
    return [
        Step(
            id=one.pk,
            at=one.made_at,
            who=str(one.made_by) if one.made_by else "un compte effacé",
            remark=one.remark,
            changes=tuple(_change(change, labels) for change in one.content["changements"]),
        )
        for one in revisions
    ]


def _change(change: Mapping, labels: Mapping[str, str]) -> KeyChange:
    label = labels.get(change["cle"], change["cle"])
    return KeyChange(label, in_words(change["avant"]), in_words(change["apres"]))


def in_words(value: object) -> str:
    match value:
        case None | "" | []:
            return ABSENT
        case bool():
            return "oui" if value else "non"
        case float():
            return str(value).replace(".", ",")
        case list():
            return " / ".join(in_words(one) for one in value)
        case dict():
            return ", ".join(f"{key}\u00a0: {in_words(one)}" for key, one in value.items())
    return str(value)
