"""Whom the alerts write to: those who sit in the groups, and partners with an account."""

from __future__ import annotations

from observatoire.contributions.rules import PARTNERS
from observatoire.directory.models import ContactList, Group, User
from observatoire.directory.queries.lists import audience


def boxes_of(groups: list[Group]) -> list[str]:
    """Addresses of those who sit in these groups and may be written to, in order."""
    wanted = {"groups": [str(one.pk) for one in groups]}
    kept = ContactList(kind=ContactList.Kind.FILTER, purpose="instances", criteria=wanted)
    return sorted({one.email for one in audience(kept).prepared}) if groups else []


def everyone_asked() -> list[str]:
    """Members of every open group, and partners: each once."""
    members = boxes_of(list(Group.objects.open().order_by("pk")))
    partners = User.objects.filter(is_active=True, groups__name__in=PARTNERS).order_by("pk")
    return sorted({*members, *partners.values_list("email", flat=True)})


def institutions_of(boxes: list[str]) -> dict[str, str]:
    """The institution, by its key, of each address that has an account."""
    rows = User.objects.filter(email__in=boxes, person__institution__isnull=False).order_by("pk")
    return {email: str(pk) for email, pk in rows.values_list("email", "person__institution")}
