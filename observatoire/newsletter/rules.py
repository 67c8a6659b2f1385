"""Who composes the letter, and who approves it and makes it public."""

from __future__ import annotations

COMPOSE = "newsletter.compose_letter"
APPROVE = "newsletter.approve_letter"


def may_compose(person) -> bool:
    return person.is_active and (person.has_perm(COMPOSE) or person.has_perm(APPROVE))


def may_approve(person) -> bool:
    return person.is_active and person.has_perm(APPROVE)
