"""Institutions, their functions, the bodies where they sit, and since when they are silent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Max, Prefetch, Q

from observatoire.base.models import Territory
from observatoire.directory.models import (
    Attendance,
    Function,
    Group,
    Holding,
    Institution,
    Membership,
    Person,
)
from observatoire.directory.queries.lists import territories_within


@dataclass(frozen=True)
class Body:
    """A group where an institution sits: by which seats, and when it last came."""

    group: Group
    seats: tuple[str, ...]
    last_seen: date | None


def departements() -> list[tuple[str, str]]:
    """The départements of the region, as a select offers them."""
    rows = Territory.objects.present().filter(in_region=True, level="departement")
    return [(f"departement:{row.code}", row.name) for row in rows.order_by("code")]


def listed_institutions(*, words: str = "", kind: str = "", place: str = "", closed: bool = False):
    """Institutions that answer to a filter, with their number of public functions."""
    found = Institution.objects.exclude(closed_on=None) if closed else Institution.objects.open()
    found = found.matching(words)
    if kind:
        found = found.filter(kind=kind)
    if place:
        found = found.filter(territory__in=territories_within([place]))
    is_open = Q(functions__closed_on=None, functions__is_public=True)
    counted = found.annotate(function_count=Count("functions", filter=is_open, distinct=True))
    return counted.select_related("territory").order_by("name", "pk")


def public_institution(slug: str) -> Institution | None:
    found = Institution.objects.select_related("territory", "parent", "logo")
    return found.filter(slug=slug).first()


def functions_of(institution: Institution, *, only_public: bool) -> list[Function]:
    """Open functions, each with its current holdings under `held`."""
    found = institution.functions.open().prefetch_related(
        Prefetch(
            "holdings",
            queryset=Holding.objects.current().select_related("person").order_by("since", "pk"),
            to_attr="held",
        ),
        "topics",
    )
    return list((found.filter(is_public=True) if only_public else found).order_by("title", "pk"))


def bodies_of(institution: Institution, *, only_public: bool) -> list[Body]:
    """The open groups where a function, or a person, of the institution has a seat."""
    seats = Membership.objects.current().filter(
        Q(function__institution=institution) | Q(person__institution=institution)
    )
    if only_public:
        seats = seats.filter(group__is_public=True).exclude(function__is_public=False)
    rows = seats.select_related("group", "function", "person").order_by(
        "group__kind", "group__name", "role", "pk"
    )
    by_group: dict[Group, list[str]] = defaultdict(list)
    for row in rows:
        title = row.function.title if row.function else ("" if only_public else str(row.person))
        by_group[row.group] += [title] if title else []
    seen = _last_seen(institution)
    return [Body(group, tuple(names), seen.get(group.pk)) for group, names in by_group.items()]


def _last_seen(institution: Institution) -> dict:
    rows = Attendance.objects.filter(institution=institution).order_by("group")
    return dict(rows.values_list("group").annotate(last=Max("on")))


def silent_since(institution: Institution) -> date | None:
    """The last day anything was heard: at a meeting, or from one of its people. None: never."""
    came = Attendance.objects.filter(institution=institution).aggregate(last=Max("on"))["last"]
    people = Person.objects.present().filter(institution=institution, account__isnull=False)
    signed = people.aggregate(last=Max("account__last_login"))["last"]
    days = [day for day in (came, signed.date() if signed else None) if day is not None]
    return max(days, default=None)


def territory_choices() -> list[tuple[str, str]]:
    """Région, départements and intercommunalités of the region, for a form."""
    wanted = ["region", "departement", "epci"]
    rows = Territory.objects.present().filter(
        Q(in_region=True, level__in=wanted) | Q(level="france", code="FR")
    )
    ours = [row for row in rows if row.level != "region" or row.code == f"R{settings.REGION}"]
    ours.sort(key=lambda row: (["france", *wanted].index(row.level), row.searched_name))
    return [(str(row.pk), row.name) for row in ours]
