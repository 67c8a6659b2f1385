"""Who is behind an address: someone of the directory, or a newcomer; and from which institution."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from observatoire.base.french import normalise
from observatoire.directory.models import Institution, Person
from observatoire.directory.queries.consent import owner_of


@dataclass(frozen=True)
class Recognised:
    person: Person | None
    institution: Institution | None
    is_newcomer: bool


def recognise(email: str, institution_name: str) -> Recognised:
    """By the address, then by what follows its @, then by the name that was typed."""
    owner = owner_of(email)
    person = owner if isinstance(owner, Person) else None
    institution = owner.institution if owner is not None else None
    if institution is None and owner is not None and getattr(owner, "function", None):
        institution = owner.function.institution
    found = institution or by_domain(email) or by_name(institution_name)
    return Recognised(person, found, is_newcomer=owner is None)


def by_domain(email: str) -> Institution | None:
    """« @loire-atlantique.fr » is also that of « @sante.loire-atlantique.fr »."""
    parts = email.strip().lower().rpartition("@")[2].split(".")
    names = [".".join(parts[number:]) for number in range(len(parts) - 1)]
    found = Institution.objects.open().filter(domains__name__in=names)
    rows = found.order_by("pk").values_list("domains__name", "pk")
    best = max(rows, key=lambda row: len(row[0]), default=None)
    return Institution.objects.get(pk=best[1]) if best else None


def by_name(typed: str) -> Institution | None:
    """The whole name, or the acronym; where two answer, none is taken for the other."""
    name = normalise(typed)
    if not name:
        return None
    near = Institution.objects.open().filter(Q(searched_name__contains=name)).order_by("pk")[:20]
    same = [one for one in near if name in (normalise(one.name), normalise(one.acronym))]
    return same[0] if len(same) == 1 else None
