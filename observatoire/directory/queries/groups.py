"""Groups as the administration shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q

from observatoire.directory.models import Attendance, Group, Holding, Membership


@dataclass(frozen=True)
class Meeting:
    on: date
    institutions: tuple[str, ...]


def listed_groups():
    current = Q(memberships__until=None)
    counted = Group.objects.annotate(seat_count=Count("memberships", filter=current))
    return counted.order_by("closed_on", "kind", "name", "pk")


def seats_of_group(group: Group) -> list[Membership]:
    """Current seats, each function with those who hold it today under `held`."""
    holders = Holding.objects.current().select_related("person").order_by("since", "pk")
    rows = group.memberships.filter(until=None).filter(Q(person=None) | Q(person__merged_into=None))
    rows = rows.select_related("person__institution", "function__institution").prefetch_related(
        Prefetch("function__holdings", queryset=holders, to_attr="held")
    )
    ranks = {"pilote": 0, "membre": 1, "invite": 2}
    return sorted(rows.order_by("pk"), key=lambda row: (ranks[row.role], _institution(row)))


def _institution(row: Membership) -> str:
    owner = row.function or row.person
    return owner.institution.name if owner.institution else ""


def former_seats(group: Group):
    rows = group.memberships.exclude(until=None).select_related("person", "function__institution")
    return rows.order_by("-until", "pk")


def meetings_of(group: Group) -> list[Meeting]:
    """Latest first: which institutions were there."""
    rows = Attendance.objects.filter(group=group).select_related("institution")
    by_day: dict[date, set[str]] = defaultdict(set)
    for row in rows.order_by("pk"):
        by_day[row.on].add(str(row.institution))
    return [Meeting(day, tuple(sorted(by_day[day]))) for day in sorted(by_day, reverse=True)]
