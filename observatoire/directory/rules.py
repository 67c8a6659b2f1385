"""Who belongs where: the one rule of a group's privacy, that cards, search and files obey."""

from __future__ import annotations


def groups_of(person) -> frozenset[str]:
    """Names of the groups whose objects this person may see; none for a visitor."""
    if not person.is_authenticated:
        return frozenset()
    return frozenset(person.groups.order_by("name").values_list("name", flat=True))


def may_manage_people(person) -> bool:
    """Who keeps the directory: sees and writes people, lists, imports, the ledger of consent."""
    return person.is_active and person.has_perm("directory.change_person")


def may_see_holders(person) -> bool:
    """Who reads which person holds which function: partners known to the directory, its keepers."""
    if not person.is_authenticated:
        return False
    known = getattr(person, "person", None)
    return may_manage_people(person) or (known is not None and known.institution_id is not None)
