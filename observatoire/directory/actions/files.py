"""Each group has its own collection of documents and images; without its group it stays shut."""

from __future__ import annotations

from django.contrib.auth.models import Group as AccountGroup
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction

from observatoire.directory.models import Group, GroupFiles
from observatoire.directory.rules import COORDINATION


@transaction.atomic
def files_of(*, group: Group) -> Collection:
    """The collection of a group, made the first time it is asked for."""
    known = GroupFiles.objects.select_related("collection").filter(group=group).first()
    if known is not None:
        return known.collection
    root = Collection.get_first_root_node()
    made = root.add_child(instance=Collection(name=f"Groupe\u00a0: {group.name}"))
    GroupFiles.objects.create(group=group, collection=made)
    return made


@transaction.atomic
def shut_files(*, group: Group) -> None:
    """A group that is deleted leaves its files to the coordination, not to the public."""
    known = GroupFiles.objects.select_related("collection").filter(group=group).first()
    if known is None:
        return
    shut = CollectionViewRestriction.objects.create(
        collection=known.collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    shut.groups.add(AccountGroup.objects.get(name=COORDINATION.label))
