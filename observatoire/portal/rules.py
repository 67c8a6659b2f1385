"""Who may see a card."""

from __future__ import annotations

from observatoire.base.registry import Card


def may_see(card: Card, *, groups: frozenset[str]) -> bool:
    """A card of a group is for that group alone; any other one must be public."""
    if card.group:
        return card.group in groups
    return card.visibility == "public"
