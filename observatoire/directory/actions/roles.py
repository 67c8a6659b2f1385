"""The roles of `rules` become groups of accounts, with their rights."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import LogContext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.models import User
from observatoire.directory.rules import GIVEN, Role

OURS = "observatoire."
WAGTAILS = ("Editors", "Moderators", "Rédaction", "Publication")


@transaction.atomic
def ensure_roles(*, our_apps: frozenset[str]) -> None:
    """Make each role's group hold exactly what `rules` says; done after every migration.

    `our_apps`: the labels that a star after « observatoire » stands for.
    """
    # Wagtail's own two, which no role is made of, unless someone already was put in them.
    Group.objects.filter(name__in=WAGTAILS, user=None).delete()
    for role in GIVEN:
        group, _ = Group.objects.get_or_create(name=role.label)
        group.permissions.set(Permission.objects.filter(_named(role, our_apps)))
        _give_pages(group, role)
        _give_files(group, role)


@transaction.atomic
def give_role(*, by: User | None, account: User, role: Role) -> None:
    """What follows is done by the receiver, for the administration gives roles too."""
    with LogContext(user=by):
        account.groups.add(Group.objects.get(name=role.label))


def follow_roles(*, by: User | None, account: User) -> None:
    """After its roles changed: whether the account enters the administration, and the audit."""
    labels = set(account.groups.order_by("name").values_list("name", flat=True))
    enters = account.is_superuser or any(
        role.enters_administration for role in GIVEN if role.label in labels
    )
    if account.is_staff != enters:
        account.is_staff = enters
        account.save(update_fields=["is_staff"])
    held = [role.key for role in GIVEN if role.label in labels]
    write_audit(by=by, verb="roles", ref=Ref("compte", str(account.pk)), roles=held)


def _named(role: Role, our_apps: frozenset[str]) -> Q:
    """The rights of a role, as a question to the table of rights."""
    found = Q(pk=None)
    for right in role.rights:
        app, _, codename = right.partition(".")
        if right == f"{OURS}*":
            found |= Q(content_type__app_label__in=our_apps)
        else:
            found |= Q(content_type__app_label=app, codename=codename)
    return found


def _give_pages(group: Group, role: Role) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{one}_page" for one in role.pages]
    )
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=rights).delete()
    for right in rights.order_by("pk"):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)


def _give_files(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    # Wagtail asks for the rights of its own tables, whichever ours are.
    names = [f"{right}_{kind}" for right in role.files for kind in ("document", "image")]
    rights = Permission.objects.filter(
        content_type__app_label__in=("wagtaildocs", "wagtailimages"), codename__in=names
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=rights).delete()
    for right in rights.order_by("pk"):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=right
        )
