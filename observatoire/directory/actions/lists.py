"""Lists are made, filled, asked of a relay."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.models import (
    ContactList,
    Function,
    Institution,
    ListEntry,
    Person,
    RelayMessage,
    User,
)

OWNERS = {Person: "person", Function: "function", Institution: "institution"}


@transaction.atomic
def save_list(*, by: User | None, chosen_list: ContactList) -> ContactList:
    is_new = chosen_list._state.adding
    if is_new:
        chosen_list.created_by = by
    chosen_list.save()
    _audit(chosen_list, by, "creer" if is_new else "modifier")
    return chosen_list


@transaction.atomic
def delete_list(*, by: User, chosen_list: ContactList) -> None:
    """The list goes; the people in it stay in the directory."""
    _audit(chosen_list, by, "supprimer")
    chosen_list.delete()


@transaction.atomic
def put_in(
    *, by: User | None, chosen_list: ContactList, owner: Person | Function | Institution
) -> ListEntry:
    """Put someone in a list made by hand; twice is once."""
    kind = {OWNERS[type(owner)]: owner}
    entry, is_new = ListEntry.objects.get_or_create(list=chosen_list, **kind)
    if is_new:
        _audit(chosen_list, by, "inscrire")
    return entry


@transaction.atomic
def take_from(*, by: User, entry: ListEntry) -> None:
    _audit(entry.list, by, "retirer")
    entry.delete()


@transaction.atomic
def prepare_relay(*, by: User, message: RelayMessage) -> RelayMessage:
    """A message made ready for a partner, with its own link."""
    message.made_by = by
    message.save()
    _audit(message.list, by, "preparer_relais", message=str(message.pk))
    return message


@transaction.atomic
def declare_forwarded(*, by: User, message: RelayMessage, number: int) -> RelayMessage:
    """How many the partner says it forwarded to: the only thing known of its network."""
    message.forwarded_to = number
    message.save(update_fields=["forwarded_to"])
    _audit(message.list, by, "declarer_relais", message=str(message.pk), nombre=number)
    return message


def count_opening(*, message: RelayMessage) -> None:
    """One more visit by the link; nothing of the visitor is kept."""
    RelayMessage.objects.filter(pk=message.pk).update(opened=F("opened") + 1)


def _audit(chosen_list: ContactList, by: User | None, verb: str, **details) -> None:
    write_audit(by=by, verb=verb, ref=Ref("liste", str(chosen_list.pk)), **details)
