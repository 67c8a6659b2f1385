"""What the directory holds of a person, as they may read it, take it away, or have it erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from observatoire.base.registry import registry
from observatoire.directory.models import (
    Address,
    ConsentLine,
    ContactImport,
    Holding,
    Institution,
    ListEntry,
    Membership,
    Person,
    User,
)
from observatoire.directory.queries.links import Subject

LINES_KEPT = timedelta(days=5 * 365)


def held_about(subject: Subject) -> list[dict]:
    """Each part of the platform that holds something: its name, why, how long, and what."""
    parts = []
    for entry in registry.personal.values():
        rows = [row for email in subject.emails for row in entry.export(email)]
        unique = [row for number, row in enumerate(rows) if row not in rows[:number]]
        if unique:
            parts.append(
                {
                    "label": entry.label,
                    "purpose": entry.purpose,
                    "kept": entry.kept,
                    "rows": unique,
                }
            )
    return parts


def export_person(email: str) -> list[dict]:
    """The rows of a person in the directory, with what is attached to them."""
    return [_person_row(one) for one in _people_of(email)]


def _people_of(email: str):
    email = email.strip().lower()
    reached = Q(addresses__email=email) | Q(account__email=email)
    found = Person.objects.filter(reached).select_related("institution")
    return found.order_by("pk").distinct()


def _person_row(person: Person) -> dict:
    held = Holding.objects.filter(person=person).select_related("function__institution")
    seats = Membership.objects.filter(person=person).select_related("group")
    lists = ListEntry.objects.filter(person=person).select_related("list")
    return {
        "prénom": person.first_name,
        "nom": person.last_name,
        "téléphone": person.phone,
        "institution": person.institution.name if person.institution else "",
        "fonctions": ", ".join(f"{one.function} ({_period(one)})" for one in held),
        "groupes": ", ".join(f"{one.group}, {one.get_role_display()}" for one in seats),
        "listes": ", ".join(one.list.name for one in lists),
        "origine": person.get_source_display(),
        "dernier signe": person.last_sign_at.isoformat(),
    }


def _period(holding: Holding) -> str:
    start = f"depuis le {holding.since:%d/%m/%Y}" if holding.since else "date inconnue"
    return f"{start}, jusqu’au {holding.until:%d/%m/%Y}" if holding.until else start


def erase_person_rows(email: str) -> int:
    """Delete the rows of a person, and with them addresses, functions held, seats and lists."""
    rows = list(_people_of(email).values_list("pk", flat=True))
    for pk in rows:
        Person.objects.filter(pk=pk).delete()
    return len(rows)


def export_addresses(email: str) -> list[dict]:
    return [
        {
            "adresse électronique": one.email,
            "libellé": one.label,
            "connue depuis": one.created_at.isoformat(),
            "ne répond plus depuis": one.dead_since.isoformat() if one.dead_since else "",
        }
        for one in Address.objects.filter(email=email.strip().lower())
    ]


def erase_addresses(email: str) -> int:
    return Address.objects.filter(email=email.strip().lower()).delete()[0]


def held_in_directory() -> Iterator[tuple[str, datetime]]:
    yield from Address.objects.order_by("email").values_list("email", "created_at").iterator()


def held_in_accounts() -> Iterator[tuple[str, datetime]]:
    yield from User.objects.order_by("email").values_list("email", "created_at").iterator()


def export_decisions(email: str) -> list[dict]:
    """The lines of the ledger that speak of the owner of an address."""
    subjects = _subjects_behind(email)
    lines = ConsentLine.objects.filter(subject__in=subjects).select_related("text")
    return [
        {
            "finalité": one.get_purpose_display(),
            "décision": one.get_decision_display(),
            "le": one.at.isoformat(),
            "par": one.source,
            "texte": f"version {one.text.version}\u00a0: {one.text.text}",
        }
        for one in lines
    ]


def _subjects_behind(email: str) -> list[UUID]:
    mailboxes = Address.objects.filter(email=email.strip().lower()).order_by("pk")
    return [
        *_people_of(email).values_list("pk", flat=True),
        *mailboxes.values_list("pk", flat=True),
    ]


def keep_decisions(email: str) -> int:
    """Nothing to erase: a line holds an identifier that names nobody once the person is gone."""
    return 0


def purge_decisions(at: datetime) -> int:
    """Lines about nobody, five years old: the proof has had its time."""
    old = ConsentLine.objects.filter(at__lt=at - LINES_KEPT)
    named = set(Person.objects.order_by("pk").values_list("pk", flat=True))
    named |= set(Address.objects.order_by("pk").values_list("pk", flat=True))
    return old.exclude(subject__in=named).expire()


def export_imported_rows(email: str) -> list[dict]:
    """The lines of deposited files that are still kept and hold an address."""
    return [
        {"fichier": one.name, "ligne": " | ".join(row)}
        for one in ContactImport.objects.exclude(rows=[])
        for row in one.rows
        if _holds(row, email)
    ]


def erase_imported_rows(email: str) -> int:
    erased = 0
    for one in ContactImport.objects.exclude(rows=[]):
        left = [row for row in one.rows if not _holds(row, email)]
        erased += len(one.rows) - len(left)
        if len(left) < len(one.rows):
            one.rows = left
            one.save(update_fields=["rows"])
    return erased


def _holds(row: list[str], email: str) -> bool:
    wanted = email.strip().lower()
    return any(wanted in cell.lower() for cell in row)


def institution_behind(email: str) -> Institution | None:
    """The institution whose mail domain ends this address, if one has it."""
    domain = email.rpartition("@")[2].lower()
    return Institution.objects.filter(domains__name=domain).first() if domain else None
