"""Who keeps the census of food aid, and who sees the places kept for partners."""

from __future__ import annotations

CHANGE = "food_aid.change_place"


def may_keep(person) -> bool:
    """Who imports, merges, confirms and publishes."""
    return person.is_active and person.has_perm(CHANGE)


def sees_partner_places(person) -> bool:
    """Places whose structure asked not to be shown to all: shown to whoever has an account."""
    return person.is_active and person.is_authenticated
