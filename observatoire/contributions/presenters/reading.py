"""Reviewed ideas as a table to take away, and what they became as links."""

from __future__ import annotations

from observatoire.base.registry import registry
from observatoire.contributions.queries.ideas import Read

HEADER = [
    "Numéro",
    "Idée",
    "En quelques phrases",
    "Nature",
    "Portée par",
    "Structure",
    "Département",
    "Rural",
    "Qui propose",
    "Adresse",
    "Personne à inviter",
    "Note sur 100",
    "Relectures",
    "La connaissent",
    "S’y joindraient",
    "Réunies",
    "Suite",
    "Réponse",
]


def present_row(read: Read) -> list:
    one = read.proposal
    return [
        one.number,
        one.title,
        one.summary,
        one.get_nature_display(),
        one.get_body_display(),
        one.organisation,
        one.territory.name if one.territory else "",
        "oui" if one.is_rural else "",
        one.contact_name,
        one.contact_email,
        one.named_name,
        "" if read.score is None else round(read.score),
        read.reviews,
        read.known_by,
        read.joined_by,
        ", ".join(str(other.number) for other in read.others),
        one.get_status_display(),
        one.answer,
    ]


def present_public_suites(outcomes) -> list[dict]:
    """What an idea became, as its author may see it: what is public, and nothing else."""
    found = [(one, registry.resolve(one.ref)) for one in outcomes]
    return [
        {"label": one.label, "title": card.title, "address": card.address}
        for one, card in found
        if card is not None and card.visibility == "public" and not card.group
    ]


def present_suites(outcomes) -> list[dict]:
    """What an idea became; an object that is gone since says so."""
    found = []
    for one in outcomes:
        card = registry.resolve(one.ref)
        found.append(
            {
                "label": one.label,
                "at": one.made_at,
                "title": card.title if card else "",
                "address": card.address if card else "",
            }
        )
    return found
