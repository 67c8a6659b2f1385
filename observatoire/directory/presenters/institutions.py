"""An institution as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from observatoire.directory.models import Function, Institution
from observatoire.directory.queries.institutions import Body


@dataclass(frozen=True)
class ShownFunction:
    title: str
    topics: tuple[str, ...]
    holders: tuple[str, ...]
    is_vacant: bool


@dataclass(frozen=True)
class ShownInstitution:
    kind: str
    place: str
    functions: tuple[ShownFunction, ...]
    bodies: tuple[Body, ...]


def present_institution(
    institution: Institution,
    functions: Sequence[Function],
    bodies: Sequence[Body],
    *,
    sees_holders: bool,
) -> ShownInstitution:
    """Names of holders are in it only for those who may read them."""
    return ShownInstitution(
        kind=institution.get_kind_display(),
        place=institution.territory.name if institution.territory else "",
        functions=tuple(
            ShownFunction(
                title=one.title,
                topics=tuple(topic.name for topic in one.topics.all()),
                holders=tuple(str(held.person) for held in one.held) if sees_holders else (),
                is_vacant=sees_holders and not one.held,
            )
            for one in functions
        ),
        bodies=tuple(bodies),
    )
