"""Who is in a list, whom it writes to, and who is left out and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from observatoire.base.models import Territory, TerritoryBelonging
from observatoire.directory.models import (
    Address,
    Basis,
    ContactList,
    Function,
    Holding,
    Institution,
    LegalText,
    Membership,
    Person,
)
from observatoire.directory.queries.consent import (
    basis_of,
    last_decisions,
    legal_texts,
    may_write,
)

NO_ADDRESS, DEAD, REFUSED_BY, NO_CONSENT, TWICE = (
    "sans adresse",
    "adresse qui ne répond plus",
    "opposition ou accord retiré",
    "aucun accord donné",
    "adresse déjà dans la liste",
)


@dataclass(frozen=True)
class Recipient:
    """One mailbox: its address, whose it is, and the subject under which the ledger knows it."""

    email: str
    name: str
    institution: str
    subject: UUID
    kind: str = "personne"


@dataclass(frozen=True)
class Excluded:
    name: str
    institution: str
    reason: str


@dataclass(frozen=True)
class Audience:
    """Everyone asked for is in one of the two: prepared and excluded add up to the candidates."""

    prepared: tuple[Recipient, ...]
    excluded: tuple[Excluded, ...] = ()

    @property
    def candidates(self) -> int:
        return len(self.prepared) + len(self.excluded)


@dataclass
class Chosen:
    """People and common mailboxes that a list names, before anyone is left out."""

    people: list[Person] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    institutions: list[Institution] = field(default_factory=list)


def audience(chosen_list: ContactList) -> Audience:
    """Whom a list writes to today: each mailbox once, each person left out with the reason."""
    if chosen_list.kind == ContactList.Kind.RELAY:
        return Audience(())
    chosen = choose(chosen_list)
    return _sorted_out(chosen, chosen_list.purpose)


def choose(chosen_list: ContactList) -> Chosen:
    if chosen_list.kind == ContactList.Kind.STATIC:
        return _chosen_by_hand(chosen_list)
    return filtered(chosen_list.criteria)


def _chosen_by_hand(chosen_list: ContactList) -> Chosen:
    entries = chosen_list.entries.order_by("id")
    people = set(entries.exclude(person=None).values_list("person", flat=True))
    functions = entries.exclude(function=None).values_list("function", flat=True)
    holders, empty = _holders(functions)
    institutions = entries.exclude(institution=None).values_list("institution", flat=True)
    return Chosen(
        people=_people(Q(pk__in=people | holders)),
        functions=empty,
        institutions=list(Institution.objects.filter(pk__in=institutions)),
    )


def _holders(functions: Iterable) -> tuple[set, list[Function]]:
    """Who holds these functions, and those of them that have a mailbox of their own."""
    wanted = Function.objects.open().filter(pk__in=list(functions))
    held = Holding.objects.current().filter(function__in=wanted)
    holders = set(held.values_list("person", flat=True))
    with_mailbox = wanted.filter(addresses__isnull=False).select_related("institution").distinct()
    return holders, list(with_mailbox)


def filtered(criteria: dict) -> Chosen:
    """What a saved filter finds today. Different criteria add up; the values of one are choices."""
    wanted = Q()
    functions = Function.objects.open()
    if kinds := criteria.get("kinds"):
        wanted &= Q(institution__kind__in=kinds)
        functions = functions.filter(institution__kind__in=kinds)
    if territories := criteria.get("territories"):
        within = territories_within(territories)
        wanted &= Q(institution__territory__in=within)
        functions = functions.filter(institution__territory__in=within)
    if topics := criteria.get("topics"):
        functions = functions.filter(topics__in=topics)
    if words := criteria.get("function", "").strip():
        functions = functions.filter(title__icontains=words)
    if criteria.get("topics") or words:
        wanted &= Q(pk__in=_people_holding(functions))
    if groups := criteria.get("groups"):
        wanted &= Q(pk__in=_people_seated(groups))
        functions = functions.filter(
            memberships__group__in=groups,
            memberships__until=None,
            memberships__group__closed_on=None,
        )
    return Chosen(people=_people(wanted), functions=_with_mailbox(functions))


def _with_mailbox(functions) -> list[Function]:
    found = functions.filter(addresses__isnull=False).select_related("institution")
    return list(found.order_by("pk").distinct())


def _people(wanted: Q) -> list[Person]:
    found = Person.objects.present().filter(wanted).select_related("institution")
    return list(found.prefetch_related("addresses").order_by("last_name", "first_name", "pk"))


def _people_holding(functions):
    return Holding.objects.current().filter(function__in=functions).values("person")


def _people_seated(groups) -> set:
    seats = Membership.objects.current().filter(group__in=groups)
    own = set(seats.exclude(person=None).values_list("person", flat=True))
    through = seats.exclude(function=None).values("function")
    held = Holding.objects.current().filter(function__in=through)
    return own | set(held.values_list("person", flat=True))


def _functions_seated(groups):
    seats = Membership.objects.current().filter(group__in=groups)
    return seats.exclude(function=None).values("function")


def territories_within(keys: Iterable[str]) -> set:
    """The territories named « level:code », and all that is in them."""
    wanted = Q(pk=None)
    for key in keys:
        level, _, code = key.partition(":")
        wanted |= Q(level=level, code=code)
    found = set(Territory.objects.filter(wanted).order_by("pk").values_list("pk", flat=True))
    inside = TerritoryBelonging.objects.filter(parent__in=found, end=None)
    return found | set(inside.order_by("pk").values_list("child", flat=True))


def _sorted_out(chosen: Chosen, purpose: str) -> Audience:
    text, decisions = legal_texts()[purpose], last_decisions(purpose)
    prepared: dict[str, Recipient] = {}
    excluded: list[Excluded] = []
    for recipient, reason in _weighed(chosen, text, decisions):
        if reason is None and recipient.email in prepared:
            reason = TWICE
        if reason is None:
            prepared[recipient.email] = recipient
        else:
            excluded.append(Excluded(recipient.name, recipient.institution, reason))
    return Audience(tuple(prepared.values()), tuple(excluded))


def _weighed(chosen: Chosen, text: LegalText, decisions: dict):
    """Each candidate with the reason to leave it out, or None."""
    for person in chosen.people:
        address = _best(person.addresses.all())
        basis = basis_of(text, is_professional=person.institution_id is not None)
        reason = _reason(address, basis, decisions.get(person.pk, ""))
        institution = str(person.institution or "")
        email = address.email if address else ""
        yield Recipient(email, str(person), institution, person.pk), reason
    for owner in (*chosen.functions, *chosen.institutions):
        address = _best(owner.addresses.all())
        subject = address.pk if address else owner.pk
        basis = basis_of(text, is_professional=True)
        reason = _reason(address, basis, decisions.get(subject, ""))
        institution = str(owner.institution if isinstance(owner, Function) else owner)
        email = address.email if address else ""
        yield Recipient(email, str(owner), institution, subject, "boîte commune"), reason


def _best(addresses: Iterable[Address]) -> Address | None:
    """The living main address, else another living one, else a dead one."""
    ranked = sorted(addresses, key=lambda one: (one.dead_since is not None, not one.is_main))
    return ranked[0] if ranked else None


def _reason(address: Address | None, basis: str, decision: str) -> str | None:
    if address is None:
        return NO_ADDRESS
    if address.dead_since:
        return DEAD
    if may_write(basis, decision):
        return None
    return NO_CONSENT if basis == Basis.CONSENT and not decision else REFUSED_BY
