"""People as the screens of the administration list and show them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch

from observatoire.directory.models import (
    Address,
    AuditLine,
    Function,
    Group,
    Holding,
    Institution,
    Membership,
    Merge,
    Person,
    Succession,
)

ORDERS = {
    "nom": ("last_name", "first_name", "pk"),
    "institution": ("institution__name", "last_name", "pk"),
    "recent": ("-created_at", "pk"),
    "silence": ("last_sign_at", "pk"),
}


def listed_people(
    *,
    words: str = "",
    kind: str = "",
    group: Group | None = None,
    state: str = "",
    order: str = "",
    institution: Institution | None = None,
):
    """The people that a filter finds, with what a line shows, in a fixed number of queries."""
    found = Person.objects.present().matching(words)
    if kind:
        found = found.filter(institution__kind=kind)
    if institution:
        found = found.filter(institution=institution)
    if group:
        found = found.filter(pk__in=_seated(group))
    found = _in_state(found, state)
    current = Holding.objects.current().select_related("function").order_by("since", "pk")
    found = found.select_related("institution").prefetch_related(
        Prefetch("addresses", queryset=Address.objects.order_by("-is_main", "email")),
        Prefetch("holdings", queryset=current, to_attr="held"),
    )
    return found.order_by(*ORDERS.get(order, ORDERS["nom"]))


def _seated(group: Group):
    seats = Membership.objects.current().filter(group=group)
    through = Holding.objects.current().filter(function__in=seats.values("function"))
    own = seats.exclude(person=None).values_list("person", flat=True)
    return {*own, *through.values_list("person", flat=True)}


def _in_state(found, state: str):
    living = Address.objects.alive().filter(person=OuterRef("pk"))
    held = Holding.objects.current().filter(person=OuterRef("pk"))
    if state == "injoignable":
        return found.filter(~Exists(living))
    if state == "sans_fonction":
        return found.filter(~Exists(held))
    return found.filter(account__isnull=False) if state == "compte" else found


def tally() -> list[tuple[str, int]]:
    """What the directory holds, in four figures."""
    return [
        ("Personnes", Person.objects.present().count()),
        ("Institutions", Institution.objects.open().count()),
        ("Fonctions", Function.objects.open().count()),
        ("Successions à demander", Succession.objects.filter(closed_at=None).count()),
    ]


def holdings_of(person: Person):
    rows = person.holdings.select_related("function__institution")
    return rows.order_by("until", "-since", "pk")


def seats_of(person: Person):
    rows = Membership.objects.of_person(person).select_related("group", "function")
    return rows.order_by("group__kind", "group__name", "pk")


def history_of(person: Person):
    """What was done to the row; who did it."""
    lines = AuditLine.objects.filter(kind="personne", key=str(person.pk)).select_related("by")
    return lines[:30]


def merges_of(person: Person):
    rows = Merge.objects.filter(kept=person, undone_at=None).select_related("absorbed", "by")
    return rows.order_by("-at", "pk")


def page_of_owner(address: Address) -> str:
    """The screen of whoever an address belongs to."""
    if address.person_id:
        return f"/gestion/annuaire/personnes/{address.person_id}/"
    if address.function_id:
        return f"/gestion/annuaire/fonctions/{address.function_id}/"
    return f"/gestion/annuaire/institutions/{address.institution_id}/"
