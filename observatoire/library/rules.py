"""Who reads what in the base, and who keeps it."""

from __future__ import annotations

CHANGE = "library.change_notice"
PUBLISH = "library.publish_notice"


def may_keep(person) -> bool:
    """Who opens the base in the administration and writes its notices."""
    return person.is_active and person.has_perm(CHANGE)


def may_publish(person) -> bool:
    """Who decides what is published, accepted or refused."""
    return person.is_active and person.has_perm(PUBLISH)
