"""People, their addresses, the functions that they take and leave."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.consent import note_bases
from observatoire.directory.actions.refusal import Refused
from observatoire.directory.models import Address, Function, Holding, Institution, Person, User


@transaction.atomic
def save_person(
    *, by: User | None, person: Person, email: str = "", source: str = "saisie par la coordination"
) -> Person:
    """Write a person as the form, or the import, filled it; a new one gets its ledger lines."""
    is_new = person._state.adding
    person.save()
    if email:
        add_address(by=by, owner=person, email=email)
    if is_new:
        note_bases(by=by, owner=person, source=source)
    _audit(person, by, "creer" if is_new else "modifier")
    return person


@transaction.atomic
def add_address(
    *, by: User | None, owner: Person | Function | Institution, email: str, label: str = ""
) -> Address:
    """One more address. The first is the main one; an address is never that of two owners."""
    email = email.strip().lower()
    known = Address.objects.filter(email=email).first()
    if known is not None:
        raise Refused(f"L’adresse {email} est déjà celle de «\u00a0{known.owner}\u00a0».")
    kind = {Person: "person", Function: "function", Institution: "institution"}[type(owner)]
    is_first = not owner.addresses.exists()
    added = Address.objects.create(email=email, label=label, is_main=is_first, **{kind: owner})
    _audit(owner, by, "ajouter_adresse")
    return added


@transaction.atomic
def remove_address(*, by: User, address: Address) -> None:
    """The next living address becomes the main one."""
    owner, was_main = address.owner, address.is_main
    address.delete()
    if was_main and (following := owner.addresses.order_by("dead_since", "email").first()):
        following.is_main = True
        following.save()
    _audit(owner, by, "retirer_adresse")


@transaction.atomic
def make_main(*, by: User, address: Address) -> None:
    """The address that is written to; the others stay known."""
    address.owner.addresses.update(is_main=False)
    address.is_main = True
    address.save()
    _audit(address.owner, by, "adresse_principale")


@transaction.atomic
def take_function(
    *, by: User | None, person: Person, function: Function, since: date | None = None
) -> Holding:
    """The person holds the function from a day on; taking it twice changes nothing."""
    held = Holding.objects.filter(function=function, person=person, until=None).first()
    if held is None:
        since = since or timezone.localdate()
        held = Holding.objects.create(function=function, person=person, since=since)
        _audit(person, by, "prendre_fonction", fonction=str(function.pk))
    return held


@transaction.atomic
def leave_function(*, by: User | None, holding: Holding, on: date | None = None) -> Holding:
    """The holding ends; the function stays, waiting for the next one."""
    day = on or timezone.localdate()
    holding.until = max(day, holding.since) if holding.since else day
    holding.save()
    _audit(holding.person, by, "quitter_fonction", fonction=str(holding.function_id))
    return holding


def sign_of_life(*, person: Person) -> None:
    """Something was heard from this person: what retention counts from."""
    Person.objects.filter(pk=person.pk).update(last_sign_at=timezone.now())


def _audit(owner, by: User | None, verb: str, **details) -> None:
    kind = {Person: "personne", Function: "fonction", Institution: "institution"}[type(owner)]
    write_audit(by=by, verb=verb, ref=Ref(kind, str(owner.pk)), **details)
