"""Groups, and who sits in them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from observatoire.base.models import Generation
from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.models import (
    Attendance,
    Function,
    Group,
    Institution,
    Membership,
    Person,
    User,
)


@transaction.atomic
def save_group(*, by: User | None, group: Group) -> Group:
    """Write a group. Its key is made once: cards, files and messages carry it."""
    is_new = group._state.adding
    if not group.slug:
        base, number = slugify(group.name)[:50], 1
        group.slug = base
        while Group.objects.filter(slug=group.slug).exists():
            number += 1
            group.slug = f"{base}-{number}"
    group.save()
    _audit(group, by, "creer" if is_new else "modifier")
    Generation.advance()
    return group


@transaction.atomic
def seat(
    *,
    by: User | None,
    group: Group,
    owner: Person | Function,
    role: str = Membership.Role.MEMBER,
    since: date | None = None,
) -> Membership:
    """Give a seat to a function, or to a person; one that has it takes the role given."""
    kind = "person" if isinstance(owner, Person) else "function"
    known = Membership.objects.filter(group=group, until=None, **{kind: owner}).first()
    membership = known or Membership(group=group, **{kind: owner})
    membership.role = role
    membership.since = membership.since or since or timezone.localdate()
    membership.save()
    _audit(group, by, "sieger", siege=str(membership.pk), role=role)
    return membership


@transaction.atomic
def leave_seat(*, by: User, membership: Membership) -> Membership:
    """The seat ends today, and stays in the history of the group."""
    membership.until = timezone.localdate()
    membership.save()
    _audit(membership.group, by, "quitter_siege", siege=str(membership.pk))
    return membership


@transaction.atomic
def note_attendance(
    *, group: Group, institution: Institution, function: Function | None = None, on: date
) -> Attendance:
    """An institution was there that day; said twice, it is written once."""
    found, _ = Attendance.objects.get_or_create(
        group=group, institution=institution, function=function, on=on
    )
    return found


def _audit(group: Group, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("groupe", str(group.pk)), **details)
