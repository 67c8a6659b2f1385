"""Merges made, and two rows side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from observatoire.directory.models import Holding, Membership, Merge, Person


@dataclass(frozen=True)
class Side:
    """A person with all that a merge would move."""

    person: Person
    emails: tuple[str, ...]
    functions: tuple[str, ...]
    groups: tuple[str, ...]
    lists: tuple[str, ...]


def recent_merges():
    return Merge.objects.select_related("kept", "absorbed", "by").order_by("-at", "pk")[:20]


def described(people: Sequence[Person]) -> list[Side]:
    return [_described(person) for person in people]


def _described(person: Person) -> Side:
    holdings = Holding.objects.filter(person=person, until=None)
    seats = Membership.objects.filter(person=person, until=None)
    return Side(
        person=person,
        emails=tuple(person.addresses.values_list("email", flat=True)),
        functions=tuple(
            str(one.function) for one in holdings.select_related("function__institution")
        ),
        groups=tuple(one.group.name for one in seats.select_related("group")),
        lists=tuple(one.list.name for one in person.list_entries.select_related("list")),
    )
