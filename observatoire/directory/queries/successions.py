"""Successions: what waits, what is settled, and who may answer."""

from __future__ import annotations

from observatoire.directory.models import Address, Succession


def open_successions():
    rows = Succession.objects.filter(closed_at=None)
    return rows.select_related("institution", "function__institution", "person")


def settled_successions():
    rows = Succession.objects.exclude(closed_at=None).order_by("-closed_at", "pk")
    return rows.select_related("institution", "function__institution", "closed_by")[:20]


def who_answers(succession: Succession) -> str:
    """The institution's own mailbox, else that of one of its people; empty when it has none."""
    institution = succession.institution
    living = Address.objects.alive()
    mailbox = living.filter(institution=institution).first()
    colleague = living.filter(person__institution=institution, person__merged_into=None)
    if succession.person_id:
        colleague = colleague.exclude(person=succession.person_id)
    found = mailbox or colleague.order_by("person__created_at", "pk").first()
    return found.email if found else ""
