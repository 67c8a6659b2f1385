"""People as lines of a file, and what was done to them in words."""

from __future__ import annotations

from observatoire.directory.models import Person

EXPORT_HEADER = [
    "Prénom",
    "Nom",
    "Institution",
    "Fonctions",
    "Adresse électronique",
    "Téléphone",
    "Origine",
]


def export_row(person: Person) -> list[str]:
    """`person` comes from `listed_people`: its addresses and functions are already there."""
    living = [one.email for one in person.addresses.all() if one.dead_since is None]
    return [
        person.first_name,
        person.last_name,
        person.institution.name if person.institution else "",
        ", ".join(held.function.title for held in person.held),
        living[0] if living else "",
        person.phone,
        person.get_source_display(),
    ]
