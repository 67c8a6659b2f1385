"""Who a group is made of: institutions, and the addresses of those who sit for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from observatoire.base.french import normalise
from observatoire.directory.models import (
    Attendance,
    ContactList,
    Group,
    Institution,
    Membership,
)
from observatoire.directory.queries.lists import Audience, audience


@dataclass(frozen=True)
class Represented:
    """An institution of a group, the functions it sits by, and when it last came."""

    institution: Institution
    functions: tuple[str, ...]
    last_seen: date | None
    is_pilot: bool


def institution_called(word: str) -> Institution | None:
    """The one institution whose acronym, or name, is this word; None where two could be."""
    if not word:
        return None
    wanted = normalise(word)
    rows = Institution.objects.open().only("pk", "name", "acronym").order_by("pk")
    found = [
        one for one in rows if normalise(one.acronym) == wanted or normalise(one.name) == wanted
    ]
    if not found:
        found = [one for one in rows if normalise(one.acronym).split(" ")[0] == wanted]
    return found[0] if len(found) == 1 else None


def represented(group: Group) -> list[Represented]:
    """Institutions in the order of their names."""
    seats = Membership.objects.current().filter(group=group)
    seats = seats.select_related("function__institution", "person__institution").order_by("pk")
    seen = dict(
        Attendance.objects.filter(group=group)
        .values_list("institution")
        .annotate(last=Max("on"))
        .order_by("institution")
    )
    by_institution: dict[Institution, list[Membership]] = {}
    for seat in seats:
        owner = seat.function or seat.person
        if owner.institution is not None:
            by_institution.setdefault(owner.institution, []).append(seat)
    return [
        Represented(
            institution=one,
            functions=tuple(sorted({seat.function.title for seat in its if seat.function})),
            last_seen=seen.get(one.pk),
            is_pilot=any(seat.role == Membership.Role.PILOT for seat in its),
        )
        for one, its in sorted(by_institution.items(), key=lambda row: row[0].name)
    ]


def audience_of(group: Group) -> Audience:
    """Whom a group's messages reach today, and who is left out and why."""
    wanted = {"groups": [str(group.pk)]}
    return audience(ContactList(kind=ContactList.Kind.FILTER, purpose="instances", criteria=wanted))


def mailboxes_of(group: Group, institution: Institution) -> list[str]:
    """Where to write to those who sit for an institution in a group, in order."""
    found = audience_of(group).prepared
    return sorted(one.email for one in found if one.institution == str(institution))
