"""An address is dead: the institution is asked who comes after."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from observatoire.base.registry import Ref
from observatoire.directory.actions.audit import write_audit
from observatoire.directory.actions.people import leave_function, save_person, take_function
from observatoire.directory.models import Address, Holding, Institution, Person, Succession, User


@transaction.atomic
def report_dead_address(*, by: User | None, email: str, reason: str) -> Address | None:
    """Mark an address dead; whoever can no longer be reached opens a succession. None: unknown.

    Told twice, it changes nothing: mail calls this for each hard bounce.
    """
    address = Address.objects.filter(email=email.strip().lower()).first()
    if address is None:
        return None
    if address.dead_since is None:
        address.dead_since, address.dead_reason = timezone.now(), reason[:120]
        address.save()
        write_audit(by=by, verb="adresse_morte", ref=Ref("adresse", str(address.pk)))
    if not address.owner.addresses.alive().exists():
        _open_successions(address)
    return address


# Told inside the transaction, with `by` and `email`: who had set it aside writes to it again.
address_revived = Signal()


@transaction.atomic
def revive_address(*, by: User, address: Address) -> Address:
    """It was a mistake, or a full mailbox: the address is written to again."""
    address.dead_since, address.dead_reason = None, ""
    address.save()
    if address.person_id:
        open_ones = Succession.objects.filter(person=address.person, closed_at=None)
        open_ones.update(closed_at=timezone.now(), closed_by=by)
    write_audit(by=by, verb="adresse_vivante", ref=Ref("adresse", str(address.pk)))
    address_revived.send(sender=Address, by=by, email=address.email)
    return address


@transaction.atomic
def ask_successor(*, by: User, succession: Succession, to: str, subject: str, text: str) -> None:
    """Send the question to the institution, once the transaction holds."""
    succession.asked_at = timezone.now()
    succession.save()
    message = EmailMessage(subject=" ".join(subject.split()), body=text, to=[to])
    transaction.on_commit(message.send)
    write_audit(by=by, verb="demander_successeur", ref=_ref(succession))


@transaction.atomic
def name_successor(*, by: User, succession: Succession, person: Person, email: str) -> Person:
    """The newcomer takes the function; who held it leaves it."""
    person.institution = succession.institution
    save_person(by=by, person=person, email=email, source="désignée par son institution")
    if succession.function_id:
        former = Holding.objects.current().filter(function=succession.function)
        for holding in former.exclude(person=person).select_related("person"):
            leave_function(by=by, holding=holding)
        take_function(by=by, person=person, function=succession.function)
    close_succession(by=by, succession=succession)
    return person


@transaction.atomic
def close_succession(*, by: User | None, succession: Succession) -> None:
    succession.closed_at, succession.closed_by = timezone.now(), by
    succession.save()
    write_audit(by=by, verb="succession_reglee", ref=_ref(succession))


def _open_successions(address: Address) -> None:
    for institution, function, person in _orphans(address):
        Succession.objects.get_or_create(
            institution=institution, function=function, person=person, closed_at=None
        )


def _orphans(address: Address) -> list[tuple]:
    """What nobody answers for any more: each function held, else the institution's contact."""
    if address.function_id:
        return [(address.function.institution, address.function, None)]
    if address.institution_id:
        return [(address.institution, None, None)]
    held = Holding.objects.current().filter(person=address.person)
    functions = [one.function for one in held.select_related("function__institution")]
    if functions:
        return [(function.institution, function, address.person) for function in functions]
    institution: Institution | None = address.person.institution
    return [(institution, None, address.person)] if institution else []


def _ref(succession: Succession) -> Ref:
    return Ref("succession", str(succession.pk))
