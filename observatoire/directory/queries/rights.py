"""Who holds which role, and who belongs where: the one rule of a group's privacy."""

from __future__ import annotations

from observatoire.directory.models import Group, GroupFiles, Membership
from observatoire.directory.rules import (
    COORDINATION,
    EDITION,
    GIVEN,
    MEMBER,
    PARTNER,
    PILOT,
    PUBLIC,
    ROLES,
    Role,
)

PARTNERS = frozenset(role.key for role in (COORDINATION, EDITION, PILOT, MEMBER, PARTNER))
SEATED = (Membership.Role.PILOT, Membership.Role.MEMBER)  # a guest comes, and reads no file


def groups_of(person) -> frozenset[str]:
    """Slugs of the groups whose cards, files and entries this person may see; none for a visitor.

    The coordination reads what every group keeps: it answers for the whole.
    """
    if not person.is_authenticated:
        return frozenset()
    # Asked by every block of a page: the answer stays with this account, for this request.
    if "known_groups" not in vars(person):
        person.known_groups = _groups(person)
    return person.known_groups


def may_read_collection(person, collection) -> bool:
    """A group's collection, and what is below it, is for that group; the others are for all."""
    above = collection.get_ancestors(inclusive=True).values("pk")
    kept = GroupFiles.objects.filter(collection__in=above)
    slugs = set(kept.order_by("group__slug").values_list("group__slug", flat=True))
    return slugs <= groups_of(person) if slugs else True


def piloted_by(person) -> frozenset[str]:
    """Slugs of the groups that this person leads."""
    if not person.is_authenticated:
        return frozenset()
    return frozenset(slug for slug, role in _held(person) if role == Membership.Role.PILOT)


def roles_of(person) -> list[Role]:
    """Every role of an account, in the order of `rules.ROLES`; everyone is of the public."""
    held = {PUBLIC.key}
    if person.is_authenticated:
        labels = set(person.groups.order_by("name").values_list("name", flat=True))
        held |= {role.key for role in GIVEN if role.label in labels}
        held |= {COORDINATION.key} if person.is_superuser else set()
        seats = set(_seats(person).order_by("role").values_list("role", flat=True))
        held |= {PILOT.key, MEMBER.key} if Membership.Role.PILOT in seats else set()
        held |= {MEMBER.key} if Membership.Role.MEMBER in seats else set()
    return [role for role in ROLES if role.key in held]


def is_partner(person) -> bool:
    """Who reads what is kept between partners; a visitor, or a closed account, does not."""
    if person is None or not person.is_authenticated or not person.is_active:
        return False
    return any(role.key in PARTNERS for role in roles_of(person))


def _groups(person) -> frozenset[str]:
    if _is_coordination(person):
        return frozenset(Group.objects.order_by("slug").values_list("slug", flat=True))
    return frozenset(slug for slug, role in _held(person) if role in SEATED)


def _held(person) -> list[tuple[str, str]]:
    """Groups and roles of an account, read once for a request: several blocks ask."""
    if "known_seats" not in vars(person):
        rows = _seats(person).order_by("group", "role")
        person.known_seats = list(rows.values_list("group__slug", "role"))
    return person.known_seats


def _is_coordination(person) -> bool:
    return person.is_superuser or person.groups.filter(name=COORDINATION.label).exists()


def _seats(person):
    known = getattr(person, "person", None)
    return Membership.objects.of_person(known) if known else Membership.objects.none()


def groups_seats(person) -> list[Membership]:
    """The seats of an account, to be read by its owner."""
    if not person.is_authenticated:
        return []
    return list(_seats(person).select_related("group").order_by("group__name"))
